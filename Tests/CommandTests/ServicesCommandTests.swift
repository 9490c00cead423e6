import Foundation
import LongRunningOperations
import Testing

@testable import lro

@Suite struct ServicesCommandTests {
    @Test func listsAll() throws {
        let run = try CommandRun(["services"])
        #expect(run.status == .done)
        let lines = run.output.split(separator: "\n")
        #expect(lines.first?.split(separator: " ").first == "service")
        #expect(lines.contains { $0.hasPrefix("azure-cdn-china ") })
        #expect(lines.contains { $0.hasPrefix("azure-core* ") })
        #expect(lines.count > 60)
    }

    @Test func countsDifferentWords() throws {
        let run = try CommandRun(["services"])
        let line = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("azure-cdn-china ") })
        // Its two shapes have the same four words.
        #expect(line.split(separator: " ").suffix(4) == ["1", "1", "1", "1"])
    }

    @Test func showsOneVocabulary() throws {
        let run = try CommandRun(["services", "azure-cdn-china"])
        #expect(run.status == .done)
        for line in [
            "azure-cdn-china 1.1.0, built in\n",
            "  NotSet            NotStarted             Status      operation\n",
            "  (any other word)  Unknown, unknownState  Status      operation\n",
            "  startTime  Start        operation\n",
            "  /subscriptions/{subscriptionId}/endpoints/{endpointId}/operations/{id}\n",
            "  Canceled  The reference has no word for it: NotSet, Processing, Succeeded and Failed are all.\n",
        ] {
            #expect(run.output.contains(line), "\(line)")
        }
    }

    @Test(arguments: ["kubernetes-job", "google-longrunning", "json-error", "azure-arm-provisioning"])
    func showsRulesAndFamilies(service: String) throws {
        let run = try CommandRun(["services", ArgumentText(service)])
        #expect(run.status == .done)
        let version = try #require(MappingCatalog.builtIn.definition(service)?.version)
        #expect(run.output.contains("\(service) \(version)"))
        #expect(
            try CommandRun(["services", ArgumentText(service), "--markdown"]).output.hasPrefix("## `\(service)`\n")
        )
    }

    @Test func suggestsAServiceForAnUnknownOne() throws {
        let run = try CommandRun(["services", "azure-cdn"])
        #expect(run.status == .usage)
        #expect(run.error.contains("did you mean 'azure-cdn-china'?"))
    }

    @Test func listsAUsersMappings() throws {
        let mappings = try TemporaryMappings(copying: "lxd")
        try mappings.replace("\"lxd\"", with: "\"my-lxd\"", in: "lxd/mapping.json")
        let run = try CommandRun(["services", "--mappings", ArgumentText(mappings.folder)])
        #expect(run.output.contains("\nmy-lxd+ "))
        #expect(run.output.contains("\nlxd "))
        let page = try CommandRun(["services", "--mappings", ArgumentText(mappings.folder), "my-lxd"])
        #expect(page.output.contains("my-lxd 1.1.0, from \(mappings.path("lxd/mapping.json"))"))
    }

    @Test func refusesAUsersBadMapping() throws {
        let mappings = try TemporaryMappings(copying: "lxd")
        try mappings.replace("\"1.1.0\"", with: "\"\\u001b[31m\"", in: "lxd/mapping.json")
        let run = try CommandRun(["services", "--mappings", ArgumentText(mappings.folder)])
        #expect(run.status == .usage)
        #expect(run.output == "")
        #expect(run.error.contains("/version: [badVersion] \"\\u001b[31m\" is no version"))
    }

    @Test func theTableOfTheReadmeIsInStep() throws {
        let readme = try String(contentsOfFile: TemporaryMappings.packageRoot + "/README.md", encoding: .utf8)
        let after = try #require(readme.components(separatedBy: "<!-- services -->\n").last)
        let region = try #require(after.components(separatedBy: "<!-- /services -->").first)
        #expect(try CommandRun(["services", "--markdown"]).output == region)
    }
}
