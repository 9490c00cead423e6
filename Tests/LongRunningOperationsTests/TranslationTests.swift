import LongRunningOperations
import Testing

@Suite struct TranslationTests {
    /// A line translated, what was lost, and what our own mapping of the target reads in it.
    private struct RoundTrip {
        var line: String
        var losses: [TranslationLoss]
        var record: JSONTree
        var back: JSONTree?

        init(_ line: String, to target: TargetVocabulary) throws {
            (self.line, losses) = translate(line.utf8, to: target)
            record = try JSONTreeParser.parse(Array(line.utf8))
            guard !self.line.isEmpty else { return }
            let conversion = try Conversion(Array(self.line.utf8), services: [ServiceIdentifier(target.rawValue)])
            #expect(conversion.faults.isEmpty, "\(self.line)")
            back = try JSONTreeParser.parse(Array(conversion.lines.utf8))
        }
    }

    private struct Case: CustomTestStringConvertible {
        var target: TargetVocabulary
        var sample: Sample

        var testDescription: String { "\(target.rawValue) from \(sample)" }
    }

    /// Lines too deep for the tests' parser have a test of their own.
    private static let cases = TargetVocabulary.allCases.flatMap { target in
        Sample.all.filter { isShallow($0) }
            .map { Case(target: target, sample: $0) }
    }

    private static func isShallow(_ sample: Sample) -> Bool {
        sample.expected.split(separator: "\n").allSatisfy { (try? JSONTreeParser.parse(Array($0.utf8))) != nil }
    }

    private static let times: [StaticString] = ["createdTime", "startTime", "lastUpdatedTime", "endTime"]

    // MARK: Every sample

    @Test(arguments: cases)
    private func keepsStateTimesAndChain(_ item: Case) throws {
        for line in item.sample.expected.split(separator: "\n") {
            let trip = try RoundTrip(String(line), to: item.target)
            let back = try #require(trip.back)
            #expect(back["reply"]?.string == trip.record["reply"]?.string)
            #expect(back["state"]?.string == trip.record["state"]?.string, "\(trip.line)")
            for time in Self.times where trip.record["reply"]?.string == "operation" {
                #expect(back[time]?.string == trip.record[time]?.string, "\(trip.line)")
            }
            if trip.losses.contains(where: { $0.at == "/error" }) { continue }
            switch item.target {
            case .azureCore:
                expectSameChain(trip, ErrorText.chain(back["error"]))
            case .googleLongrunning:
                var chain = ErrorText.chain(ofStatus: back["error"])
                // The code 1 is how this vocabulary says Canceled, whether there was a code or not.
                let isImplied = trip.record["state"]?.string == "Canceled" && trip.record["error"]?["code"] == nil
                if isImplied, !chain.isEmpty { chain[0].code = nil }
                expectSameChain(trip, chain.allSatisfy { $0 == ErrorText() } ? [] : chain)
            }
        }
    }

    private func expectSameChain(_ trip: RoundTrip, _ back: [ErrorText]) {
        let chain = ErrorText.chain(trip.record["error"])
        guard chain != back else { return }
        // A message that is JSON is read as one more inner error, whoever sent it.
        let isHeld = chain.last?.message?.hasPrefix("{") ?? false
        #expect(isHeld && back.starts(with: chain), "\(trip.line) gave \(back)")
    }

    @Test(arguments: cases)
    private func losesNothingInSilence(_ item: Case) throws {
        for line in item.sample.expected.split(separator: "\n") {
            let trip = try RoundTrip(String(line), to: item.target)
            for member in trip.record.members where member.name != "reply" {
                let isListed = trip.losses.contains { $0.at == "/\(member.name)" }
                var text = text(of: member.value)
                if item.target == .googleLongrunning, case .number = member.value.content {
                    text.removeAll { $0 == "." }
                }
                #expect(isListed || trip.line.contains(text), "\(member.name): \(trip.line)")
            }
            #expect(trip.losses.allSatisfy { !$0.reason.isEmpty })
            for loss in trip.losses where loss.at.hasPrefix("/error/") {
                #expect(value(at: loss.at, in: trip.record) != nil, "\(loss.at)")
            }
        }
    }

