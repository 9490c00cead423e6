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
        let reject = try explain(3, ["--json"]).output
        #expect(reject.hasPrefix(#"{"reply":"rejected","file":""#))
        #expect(reject.contains(#","line":4,"offset":143,"envelope":"lines","code":"unterminatedString","#))
        #expect(reject.hasSuffix(",\"length\":15}\n"))
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

    // MARK: Recordings

    private static let har = """
        {"log": {"version": "1.2", "entries": [
          {"request": {"url": "https://portal.example/logo.png"},
           "response": {"status": 200, "headers": [], "content": {"mimeType": "image/png"}}},
          {"request": {"url": "https://device.api.adu.microsoft.com/deviceUpdate/blue/updates/operations/op-1"},
           "response": {"status": 200, "headers": [{"name": "Retry-After", "value": "7"}],
            "content": {"text": "{\\"operationId\\":\\"op-1\\",\\"status\\":\\"Runing\\",\\"color\\":1}"}}},
          {"request": {"url": "https://device.api.adu.microsoft.com/deviceUpdate/blue/updates/operations/op-1"},
           "response": {"status": 200, "headers": [], "content": {"text": "{\\"operationId\\""}}}
        ]}}
        """

    @Test(arguments: [[], ["--envelope", "har"]] as [[ArgumentText]])
    func explainsAnEntryOfARecording(_ options: [ArgumentText]) throws {
        try Self.withFile(Self.har) { file in
            let run = try CommandRun(["explain"] + options + [file])
            #expect(run.output.contains("told by the URL"))
            let entry = try #require(Self.har.range(of: #"{"request": {"url": "https://device"#)?.lowerBound)
            let offset = Self.har.utf8.distance(from: Self.har.startIndex, to: entry)
            #expect(run.output.contains(":4, byte \(offset), index 1 of har\n"))
            #expect(run.output.contains("header retry-after"))
            #expect(run.output.contains("no rule: the mapping does not list the word"))
            let second = try CommandRun(["explain"] + options + [ArgumentText(bytes: file.bytes + Array(":2".utf8))])
            #expect(second.status == .done)
            #expect(second.output.hasPrefix("No record: truncated\n"))
            #expect(second.output.contains("index 2 of har\n"))
        }
    }

    @Test
    func saysThatTheOtherEntriesAreNoOperations() throws {
        let entry =
            #"{"request":{"url":"https://portal.example/"},"response":{"status":200,"content":{"text":"<html>"}}}"#
        try Self.withFile(#"{"log":{"entries":["# + entry + "," + entry + "]}}") { file in
            let run = try CommandRun(["explain", file])
            #expect(run.status == .inputOutput)
            #expect(
                run.error.contains("has 0 records, 2 ignored: there is no record 1")
            )
        }
    }

    @Test
    func readsWherePointersLead() throws {
        let line =
            #"{"http":{"code":200,"hdr":{"Retry-After":"9"},"body":"{\"status\":\"Failed\",\"error\":{\"code\":\"X\"}}"}}"#
        try Self.withFile("{}\n" + line) { file in
            let run = try CommandRun([
                "explain", "--json", "--service", "azure-core", "--payload", "/http/body", "--status-at", "/http/code",
                "--headers-at", "/http/hdr", ArgumentText(bytes: file.bytes + Array(":2".utf8)),
            ])
            #expect(run.output.contains(#"{"member":"state","value":"Failed","from":["/status"]"#))
            #expect(run.output.contains(#"{"member":"retryAfterSeconds","value":9,"source":"header retry-after"}"#))
            #expect(run.output.contains(#""line":2,"offset":3,"#))
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
