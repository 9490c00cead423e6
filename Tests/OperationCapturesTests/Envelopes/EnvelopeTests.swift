import Foundation
import LongRunningOperations
import Testing

@testable import OperationCaptures

struct EnvelopeTests {
    static let fixtures: [(name: String, envelope: String)] = [
        ("recording.har", "har"), ("test-proxy.json", "test-proxy"), ("java-session.json", "java-session"),
        ("azure-monitor-records.json", "azure-monitor"), ("azure-monitor.jsonl", "azure-monitor"),
        ("docker.jsonl", "docker"), ("fluent-bit.jsonl", "docker"), ("cri.log", "docker"),
        ("exchange.jsonl", "exchange"),
    ]

    /// Where the fixtures of pointers have what an exchange is made of.
    static func pointers(_ entries: String?) -> Envelope {
        Envelope(
            .pointers(
                EnvelopePointers(
                    entries: entries,
                    payload: "/http/response",
                    status: "/http/code",
                    headers: "/http/hdr",
                    url: "/http/to"
                )
            )
        )
    }

    // MARK: Fixtures

    @Test(arguments: fixtures)
    func fixtureBecomesTheExpectedLines(_ fixture: (name: String, envelope: String)) throws {
        let bytes = try EnvelopeRun.fixture(fixture.name)
        let expected = try EnvelopeRun.fixture(fixture.name + ".expected.jsonl")
        #expect(try EnvelopeRun.lines(bytes) == String(decoding: expected, as: UTF8.self))
        let named = try #require(Envelope.named(fixture.envelope))
        #expect(try EnvelopeRun.lines(bytes, envelope: named) == String(decoding: expected, as: UTF8.self))
    }

    @Test(arguments: fixtures)
    func anyChunkingGivesTheSameBytes(_ fixture: (name: String, envelope: String)) throws {
        let bytes = try EnvelopeRun.fixture(fixture.name)
        let whole = try EnvelopeRun.lines(bytes, provenance: true, isBrief: false)
        for size in [1, 7, 64, 1000] {
            #expect(try EnvelopeRun.lines(bytes, chunkSize: size, provenance: true, isBrief: false) == whole)
        }
    }

    @Test(arguments: fixtures)
    func rejectIsTheWholeEntry(_ fixture: (name: String, envelope: String)) throws {
        let bytes = try EnvelopeRun.fixture(fixture.name)
        let lines = try EnvelopeRun.lines(bytes, isBrief: false).split(separator: "\n")
        let rejects = lines.filter { $0.hasPrefix("{\"reply\":\"rejected\"") }
        #expect(!rejects.isEmpty)
        for line in rejects {
            let reject = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let offset = try #require(reject["offset"] as? Int)
            let length = try #require(reject["length"] as? Int)
            #expect(reject["raw"] as? String == String(decoding: bytes[offset..<(offset + length)], as: UTF8.self))
            #expect(reject["envelope"] as? String == fixture.envelope)
            #expect(reject["index"] is Int)
        }
        // Read back, a reject is rejected for the same reason.
        let again = try EnvelopeRun.lines(Array(rejects.joined(separator: "\n").utf8), isBrief: false)
        #expect(again.split(separator: "\n").count == rejects.count)
    }

    /// Of a list whose other elements were converted a reject keeps the whole entry, but stands for one element.
    @Test(arguments: ["exchange", "exchange of an array", "har"])
    func readsBackTheOneElementOfAList(_ kind: String) throws {
        let good = #"{"operationId":"1","status":"Running","lastActionDateTime":"2031-01-01T00:00:00Z"}"#
        let list =
            kind.hasSuffix("array") ? "[\(good),3,{},\(good)]" : #"{"value":[\#(good),{"bad":1},{"bad":2},\#(good)]}"#
        let url = "https://x.example/deviceupdate/i/updates/operations"
        let recording =
            kind == "har"
            ? #"{"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"\#(url)"},"response":{"status":200,"#
                + #""headers":[],"content":{"text":"\#(list.replacing("\"", with: "\\\""))"}}}]}}"#
            : #"{"url":"\#(url)","status":200,"body":\#(list)}"#
        let lines = try EnvelopeRun.lines(Array(recording.utf8), isBrief: false).split(separator: "\n")
        let rejects = lines.filter { $0.hasPrefix("{\"reply\":\"rejected\"") }
        #expect(lines.count == 4)
        #expect(rejects.count == 2)
        let again = try EnvelopeRun.lines(Array(rejects.joined(separator: "\n").utf8), isBrief: false)
        #expect(again.split(separator: "\n") == rejects)
    }