    /// What the target must contain of a value: its text or, of an error, its outermost message.
    private func text(of value: JSONTree) -> String {
        if let number = value.scalarText, value.string == nil { return number }
        let shown = value["message"] ?? (value.members.isEmpty ? value : JSONTree(.string(""), line: 1))
        if shown.string?.isEmpty ?? false { return "" }
        var output = OutputBuffer()
        shown.append(to: &output)
        let text = String(decoding: output.bytes, as: UTF8.self)
        switch text {
        case #""NotStarted""#, #""Running""#, #""Unknown""#, #""Succeeded""#, #""Failed""#, #""Canceled""#,
            #""canceling""#:
            return ""
        default: return text
        }
    }

    private func value(at pointer: String, in tree: JSONTree) -> JSONTree? {
        pointer.split(separator: "/")
            .reduce(tree as JSONTree?) { tree, part in
                if let elements = tree?.elements, !elements.isEmpty { return Int(part).map { elements[$0] } }
                return tree?.members.first { $0.name == part }?.value
            }
    }

    // MARK: Single lines

    @Test
    func writesAnAzureCoreStatus() throws {
        let line = """
            {"service":"x","reply":"operation","id":"7","type":"Purge","state":"Failed","sourceState":"FAILED",\
            "percentComplete":12.5,"createdTime":"2025-01-02T03:04:05.6Z","error":{"code":"A","message":"m",\
            "details":[{"code":"D","errorDetail":"e"}],"innerError":{"code":"B","innerError":{"code":"C","extensions":{"x":1}}}}}
            """
        let trip = try RoundTrip(line, to: .azureCore)
        #expect(
            trip.line == """
                {"id":"7","status":"Failed","createdDateTime":"2025-01-02T03:04:05.6Z","percentComplete":12.5,\
                "error":{"code":"A","message":"m","details":[{"code":"D"}],"innererror":{"code":"B","innererror":{"code":"C"}}}}
                """
        )
        #expect(
            trip.losses.map(\.at) == [
                "/service", "/type", "/sourceState", "/error/details/0/errorDetail",
                "/error/innerError/innerError/extensions",
            ]
        )
    }

    @Test
    func writesAGoogleOperation() throws {
        let line = """
            {"service":"x","reply":"operation","id":"7","type":"Purge","state":"Failed","percentComplete":12.5,\
            "error":{"code":"A","message":"m","details":[{"code":"D"}],"innerError":{"code":"B","innerError":{"code":"C","message":"n"}}}}
            """
        let trip = try RoundTrip(line, to: .googleLongrunning)
        let info = #"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"#
        #expect(
            trip.line == """
                {"name":"7","metadata":{"verb":"Purge","progressPercentage":{"estimatedWork":"1000","completedWork":"125"}},"done":true,\
                "error":{"code":2,"message":"m","details":[\(info)"A","domain":"x","metadata":{"role":"error"}},\
                \(info)"D","domain":"x","metadata":{"role":"details"}},\(info)"B","domain":"x","metadata":{"role":"innerError"}},\
                \(info)"C","domain":"x","metadata":{"role":"innerError","of":"2","message":"n"}}]}}
                """
        )
        #expect(trip.back?["percentComplete"]?.scalarText == "12")
    }

    @Test
    func writesGoogleDetailsAsTheyWereSent() throws {
        let sample = try #require(
            Sample.all.first { $0.service == "google-longrunning" && $0.expected.contains("QUOTA_EXCEEDED") }
        )
        let trip = try RoundTrip(sample.expected, to: .googleLongrunning)
        var before = OutputBuffer()
        var after = OutputBuffer()
        trip.record["error"]?.append(to: &before)
        trip.back?["error"]?.append(to: &after)
        #expect(String(decoding: before.bytes, as: UTF8.self) == String(decoding: after.bytes, as: UTF8.self))
        #expect(!trip.losses.contains { $0.at.hasPrefix("/error") })
    }

    @Test(arguments: TargetVocabulary.allCases)
    func keepsRejectsAndSaysWhatHasNoBody(target: TargetVocabulary) {
        let lines = [#"{"reply":"rejected","code":"truncated"}"#, #"{"service":"x","reply":"notModified"}"#, "{", ""]
        let translations = lines.map { translate(($0 + "\n").utf8, to: target) }
        #expect(translations.map(\.line) == [lines[0] + "\n", "", "{\n", "\n"])
        let losses = translations.flatMap(\.losses)
        #expect(losses.map(\.at) == [""])
    }

    @Test(arguments: TargetVocabulary.allCases)
    func neverTrapsOnDamagedLines(target: TargetVocabulary) {
        let line = Array(
            #"{"service":"x","reply":"operation","state":"Failed","error":{"code":"A\"","details":[{"code":"D"}],"innerError":{"code":"B"}}}"#
                .utf8
        )
        for count in line.indices {
            _ = translate(line[..<count], to: target)
            var changed = line
            for byte in "\"{}[],:\\".utf8 {
                changed[count] = byte
                _ = translate(changed, to: target)
            }
        }
    }

    @Test(arguments: TargetVocabulary.allCases)
    func translatesErrorsOfAnyDepth(target: TargetVocabulary) throws {
        let depth = 20_000
        let line =
            #"{"service":"x","reply":"operation","state":"Failed","error":"#
            + String(repeating: #"{"code":"A","details":["#, count: depth) + #"{"code":"B","errorDetail":"e"}"#
            + String(repeating: "]}", count: depth) + "}"
        let translated = translate(line.utf8, to: target).line
        #expect(translated.utf8.count < line.utf8.count * 16)
        #expect(translated.contains(#""B""#))
    }

    @Test
    func addsLossesToTheRecord() {
        var output = OutputBuffer()
        output.append("{\"id\":\"7\"}\n")
        TranslationLoss.append([TranslationLoss(at: "/etag", reason: "why")], behind: 0, in: &output)
        #expect(
            String(decoding: output.bytes, as: UTF8.self)
                == #"{"id":"7","losses":[{"at":"/etag","reason":"why"}]}"# + "\n"
        )
    }

    @Test
    func givesARecordOfWhichNothingCouldBeSaidALineOfItsOwn() {
        var output = OutputBuffer()
        TranslationLoss.append([TranslationLoss(at: "", reason: "why")], behind: 0, in: &output)
        #expect(String(decoding: output.bytes, as: UTF8.self) == #"{"losses":[{"at":"","reason":"why"}]}"# + "\n")
    }
}

