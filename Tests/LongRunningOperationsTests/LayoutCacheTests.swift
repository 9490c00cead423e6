import LongRunningOperations
import Testing

/// Documents of known layouts are written by what was learned: the same bytes, rejects and counts as the general way.
@Suite struct LayoutCacheTests {
    /// Texts that rules look at, and texts that they must not mistake for those.
    private static let strings = [
        "", "x", " ", "0fa5e0a2-7f5e-4f1c-8a3a-51fd8f9a0b77", "about:blank", "About:Blank",
        "{\\\"code\\\":\\\"Inner\\\"}",
        "  {\\\"error\\\":{\\\"code\\\":\\\"A\\\",\\\"message\\\":\\\"b\\\"}}", "\\u007b}", "\u{5FAE}\u{8F6F}",
        "a\\\"b", "\u{2028}\u{202E}",
        "\u{7F}", "\\u0041", "\\/", "2021-03-04T05:06:07Z", "2021-03-04T05:06:07.1234567Z",
        "2021-03-04T05:06:07.1234567+00:00",
        "2021-03-04T05:06:07-08:00", "2016-12-31T23:59:60Z", "2021-03-04T05:06:07.12345678901234Z",
        "2021-02-30T00:00:00Z",
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "2021-03-04 05:06:07", "20210304",
        "1614834367",
        "Succeeded", "succeeded", "Failed", "Running", "NotStarted", "Canceled", "Processing", "SUCCESS", "completed",
        "in_progress", "Undefined", "No such word", "/a/b/c", "/a/b/c?d=e", "/a/b%3Fc", "/", "//", "a", "a/",
        "https://h/a/1",
        "/projects/p/operationStatuses/7", "45", "45%", " 45 % ", "3/7", "100", "101", "-1", "true", "null", "200",
        "404",
    ]
    private static let others = [
        "0", "-0", "1", "45", "45.5", "100", "100.0", "101", "-1", "1e2", "1E-2", "1614834367", "1614834367123",
        "200", "404", "12345678901234567890", "0.1", "01", "1.", "--1", "1e", "true", "false", "null", "{}", "[]",
        "[1]", "{\"code\":\"C\"}",
    ]

    /// Where the scalar values of a document are, without the quotes of strings.
    static func scalars(of document: [UInt8]) -> [(range: Range<Int>, isString: Bool)] {
        var found: [(Range<Int>, Bool)] = []
        var index = 0
        while index < document.count {
            let byte = document[index]
            if byte == UInt8(ascii: "\"") {
                var end = index + 1
                while end < document.count, document[end] != UInt8(ascii: "\"") { end += document[end] == 0x5C ? 2 : 1 }
                guard end < document.count else { return found }
                var next = end + 1
                while next < document.count, document[next] <= 0x20 { next += 1 }
                if next == document.count || document[next] != UInt8(ascii: ":") {
                    found.append((index + 1..<end, true))
                }
                index = end + 1
            } else if byte == UInt8(ascii: "-") || 0x30...0x39 ~= byte || 0x61...0x7A ~= byte {
                var end = index
                while end < document.count, ![0x2C, 0x5D, 0x7D, 0x20, 0x0A, 0x0D, 0x09].contains(document[end]) {
                    end += 1
                }
                found.append((index..<end, false))
                index = end
            } else {
                index += 1
            }
        }
        return found
    }

