import Foundation
import Testing

@testable import lro

@Suite struct CheckCommandTests {
    private let samples = "azure-cdn-china/samples"

    private func firstSample(_ mappings: borrowing TemporaryMappings) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: mappings.path(samples)).sorted()
        return try #require(names.first { $0.hasSuffix(".json") }).replacingOccurrences(of: ".json", with: "")
    }

    @Test func everythingShippedHolds() throws {
        let run = try CommandRun(["check", TemporaryMappings.shipped])
        #expect(run.status == .done, "\(run.output)")
        #expect(run.output.hasSuffix(": no problems\n"))
        #expect(run.error == "")
    }

    /// By whichever of its paths a family is checked, it is one.
    @Test(arguments: ["families", "families/", "families/.", "services/../families", "families/azure-core"])
    func familiesHold(path: String) throws {
        let run = try CommandRun(["check", ArgumentText("\(TemporaryMappings.packageRoot)/Mappings/\(path)")])
        #expect(run.status == .done, "\(run.output)")
        #expect(run.output.hasSuffix(": no problems\n"))
    }

    @Test func copiesHold() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        let run = try mappings.check()
        #expect(run.status == .done)
        #expect(run.output.contains("1 mapping, 32 samples: no problems"))
    }

    @Test func showsTheFirstLineThatDiffers() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        let name = try firstSample(mappings)
        try mappings.replace("\"service\"", with: "\u{1B}[31m", in: "\(samples)/\(name).expected.jsonl")
        let run = try mappings.check()
        #expect(run.status == .unmet)
        #expect(run.output.contains("\(name).expected.jsonl:1: [sampleDiffers] "))
        #expect(run.output.contains("    expected: {\\u{1b}[31m:\"azure-cdn-china\""))
        #expect(run.output.contains("      actual: {\"service\":\"azure-cdn-china\""))
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test func updatesExpectedLines() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        let name = try firstSample(mappings)
        let file = "\(samples)/\(name).expected.jsonl"
        let right = try mappings.text(file)
        try mappings.write("{}\n", to: file)
        let updated = try mappings.check("--update")
        #expect(updated.status == .done)
        #expect(updated.output.contains("wrote \(mappings.path(file))\n"))
        #expect(try mappings.text(file) == right)
        try mappings.remove(file)
        #expect(try mappings.check().output.contains("\(name).json: [noExpectedLines] "))
        #expect(try mappings.check("--update").status == .done)
        #expect(try mappings.text(file) == right)
    }

    @Test func asksForASampleOfSuccessAndFailure() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        try mappings.remove(samples)
        let run = try mappings.check()
        #expect(run.status == .unmet)
        #expect(run.output.contains("/mapping.json: [noSuccessSample] no sample shows Succeeded"))
        #expect(run.output.contains("/mapping.json: [noFailureSample] no sample shows Failed"))
    }

    @Test func aServiceThatCannotFailNeedsNoFailure() throws {
        let mappings = try TemporaryMappings(copying: "aws-cloudfront")
        #expect(try mappings.check().status == .done)
    }

    @Test func findsExpectedLinesWithoutASample() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        try mappings.write("{}\n", to: "\(samples)/gone.expected.jsonl")
        #expect(try mappings.check().output.contains("gone.expected.jsonl: [noSample] "))
    }

    @Test func refusesARejectedSample() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        try mappings.write("{\"Id\":", to: "\(samples)/torn.json")
        let run = try mappings.check()
        #expect(run.status == .unmet)
        #expect(run.output.contains("torn.json: [sampleRejected] [truncated] "))
    }

    @Test func tellsWhomASampleIsTakenFor() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        let mapping = """
            {"format":1,"service":"shy","version":"1.0.0","title":"Never detected","references":[{"title":"Invented"}],
             "absent":{"NotStarted":"x","Running":"x","Failed":"x","Canceled":"x"},
             "shapes":[{"shape":"job","detect":false,"id":"Id","state":{"at":"Status","words":{"Succeeded":["Succeeded"]}}}]}
            """
        try mappings.write(mapping, to: "shy/mapping.json")
        let name = try firstSample(mappings)
        try mappings.write(mappings.text("\(samples)/\(name).json"), to: "shy/samples/a.json")
        try mappings.write("{\"Id\":\"1\",\"Status\":\"Succeeded\"}", to: "shy/samples/b.json")
        let run = try mappings.check("--update")
        #expect(run.status == .unmet)
        #expect(
            run.output.contains(
                "shy/samples/a.json: [takenForAnother] without a name this is taken for azure-cdn-china"
            )
        )
        #expect(run.output.contains("33 samples") || run.output.contains("34 samples"))
    }

    @Test func reportsAllProblemsOfAllFiles() throws {
        let mappings = try TemporaryMappings(copying: "azure-cdn-china")
        try mappings.replace("\"azure-cdn-china\"", with: "\"azure-cdn\"", in: "azure-cdn-china/mapping.json")
        try mappings.write("{\"format\":2}", to: "other/mapping.json")
        let run = try mappings.check()
        #expect(run.status == .unmet)
        #expect(run.output.contains("/service: [folderName] the folder is \"azure-cdn-china\""))
        #expect(run.output.contains("other/mapping.json:1: /format: [unknownFormat] format 2 is not known; write 1\n"))
        #expect(run.output.contains("/service: [missingMember] \"service\" is missing; a mapping needs it\n"))
        #expect(run.output.contains("2 mappings, 0 samples: 5 problems"))
    }

    @Test func refusesAPlaceThatIsNotThere() throws {
        let run = try CommandRun(["check", "/nonexistent/Mappings"])
        #expect(run.status == .inputOutput)
        #expect(run.error == "lro check: '/nonexistent/Mappings': No such file or directory\n")
    }

    @Test func refusesAFolderWithoutMappings() throws {
        let run = try CommandRun([
            "check", ArgumentText(TemporaryMappings.packageRoot + "/Mappings/services/lxd/samples/.."),
        ])
        #expect(run.status == .done)
        let empty = try CommandRun(["check", ArgumentText(TemporaryMappings.packageRoot + "/Sources")])
        #expect(empty.status == .usage)
        #expect(empty.error.contains("there is no mapping in"))
    }
}