private func translate(
    _ line: some Sequence<UInt8>,
    to target: TargetVocabulary
) -> (line: String, losses: [TranslationLoss]) {
    var output = OutputBuffer()
    var losses: [TranslationLoss] = []
    _ = Array(line).withUnsafeBytes { target.append(canonicalLine: $0, to: &output, losses: &losses) }
    var unlisted = OutputBuffer()
    _ = Array(line).withUnsafeBytes { target.append(canonicalLine: $0, to: &unlisted) }
    #expect(unlisted.bytes.elementsEqual(output.bytes))
    return (String(decoding: output.bytes, as: UTF8.self), losses)
}

/// What one error of a chain says.
private struct ErrorText: Equatable {
    var code: String?
    var message: String?
    var target: String?

    private var isEmpty: Bool { code == nil && message == nil && target == nil }

    /// The errors from outside in, without those at the end that say nothing here.
    static func chain(_ error: JSONTree?) -> [ErrorText] {
        var chain: [ErrorText] = []
        var next = error
        while let error = next {
            chain.append(
                ErrorText(
                    code: error["code"]?.string,
                    message: error["message"]?.string,
                    target: error["target"]?.string
                )
            )
            next = error["innerError"]
        }
        while chain.last?.isEmpty ?? false { chain.removeLast() }
        return chain
    }

    /// The chain that stands in the details of a `google.rpc.Status`, as our own mapping reads them.
    static func chain(ofStatus error: JSONTree?) -> [ErrorText] {
        guard let error else { return [] }
        let details = error["details"]?.elements ?? []
        var outer = ErrorText(code: error["code"]?.string, message: error["message"]?.string)
        if outer.code == "UNKNOWN" { outer.code = nil }
        var chain = [outer]
        var of: String?
        for (index, detail) in details.enumerated() {
            let facts = detail["extensions"]?["metadata"]
            switch facts?["role"]?.string {
            case "error":
                chain[0].code = detail["code"]?.string ?? facts?["code"]?.string
                chain[0].target = facts?["target"]?.string
            case "innerError" where facts?["of"]?.string == of:
                chain.append(
                    ErrorText(
                        code: detail["code"]?.string ?? facts?["code"]?.string,
                        message: facts?["message"]?.string,
                        target: facts?["target"]?.string
                    )
                )
                of = String(index)
            default: break
            }
        }
        while chain.last?.isEmpty ?? false { chain.removeLast() }
        return chain
    }
}
