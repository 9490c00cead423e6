import Foundation
import LongRunningOperations
import OperationCaptures
import Testing

@testable import lro

struct CoverageCommandTests {
    private static let log = """
        {"status":"Running","name":"1","startTime":"2025-01-02T03:04:05Z"}
        {"status":"Procesing","name":"2","color":"red"}
        {"status":"Procesing","name":"3","shade":"\\u202e"}

        """

    private func coverage(_ log: String, _ more: [ArgumentText] = []) throws -> CommandRun {
        try ExplainCommandTests.withFile(log) { file in
            try CommandRun(["coverage", "--service", "azure-core"] + more + [file])
        }
    }

    @Test
    func listsWordsAndMembers() throws {
        let run = try coverage(Self.log)
        #expect(run.status == .done)
        #expect(run.output.contains(#""OUTCOME": ["Procesing"]"#))
        #expect(run.output.contains(":2"))
        #expect(run.output.contains("color"))
        #expect(run.output.contains("3 of 3 records were read."))
    }

    @Test
    func failsOnAnUnknownWordIfAsked() throws {
        #expect(try coverage(Self.log, ["--fail-on-unknown"]).status == .unmet)
        #expect(try coverage(#"{"status":"Running"}"#, ["--fail-on-unknown"]).status == .done)
    }

    @Test
    func writesJSON() throws {
        let run = try coverage(Self.log, ["--json"])
        #expect(
            run.output.hasPrefix(#"{"found":3,"converted":3,"rejected":0,"ignored":0,"words":[{"service":"azure-core""#)
        )
        #expect(run.output.contains(#""mappingLine":"\"OUTCOME\": [\"Procesing\"]""#))
        #expect(run.output.hasSuffix("}\n"))
    }

    @Test
    func saysThatNothingIsMissing() throws {
        #expect(try coverage(#"{"status":"Running"}"#).output.hasPrefix("Every word of a state is in its mapping."))
    }

    /// Words and members beyond the limit are counted, in both forms of the report.
    @Test
    func saysHowMuchIsNotListed() throws {
        let explainer = OperationExplainer(plan: try DecodingPlan(catalog: .builtIn, services: ["azure-core"]))
        let counter = CoverageCounter(explainer, limit: 1)
        func report() -> CoverageReport { CoverageReport(counter: counter, ledger: Ledger()) }
        func count(_ document: String) {
            func convert(_ lines: inout OutputBuffer) {
                var faults: [DocumentConverter.Fault] = []
                Array(document.utf8)
                    .withUnsafeBytes { bytes in
                        [0..<bytes.count]
                            .withUnsafeBufferPointer { documents in
                                explainer.converter.convert(
                                    window: bytes,
                                    readable: bytes.count,
                                    documents: documents,
                                    oneALine: true,
                                    into: &lines,
                                    faults: &faults
                                )
                            }
                    }
            }
            var lines = OutputBuffer()
            convert(&lines)
            _ = counter.add(
                lines: lines.bytes,
                of: 1,
                convert: { _, lines in convert(&lines) },
                place: { _ in CoverageCounter.Place(file: nil, line: nil, offset: 0) }
            )
        }
        count(#"{"status":"One","a":1}"#)
        #expect(!report().json.contains("other"))
        #expect(!report().page(style: TerminalStyle(isColored: false)).contains("more occurrences"))
        for _ in 0..<2 { count(#"{"status":"Two","a":1,"b":2,"c":3}"#) }
        count(#"{"status":"One"}"#)
        #expect(report().json.contains(#""word":"One","count":2,"#))
        #expect(report().json.contains(#"],"otherWords":2,"members":["#))
        #expect(report().json.hasSuffix("],\"otherMembers\":4}\n"))
        #expect(report().page(style: TerminalStyle(isColored: false)).contains("; 6 more occurrences are not listed."))
    }

    // MARK: Recordings

    /// A word and a member that nobody knows, in the second entry of each format, on line 3.
    private static let recordings: [(envelope: ArgumentText, text: String)] = [
        (
            "har",
            """
            {"log":{"entries":[
            {"request":{"url":"/a"},"response":{"status":200,"content":{"text":"{\\"status\\":\\"Running\\"}"}}},
            {"request":{"url":"/a"},"response":{"status":200,"content":{"text":"{\\"status\\":\\"Zzz\\",\\"color\\":1}"}}}
            ]}}
            """
        ),
        (
            "test-proxy",
            """
            {"Entries":[
            {"RequestUri":"/a","StatusCode":200,"ResponseBody":{"status":"Running"}},
            {"RequestUri":"/a","StatusCode":200,"ResponseBody":{"status":"Zzz","color":1}}
            ]}
            """
        ),
        (
            "docker",
            """
            {"log":"\\n","stream":"stdout"}
            {"log":"{\\"status\\":\\"Running\\"}\\n","stream":"stdout"}
            {"log":"{\\"status\\":\\"Zzz\\",\\"color\\":1}\\n","stream":"stdout"}
            """
        ),
    ]

    @Test(arguments: recordings)
    func readsRecordings(_ recording: (envelope: ArgumentText, text: String)) throws {
        let offset = recording.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)[..<2]
            .reduce(0) { $0 + $1.count + 1 }
        for options in [[], ["--envelope", recording.envelope]] as [[ArgumentText]] {
            let run = try coverage(recording.text, options + ["--json"])
            let place = #""line":3,"offset":\#(offset)"#
            #expect(run.output.contains(#""word":"Zzz","count":1,"file":""#))
            #expect(run.output.contains(place + #","shape":"status","at":"/status""#))
            #expect(run.output.contains(#""member":"color","count":1,"file":""#))
            #expect(run.output.contains(place + "}]}"))
        }
    }

    @Test
    func countsWhatACutLeft() throws {
        let text = Self.recordings[0].text
        let end = try #require(text.range(of: #"\"color"#)?.lowerBound)
        let run = try coverage(String(text[..<end]), ["--json"])
        #expect(run.output.hasPrefix(#"{"found":2,"converted":1,"rejected":1,"ignored":0,"words":[],"members":[]}"#))
    }

    @Test
    func readsWherePointersLead() throws {
        let run = try coverage(#"{"r":{"status":"Zzz"}}"#, ["--payload", "/r", "--json"])
        #expect(run.output.contains(#""word":"Zzz","count":1"#))
    }

    @Test
    func countsNothingWhereThereIsNoOperation() throws {
        let entry =
            #"{"request":{"url":"https://portal.example/"},"response":{"status":200,"content":{"text":"<html>"}}}"#
        try ExplainCommandTests.withFile(#"{"log":{"entries":["# + entry + "]}}") { file in
            let run = try CommandRun(["coverage", file])
            #expect(run.status == .done)
            #expect(run.output.hasSuffix("\n0 of 1 records were read, 1 ignored.\n"))
        }
    }

    @Test
    func namesAFileThatIsNotThere() throws {
        #expect(try CommandRun(["coverage", "/nowhere/at-all"]).status == .inputOutput)
    }
}
