import Foundation
import Testing

@testable import lro

struct ExplainCommandTests {
    /// A file with that text, gone after the body.
    static func withFile<Result>(_ text: String, _ body: (ArgumentText) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("lro-explain-\(UUID().uuidString)")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(ArgumentText(url.path))
    }

    private static let log = """
        {"status":"Running","name":"1","startTime":"2025-01-02T03:04:05Z"}

        {"status":"Failed","name":"2","error":{"code":"\u{1B}[2JX","message":"m"}}
        {"status":"Runn
        {"status":"Procesing","name":"4","color":"red"}
        """

    private func explain(_ record: Int, _ more: [ArgumentText] = []) throws -> CommandRun {
        try Self.withFile(Self.log.replacing("\u{1B}", with: "\\u001b")) { file in
            let operand = ArgumentText(bytes: file.bytes + Array(":\(record)".utf8))
            return try CommandRun(["explain", "--service", "azure-core"] + more + [operand])
        }
    }

    @Test
    func explainsTheFirstRecord() throws {
        let run = try explain(1)
        #expect(run.status == .done)
        #expect(run.output.contains("named by --service"))
        #expect(run.output.contains("shapes/status/state/words/Running"))
    }

    @Test
    func countsRecordsRejectedOnesToo() throws {
        let second = try explain(2).output
        #expect(second.contains(#"\u001b[2JX"#))
        #expect(try explain(3).output.contains("No record: unterminatedString"))
        let unknown = try explain(4).output
        #expect(unknown.contains("unknownState"))
        #expect(unknown.contains("/color"))
        #expect(!unknown.contains("\u{1B}"))
    }

    @Test
    func refusesARecordBehindTheLast() throws {
        let run = try explain(5)
        #expect(run.status == .inputOutput)
        #expect(run.error.contains("has 4 records"))
    }

    @Test
    func writesJSON() throws {
        #expect(try explain(1, ["--json"]).output.hasPrefix(#"{"service":"azure-core","#))
        #expect(try explain(3, ["--json"]).output.hasPrefix(#"{"reply":"rejected","code":"unterminatedString""#))
    }

    @Test
    func readsDocumentsThatAreLaidOut() throws {
        let text = "{\n  \"status\": \"Running\"\n}\n{\n  \"status\": \"Canceled\"\n}\n"
        try Self.withFile(text) { file in
            let run = try CommandRun(
                ["explain", "--service", "azure-core", ArgumentText(bytes: file.bytes + Array(":2".utf8))]
            )
            #expect(run.output.contains("\"Canceled\""))
        }
    }

    @Test
    func namesAFileThatIsNotThere() throws {
        let run = try CommandRun(["explain", "/nowhere/at-all"])
        #expect(run.status == .inputOutput)
        #expect(run.error.contains("/nowhere/at-all"))
    }

    @Test
    func refusesServicesThatAreNotThere() throws {
        try Self.withFile("{}") { file in
            let run = try CommandRun(["explain", "--service", "azure-nowhere", file])
            #expect(run.status == .usage)
        }
    }
}