    /// The document with some values replaced by others, of the same kind or not.
    static func changed(_ document: [UInt8], _ generator: inout HostileBytesTests.Generator) -> [UInt8] {
        let places = scalars(of: document)
        guard !places.isEmpty else { return document }
        var changed = document
        var chosen: Set<Int> = []
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            chosen.insert(Int.random(in: 0..<places.count, using: &generator))
        }
        for place in chosen.sorted().reversed() {
            let (range, isString) = places[place]
            let keepsKind = Int.random(in: 0..<4, using: &generator) > 0
            let text: String
            var target = range
            if isString, keepsKind {
                text = strings.randomElement(using: &generator) ?? ""
            } else {
                text = others.randomElement(using: &generator) ?? "0"
                if isString { target = range.lowerBound - 1..<range.upperBound + 1 }
            }
            changed.replaceSubrange(target, with: Array(text.utf8))
        }
        return changed
    }

    struct Pair {
        let learning: DocumentConverter
        let general: DocumentConverter

        init(_ services: [ServiceIdentifier]) throws {
            let plan = try PlanCache.plan(for: services)
            learning = DocumentConverter(plan: plan, countsRootCauses: true)
            general = DocumentConverter(plan: plan, countsRootCauses: true, usesLayouts: false)
        }

        /// What the two ways say of a document where they disagree; nil where they say the same.
        func difference(on document: [UInt8]) -> String? {
            let one = Conversion(document, converter: learning)
            let other = Conversion(document, converter: general)
            if one.lines == other.lines, one.faults.map(Self.text) == other.faults.map(Self.text) { return nil }
            return """
                \(String(decoding: document, as: UTF8.self))
                by layout: \(one.lines)\(one.faults)
                generally: \(other.lines)\(other.faults)
                """
        }

        static func text(_ fault: DocumentConverter.Fault) -> String { "\(fault)" }

        /// What the two ways counted, one behind the other; nil where they counted the same.
        func differenceOfTallies() -> String? {
            let one = learning.takeTally().text
            let other = general.takeTally().text
            return one == other ? nil : "by layout: \(one)\ngenerally: \(other)"
        }
    }

    @Test(arguments: Sample.all)
    func writesWhatTheGeneralWayWrites(_ sample: Sample) throws {
        for services in [[ServiceIdentifier(sample.service)], []] {
            let pair = try Pair(services)
            var generator = HostileBytesTests.Generator(state: 17)
            for _ in 0..<3 { #expect(pair.difference(on: sample.document) == nil) }
            for _ in 0..<(HostileBytesTests.isExhaustive ? 3000 : 60) {
                let document = Self.changed(sample.document, &generator)
                #expect(pair.difference(on: document) == nil)
            }
            #expect(pair.differenceOfTallies() == nil)
        }
    }

    /// All samples by one converter: layouts of many services side by side.
    @Test func keepsLayoutsOfManyServicesApart() throws {
        let pair = try Pair([])
        var generator = HostileBytesTests.Generator(state: 18)
        for _ in 0..<4 {
            for sample in Sample.all {
                #expect(pair.difference(on: sample.document) == nil)
                #expect(pair.difference(on: Self.changed(sample.document, &generator)) == nil)
            }
        }
        #expect(pair.differenceOfTallies() == nil)
        let counts = pair.learning.layoutCounts
        #expect(counts.learned > 200)
        #expect(counts.met > 600)
    }

    /// A document that is almost one of a known layout: cut anywhere, or with one byte changed.
    @Test(arguments: ["azure-cdn-china", "azure-device-update", "azure-devcenter"])
    func refusesWhatOnlyBeginsLikeALayout(service: String) throws {
        let pair = try Pair([ServiceIdentifier(service)])
        var generator = HostileBytesTests.Generator(state: 19)
        for sample in Sample.all where sample.service == service {
            for _ in 0..<2 { #expect(pair.difference(on: sample.document) == nil) }
            for count in 0..<sample.document.count {
                #expect(pair.difference(on: Array(sample.document[..<count])) == nil)
            }
            for index in sample.document.indices {
                var document = sample.document
                document[index] = UInt8.random(in: 0...255, using: &generator)
                #expect(pair.difference(on: document) == nil)
            }
        }
        #expect(pair.learning.layoutCounts.met > 50)
    }

    /// Members in ever new orders: what is kept is bounded, and the answers stay the same.
    @Test func learnsNoMoreThanItKeeps() throws {
        let pair = try Pair(["azure-device-update"])
        var generator = HostileBytesTests.Generator(state: 20)
        let members = (0..<40).map { "\"member\($0)\":\"value\"" }
        for _ in 0..<3000 {
            let shuffled = members.shuffled(using: &generator).prefix(Int.random(in: 10...40, using: &generator))
            let document = "{\"operationId\":\"1\",\"status\":\"Running\"," + shuffled.joined(separator: ",") + "}"
            #expect(pair.difference(on: Array(document.utf8)) == nil)
        }
        let known = #"{"operationId":"1","status":"Running"}"#
        for _ in 0..<3 { #expect(pair.difference(on: Array(known.utf8)) == nil) }
        #expect(pair.differenceOfTallies() == nil)
        #expect(pair.learning.layoutCounts.learned < 1000)
    }
}
