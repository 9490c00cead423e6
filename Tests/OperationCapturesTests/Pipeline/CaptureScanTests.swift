import Foundation
import LongRunningOperations
import Testing

@testable import OperationCaptures

struct CaptureScanTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private static func explainer(_ services: [ServiceIdentifier] = []) throws -> OperationExplainer {
        OperationExplainer(plan: try EnvelopeRun.plan(services))
    }

    private func scan(_ bytes: [UInt8], _ envelope: Envelope? = nil, chunkSize: Int = 1 << 18) throws -> CaptureScan {
        var scan = CaptureScan(inputs: [.path(try scratch.write(bytes, to: "capture"))], envelope: envelope)
        scan.chunkSize = chunkSize
        return scan
    }

    /// What a run writes, one line after the other, as a scan explains it.
    private func explainedLines(_ scan: CaptureScan) throws -> [String] {
        let explainer = try Self.explainer()
        var lines: [String] = []
        while let found = try scan.explain(lines.count + 1, by: explainer).found {
            switch found.finding {
            case .explained(let explanation):
                var line = String(decoding: explanation.line.dropLast(), as: UTF8.self)
                if let provenance = explanation.provenance {
                    line += ",\"provenance\":" + String(decoding: provenance, as: UTF8.self)
                }
                lines.append(line + "}")
            case .rejected(let reject, let length):
                var output = OutputBuffer()
                reject.appendBrief(to: &output, length: length)
                lines.append(String(decoding: output.bytes, as: UTF8.self))
            }
        }
        return lines.map { $0.replacing("\"file\":\"\(scratch.path("capture"))\",", with: "") }
    }

    // MARK: Explaining

    @Test(arguments: EnvelopeTests.fixtures.map(\.name), [1, 100, 1 << 18])
    func explainsEachLineThatARunWrites(_ fixture: String, chunkSize: Int) throws {
        let bytes = try EnvelopeRun.fixture(fixture)
        let expected = try EnvelopeRun.lines(bytes, provenance: true).split(separator: "\n").map(String.init)
        #expect(try explainedLines(scan(bytes, chunkSize: chunkSize)) == expected)
    }

    @Test(arguments: [nil, "/hits/hits"] as [String?])
    func explainsWhatPointersLeadTo(_ entries: String?) throws {
        let envelope = EnvelopeTests.pointers(entries)
        let bytes = try EnvelopeRun.fixture(entries == nil ? "pointers.jsonl" : "pointers.json")
        let expected = try EnvelopeRun.lines(bytes, envelope: envelope, provenance: true)
        #expect(try explainedLines(scan(bytes, envelope)) == expected.split(separator: "\n").map(String.init))
    }

    @Test(arguments: EnvelopeTests.fixtures.map(\.name))
    func explainsRejectsThatAreReadBack(_ fixture: String) throws {
        let lines = try EnvelopeRun.lines(EnvelopeRun.fixture(fixture), isBrief: false)
        let rejects = lines.split(separator: "\n").filter { $0.hasPrefix("{\"reply\":\"rejected\"") }
        let bytes = Array((rejects.joined(separator: "\n") + "\n{\"status\":\"Procesing\"").utf8)
        let expected = try EnvelopeRun.lines(bytes, provenance: true).split(separator: "\n").map(String.init)
        #expect(expected.count == rejects.count + 1)
        #expect(try explainedLines(scan(bytes)) == expected)
    }

    @Test(arguments: [10, 100, 1 << 18])
    func countsDocumentsOverTheLimit(chunkSize: Int) throws {
        let long = #"{"status":"Running","startTime":"2031-05-01T08:00:00Z","x":""# + String(repeating: "x", count: 500)
        let bytes = Array("\(long)\"}\n{\"status\":\"Running\"}\n\(long)\n{}".utf8)
        var scan = try scan(bytes, .lines, chunkSize: chunkSize)
        scan.documentLimit = 200
        let expected = try EnvelopeRun.lines(bytes, envelope: .lines, chunkSize: chunkSize, documentLimit: 200)
        let codes = expected.matches(of: /"code":"(\w+)"/).map { String($0.1) }
        #expect(try explainedLines(scan) == expected.split(separator: "\n").map(String.init))
        #expect(codes.filter { $0 == "tooLong" }.count == 2)
    }

    @Test(arguments: EnvelopeTests.fixtures.map(\.name))
    func saysWhatFilledEachMember(_ fixture: String) throws {
        let explainer = try Self.explainer()
        let scan = try scan(EnvelopeRun.fixture(fixture))
        var number = 1
        while let found = try scan.explain(number, by: explainer).found {
            number += 1
            guard case .explained(let explanation) = found.finding else { continue }
            for member in explanation.members where !["reply", "state"].contains(member.name) {
                #expect(!member.from.isEmpty || member.source != nil, "\(member.name) of record \(number - 1)")
            }
        }
        #expect(number > 3)
    }

    @Test
    func tellsTheHeaderOfAnErrorCode() throws {
        let line =
            #"{"url":"https://management.azure.com/subscriptions/s/providers/p/locations/l/operationStatuses/7","#
            + #""status":409,"headers":{"X-MS-Error-Code":"Busy"},"body":{"error":%}}"#
        let explainer = try Self.explainer(["azure-arm-async"])
        for (error, source) in [("null", Explanation.Source.header("x-ms-error-code")), (#"{"code":"Busy"}"#, nil)] {
            let bytes = Array(line.replacing("%", with: error).utf8)
            guard
                case .explained(let explanation)? = try scan(bytes, .named("exchange")).explain(1, by: explainer).found?
                    .finding
            else {
                Issue.record("there is no record")
                continue
            }
            let code = try #require(explanation.members.first { $0.name == "error.code" })
            #expect(code.source == source)
            #expect(code.from.isEmpty == (source != nil))
        }
    }

    @Test
    func tellsWhatAHeaderFilled() throws {
        let bytes = try EnvelopeRun.fixture("recording.har")
        let found = try #require(try scan(bytes).explain(2, by: Self.explainer()).found)
        #expect(found.envelope == "har")
        guard case .explained(let explanation) = found.finding else {
            Issue.record("the second record was rejected")
            return
        }
        let sources = explanation.members.compactMap { member in member.source.map { "\(member.name): \($0.text)" } }
        #expect(
            sources == [
                "httpStatus: status", "retryAfterSeconds: header retry-after", "etag: header etag", "request: url",
            ]
        )
        #expect(explanation.choice == .url)
        #expect(explanation.members.filter { $0.name == "request" }.map(\.rule) == ["urls"])
    }

    @Test
    func tellsThatAHeaderNamesTheOperation() throws {
        let found = try scan(EnvelopeRun.fixture("recording.har")).explain(1, by: Self.explainer()).found
        guard case .explained(let explanation)? = found?.finding else {
            Issue.record("the first record was rejected")
            return
        }
        #expect(explanation.shape == nil)
        let id = try #require(explanation.members.first { $0.name == "id" })
        #expect(id.source == .header("operation-location"))
        #expect(id.rule == "urls")
    }

    @Test(arguments: ["recording.har", "test-proxy.json", "docker.jsonl"])
    func explainsWhatACutLeft(_ fixture: String) throws {
        let bytes = try EnvelopeRun.fixture(fixture)
        for length in stride(from: 1, to: bytes.count, by: bytes.count / 9) {
            let cut = Array(bytes[..<length])
            let expected = try EnvelopeRun.lines(cut, provenance: true).split(separator: "\n").map(String.init)
            #expect(try explainedLines(scan(cut)) == expected, "\(length) bytes")
        }
    }

    @Test
    func saysHowManyThereAre() throws {
        let result = try scan(EnvelopeRun.fixture("recording.har")).explain(.max, by: Self.explainer())
        #expect(result.found == nil)
        #expect(result.ledger.found == 9)
        #expect(result.ledger.ignored == 2)
    }

    // MARK: Counting

    @Test(arguments: EnvelopeTests.fixtures.map(\.name), [1, 100, 1 << 18])
    func countsWhatARunCounts(_ fixture: String, chunkSize: Int) throws {
        let bytes = try EnvelopeRun.fixture(fixture)
        let ledger = try scan(bytes, chunkSize: chunkSize).count(CoverageConverter(Self.explainer()))
        let whole = try scan(bytes).count(EngineConverter(plan: EnvelopeRun.plan()))
        #expect(ledger == whole)
        #expect(ledger.found > 0)
        #expect(ledger.isBalanced)
    }

    @Test(arguments: [1, 100, 1 << 18])
    func saysWhereAnEntryStands(chunkSize: Int) throws {
        let entry = #"{"RequestUri":"https://a.example/x","StatusCode":200,"ResponseBody":{"status":%,"color":1}}"#
        let words = ["Running", "Procesing", "Running", "Zzz"]
        let text =
            "{\"Entries\":[\n" + words.map { entry.replacing("%", with: "\"\($0)\"") }.joined(separator: ",\n ") + "]}"
        let converter = CoverageConverter(try Self.explainer(["azure-core"]))
        let ledger = try scan(Array(text.utf8), chunkSize: chunkSize).count(converter)
        #expect(ledger.converted == 4)
        let first = converter.counter.unknownWords.map(\.first).sorted { $0.offset < $1.offset }
        #expect(first.map(\.line) == [3, 5])
        let starts = text.ranges(of: "{\"RequestUri").map { $0.lowerBound.utf16Offset(in: text) }
        #expect(first.map(\.offset) == [starts[1], starts[3]])
        #expect(converter.counter.unlistedMembers.map(\.first.line) == [2])
        #expect(converter.counter.unlistedMembers.map(\.count) == [4])
    }

    @Test
    func countsNoBodyThatIsKeptWholeAsAMember() throws {
        let converter = CoverageConverter(try Self.explainer())
        let ledger = try scan(EnvelopeRun.fixture("exchange.jsonl")).count(converter)
        #expect(ledger.diagnostics["invalidBody"] == 1)
        #expect(converter.counter.unlistedMembers.isEmpty)
    }

    /// What a converter is given at a time, and what a scan reads.
    private final class Widest: ChunkConverter {
        var width = 0
        private let converter: CoverageConverter

        init(_ converter: CoverageConverter) {
            self.converter = converter
        }

        func convert(
            window: UnsafeRawBufferPointer,
            readable: Int,
            documents: UnsafeBufferPointer<Range<Int>>,
            oneALine: Bool,
            output: inout OutputBuffer,
            faults: inout [DocumentFault]
        ) {
            width = max(width, window.count)
            converter.convert(
                window: window,
                readable: readable,
                documents: documents,
                oneALine: oneALine,
                output: &output,
                faults: &faults
            )
        }

        func takeTally() -> ConversionTally { converter.takeTally() }
    }

    @Test(arguments: [
        ("", "", "\n"), ("[\n", "\n]", ",\n"), ("{\"log\":{\"entries\":[", "]}}", ","),
    ])
    func holdsAWindowAtATime(_ head: String, _ tail: String, _ separator: String) throws {
        let body = #"{"status":"Procesing","startTime":"2031-05-01T08:00:00Z"}"#
        let isRecording = !tail.isEmpty && tail != "\n]"
        let entry =
            isRecording
            ? #"{"request":{"url":"/x"},"response":{"status":200,"headers":[],"content":{"text":"#
                + "\"\(body.replacing("\"", with: "\\\""))\"}}}" : body
        let text = head + Array(repeating: entry, count: 4000).joined(separator: separator) + tail
        let widest = Widest(CoverageConverter(try Self.explainer(["azure-core"])))
        let ledger = try scan(Array(text.utf8), chunkSize: 4096).count(widest)
        #expect(ledger.found == 4000)
        #expect(ledger.bytes == text.utf8.count)
        // A chunk, what was left of the one before, and the bytes that tell the envelope.
        #expect(widest.width < Envelope.detectionLength + 3 * 4096)
        #expect(text.utf8.count > 3 * widest.width)
    }

    @Test
    func readsCompressedInput() throws {
        let bytes = try EnvelopeRun.fixture("recording.har")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-k", try scratch.write(bytes, to: "recording.har")]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let scan = CaptureScan(inputs: [.path(scratch.path("recording.har.gz"))])
        #expect(try scan.count(CoverageConverter(Self.explainer())).found == 9)
        // Ends while the program still has something to say.
        #expect(try scan.explain(1, by: Self.explainer()).found?.envelope == "har")
    }
}