    /// A reject keeps its whole entry, so one that has too many of them is rejected once.
    @Test(arguments: [(64, "notAReply"), (65, "tooManyRejects")], ["body", "text"])
    func rejectsALongEntryWholeBeyondSomeElements(_ faults: (count: Int, code: String), kind: String) throws {
        let good = #"{"operationId":"1","status":"Running","lastActionDateTime":"2031-01-01T00:00:00Z"}"#
        let others = (0..<faults.count).map { #"{"x":\#($0)}"# }.joined(separator: ",")
        let list = #"{"value":[\#(good),\#(others)],"nextLink":"\#(String(repeating: "a", count: 300_000))"}"#
        let body = kind == "body" ? list : "\"" + list.replacing("\"", with: "\\\"") + "\""
        let url = "https://x.example/deviceupdate/i/updates/operations"
        let lines =
            try EnvelopeRun.lines(Array(#"{"url":"\#(url)","status":200,"body":\#(body)}"#.utf8), isBrief: false)
            .split(separator: "\n")
        #expect(lines.count == (faults.count == 64 ? 65 : 1))
        #expect(lines.last?.contains(#""code":"\#(faults.code)""#) == true)
    }

    @Test(arguments: [
        #"{"Retry-After":30}"#, #"{"Retry-After":[30]}"#, #"{"Retry-After":["30"]}"#,
        #"[{"name":"Retry-After","value":30}]"#,
        #"[["retry-after",[30]]]"#, #"["Retry-After","30"]"#,
    ])
    func readsHeadersInEveryShape(headers: String) throws {
        let body = #"{"operationId":"1","status":"Running","lastActionDateTime":"2031-01-01T00:00:00Z"}"#
        let url = "https://x.example/deviceupdate/i/updates/operations/1"
        let entry = #"{"url":"\#(url)","status":200,"headers":\#(headers),"body":\#(body)}"#
        let lines = try EnvelopeRun.lines(Array(entry.utf8), isBrief: false)
        #expect(lines.contains(#""retryAfterSeconds":30"#))
    }

    // MARK: Pointers

    /// Who wrote a reject that is read back may be anybody: comparing names as text would normalise them.
    @Test(arguments: ["l", "pointers?payload", "pointers?payload=/a&"])
    func namesOfMarksAreComparedByBytes(_ start: String) {
        let names = [1 << 10, 2 << 10]
            .map { count in
                Array((start + String(repeating: "\u{300}\u{316}", count: count) + "=/a&payload=/b").utf8)
            }
        let ratio = LinearTime.ratio(names) { name in
            #expect(Envelope.ofReject(String(decoding: name, as: UTF8.self)) == nil)
        }
        #expect(ratio <= LinearTime.limit)
    }

    @Test(arguments: [nil, "/hits/hits"] as [String?])
    func pointersSayWhereTheExchangeIs(_ entries: String?) throws {
        let envelope = Self.pointers(entries)
        let bytes = try EnvelopeRun.fixture(entries == nil ? "pointers.jsonl" : "pointers.json")
        let expected = try EnvelopeRun.fixture("pointers.expected.jsonl")
        let places = /"(line|offset|length|errorOffset)":\d+,?/
        for size in [1, 7, 64, 1000, 1 << 18] {
            let lines = try EnvelopeRun.lines(bytes, envelope: envelope, chunkSize: size)
            #expect(
                lines.replacing(places, with: "")
                    == String(decoding: expected, as: UTF8.self).replacing(places, with: ""),
                "chunks of \(size)"
            )
        }
    }

    /// Pointers that a name has to escape, or is easily taken for another's.
    static let allPointers = [
        EnvelopePointers(payload: ""),
        EnvelopePointers(payload: "/http/response", status: "/http/code", headers: "/http/hdr", url: "/http/to"),
        EnvelopePointers(payload: "/a&status-at=/b%26", status: "/%25&", url: ""),
        EnvelopePointers(payload: "/\u{5237}/a~1b/ \"\\", headers: "/?payload=/x"),
    ]

    @Test(arguments: allPointers)
    func nameOfAnEnvelopeHoldsItsPointers(_ pointers: EnvelopePointers) {
        #expect(EnvelopePointers(name: pointers.name) == pointers)
        #expect(Envelope.ofReject(pointers.name)?.recording?.name == pointers.name)
    }

    @Test(arguments: [
        "pointers", "pointers?", "pointers?status-at=/a", "pointers?payload=a", "pointers?payload=/a%2",
        "pointers?payload=/a&payload=/a",
        "pointers?payload=/a&other=/b", "pointers?payload=/a&=/b", "pointers?payload=/a%41", "har?payload=/a",
    ])
    func otherNamesAreNoPointers(_ name: String) {
        #expect(EnvelopePointers(name: name) == nil)
    }

    @Test(arguments: [nil, "/hits/hits"] as [String?])
    func rejectOfPointersSaysHowItIsReadBack(_ entries: String?) throws {
        let pointers = EnvelopePointers(entries: entries, payload: "/http/response", status: "/http/code")
        let envelope = Envelope(.pointers(pointers))
        let bytes = try EnvelopeRun.fixture(entries == nil ? "pointers.jsonl" : "pointers.json")
        // Taken for replies of another service, the first three are rejected; the fourth has no body that could tell.
        let rejects = try EnvelopeRun.lines(bytes, envelope: envelope, services: ["jenkins"], isBrief: false)
            .split(separator: "\n").filter { $0.hasPrefix("{\"reply\":\"rejected\"") }
        #expect(rejects.count == 3)
        let text = Array((rejects.joined(separator: "\n") + "\n").utf8)
        let whole = try EnvelopeRun.lines(bytes, envelope: envelope, isBrief: false).split(separator: "\n").dropLast()
        #expect(whole.count { $0.contains("\"reply\":\"operation\"") } == 2)
        // Detected, and with the same options again, they become what they would have been.
        for named in [nil, envelope, .lines] as [Envelope?] {
            for size in [1, 100, 1 << 18] {
                let again = try EnvelopeRun.lines(text, envelope: named, chunkSize: size, isBrief: false)
                #expect(again.split(separator: "\n").elementsEqual(whole))
            }
        }
    }

    @Test(arguments: [
        ("", []), ("/a", ["a"]), ("/a~1b/~0", ["a/b", "~"]), ("/~01", ["~1"]), ("/", [""]), ("/a/", ["a", ""]),
    ])
    func namesOfAPointer(_ pointer: String, names: [String]) {
        #expect(Recording.names(in: pointer) == names.map { Array($0.utf8) })
    }

    // MARK: Detection

    @Test(arguments: Envelope.all)
    func exampleIsRecognized(_ envelope: Envelope) throws {
        let bytes = Array(envelope.example.utf8)
        bytes.withUnsafeBytes { #expect(Envelope.detect($0, isWhole: true)?.name == envelope.name) }
        let lines = try EnvelopeRun.lines(bytes)
        #expect(lines.contains(#""reply":"operation","id":"1","state":"Running""#))
        #expect(Envelope.named(envelope.name)?.name == envelope.name)
    }

    @Test(arguments: fixtures)
    func moreBytesNeverDecideOtherwise(_ fixture: (name: String, envelope: String)) throws {
        let bytes = try EnvelopeRun.fixture(fixture.name)
        for count in 0...min(bytes.count, 900) {
            Array(bytes.prefix(count))
                .withUnsafeBytes { head in
                    guard let found = Envelope.detect(head, isWhole: false) else { return }
                    #expect(found.name == fixture.envelope)
                }
        }
    }

    @Test(arguments: [
        #"{"status":"Running","url":"x"}"#, #"{"log":"x"}"#, #"{"log":{"a":1}}"#, #"{"records":{}}"#,
        #"{"Entries":{}}"#,
        #"{"status":404}"#, #"{"records":[{"a":1}]}"#, "2031 x", "[]", "{}", "",
    ])
    func otherDocumentsAreNoRecordings(_ text: String) {
        Array(text.utf8).withUnsafeBytes { #expect(Envelope.detect($0, isWhole: true)?.recording == nil) }
    }

    /// The rotation of a log tears its first line, and people write comments.
    @Test(
        arguments: ["exchange", "docker", "azure-monitor"],
        ["us\":200,\"body\":{}}\n", "# a comment\n\n", "{\"url\":\"https://x.exa\n", "\n \n{\n\u{1}\n"]
    )
    func damagedFirstLinesDecideNothing(_ name: String, damage: String) throws {
        let envelope = try #require(Envelope.named(name))
        var example = envelope.example.replacing("\n", with: "")
        if name == "azure-monitor", example.hasPrefix("{\"records\":[") {
            example = String(example.dropFirst("{\"records\":[".count).dropLast(2))
        }
        let bytes = Array((damage + example + "\n" + example + "\n").utf8)
        bytes.withUnsafeBytes { bytes in
            let whole = Envelope.detect(bytes, isWhole: true)
            #expect(whole?.name == name)
            for count in 0..<bytes.count {
                let head = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                if let early = Envelope.detect(head, isWhole: false) { #expect(early == whole) }
            }
        }
    }

    @Test func containerLineBehindATornOneIsOne() {
        let line = "2031-05-01T08:00:00.000000000Z stdout F {\"a\":1}\n"
        Array(("00000000Z stdout F {}\n" + line).utf8)
            .withUnsafeBytes {
                #expect(Envelope.detect($0, isWhole: true)?.name == "docker")
            }
        // A document that is none of a recording decides.
        Array(("torn\n{\"a\":1}\n" + line).utf8)
            .withUnsafeBytes {
                #expect(Envelope.detect($0, isWhole: true)?.name == "lines")
            }
    }

    @Test func exchangeMayBeLongerThanWhatDecides() throws {
        let long =
            #"{"url":"https://x.example/1","status":200,"body":{"a":"\#(String(repeating: "x", count: 100_000))"}}"#
        let head = Array((long + "\n" + long + "\n").utf8.prefix(Envelope.detectionLength))
        head.withUnsafeBytes { #expect(Envelope.detect($0, isWhole: false)?.name == "exchange") }
    }

    @Test(arguments: ["exchange", "docker", "har"])
    func rangesAreOfLines(_ name: String) throws {
        let example = try #require(Envelope.named(name)).example
        let scratch = try Scratch()
        let input = try BatchInput.path(scratch.write(Array((example + "\n" + example + "\n").utf8), to: "in"))
        for range in [ByteRange(from: 0, to: 40), ByteRange(from: 40, to: nil)] {
            let failure = #expect(throws: BatchFailure.self) { _ = try scratch.stream(input) { $0.range = range } }
            #expect(failure?.kind == .usage)
            #expect(failure?.message.contains("is read as \(name)") == true)
            _ = try scratch.stream(input) {
                $0.range = range
                $0.envelope = .lines
            }
        }
    }

    @Test func lineBehindAContainerLineDecidesNothing() {
        let line = "2031-05-01T08:00:00Z stdout P:" + String(repeating: "x", count: 20)
        for text in [line + "\n{\"d\":4}\n a b", line + "\nab"] {
            let bytes = Array(text.utf8)
            bytes.withUnsafeBytes { bytes in
                let whole = Envelope.detect(bytes, isWhole: true)
                #expect(whole?.name != "docker")
                for count in 0..<bytes.count {
                    let head = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                    if let early = Envelope.detect(head, isWhole: false) { #expect(early == whole) }
                }
            }
        }
    }

    @Test(arguments: [
        ("interactions:\n- request:\n", UnreadableRecording.cassette), ("---\nhttp_interactions:\n", .cassette),
        ("let nock = require('nock');\n", .nock), ("const nock=require(\"nock\")\nnock('https://x')", .nock),
    ])
    func otherFormatsAreRefusedByName(_ text: String, format: UnreadableRecording) {
        Array(text.utf8).withUnsafeBytes { #expect(UnreadableRecording.detect($0) == format) }
        let failure = #expect(throws: BatchFailure.self) { try EnvelopeRun.lines(Array(text.utf8)) }
        #expect(failure?.kind == .usage)
        #expect(failure?.message.hasSuffix(format.refusal) == true)
        #expect(format.refusal.contains("lro convert --envelope exchange"))
    }

    @Test(arguments: ["{\"interactions\":1}", "[\n\"interactions:\"]", "plain\ntext", ""])
    func jsonIsNotRefused(_ text: String) {
        Array(text.utf8).withUnsafeBytes { #expect(UnreadableRecording.detect($0) == nil) }
    }

    // MARK: Damage

    @Test func recordingThatEndsTooEarlyLosesNothingSilently() throws {
        let bytes = try EnvelopeRun.fixture("recording.har")
        let whole = try EnvelopeRun.lines(bytes).split(separator: "\n")
        for end in stride(from: bytes.count - 2, to: 400, by: -997) {
            let lines = try EnvelopeRun.lines(Array(bytes[..<end]), envelope: Envelope(.har)).split(separator: "\n")
            #expect(lines.last?.contains("\"reply\":\"rejected\"") == true)
            #expect(lines.dropLast().elementsEqual(whole.prefix(lines.count - 1)))
        }
    }

    @Test(arguments: fixtures)
    func entryOverTheLimitIsRejectedAlone(_ fixture: (name: String, envelope: String)) throws {
        let bytes = try EnvelopeRun.fixture(fixture.name)
        let named = try #require(Envelope.named(fixture.envelope))
        for limit in [64, 150, 400, 1000] {
            let whole = try EnvelopeRun.lines(bytes, envelope: named, documentLimit: limit, isBrief: false)
            for size in [1, 50, 333] {
                let lines = try EnvelopeRun.lines(
                    bytes,
                    envelope: named,
                    chunkSize: size,
                    documentLimit: limit,
                    isBrief: false
                )
                #expect(lines == whole, "limit \(limit), chunks of \(size)")
            }
        }
    }

    @Test func damagedEntryIsLeftBehindAtTheNextOne() throws {
        let bytes = try EnvelopeRun.fixture("test-proxy.json")
        let text = String(decoding: bytes, as: UTF8.self)
        let damaged = text.replacingOccurrences(of: "\"StatusCode\": 304,", with: "\"StatusCode\": 304 304,")
        let lines = try EnvelopeRun.lines(Array(damaged.utf8)).split(separator: "\n")
        let whole = try EnvelopeRun.lines(bytes).split(separator: "\n")
        #expect(lines.count == whole.count)
        #expect(lines.count { $0.contains("\"reply\":\"rejected\"") } == 2)
    }

    // MARK: Recordings of others

    /// What the bodies of real recordings say, where they are at hand.
    static let captures: [(name: String, parts: [String])] = [
        (
            "java-networkcallrecords-string-statuscode.json",
            [
                "\"reply\":\"operation\",\"id\":\"d85fc628-2ea5-4c5e-95f7-7e70efb8a88e\",\"state\":\"Failed\"",
                "CannotDownload",
            ]
        ),
        ("java-record-202-null-body.json", ["\"id\":\"84a98e36-d613-4591-9ae4-29a3a8a3266e\",\"state\":\"Unknown\""]),
        ("java-record-malformed-body.json", ["\"reply\":\"rejected\"", "\"code\":\"trailingData\""]),
        (
            "testproxy-entry-arm-http202-header-array.json",
            [
                "\"service\":\"azure-arm-async\",\"reply\":\"operation\"", "\"sourceState\":\"Deleting\"",
                "\"httpStatus\":202",
            ]
        ),
        (
            "testproxy-session-adu-404.json",
            ["\"service\":\"azure-device-update\",\"reply\":\"requestFailed\",\"id\":\"fake\"", "\"httpStatus\":404"]
        ),
    ]

    static let folder = ProcessInfo.processInfo.environment["LRO_ENVELOPE_CAPTURES"] ?? packageSibling

    private static let packageSibling = EnvelopeRun.packageRoot + "/../shared/captures/envelopes"

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: folder), "no captures beside the package"),
        arguments: captures
    )
    func captureBecomesWhatItsBodySays(_ capture: (name: String, parts: [String])) throws {
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(capture.name)")))
        let lines = try EnvelopeRun.lines(bytes)
        #expect(lines.split(separator: "\n").count == 1)
        for part in capture.parts {
            #expect(lines.contains(part))
        }
    }
}

extension Envelope: CustomTestStringConvertible {
    package var testDescription: String { name }
}
