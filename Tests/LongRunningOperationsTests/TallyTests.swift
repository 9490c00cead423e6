import LongRunningOperations
import Testing

@Suite struct TallyTests {
    private static func tally(of documents: [String], usesLayouts: Bool = true) throws -> DocumentConverter.Tally {
        let plan = try PlanCache.plan(for: ["azure-core"])
        let converter = DocumentConverter(plan: plan, countsRootCauses: true, usesLayouts: usesLayouts)
        for document in documents {
            let conversion = Conversion(Array(document.utf8), converter: converter)
            #expect(conversion.faults.isEmpty)
        }
        return converter.takeTally()
    }

    private static func failure(_ code: String, other: String = "b") -> String {
        #"{"name":"1","status":"Failed","error":{"code":"\#(code)","message":"\#(other)"}}"#
    }

    /// Codes and words of these many bytes, and how many of them count.
    private static let texts: [(long: String, kept: Int)] = [
        (String(repeating: "a", count: 128), 128),
        (String(repeating: "a", count: 129), 128),
        (String(repeating: "a", count: 60_000), 128),
        // A character of two, three or four bytes across the limit.
        (String(repeating: "a", count: 127) + "\u{FC}b", 127),
        (String(repeating: "a", count: 126) + "\u{6771}b", 126),
        (String(repeating: "a", count: 125) + "\u{1F600}b", 125),
        (String(repeating: "a", count: 124) + "\u{1F600}b", 128),
    ]

    @Test(arguments: texts, [true, false])
    func countsLongCodesByTheirBeginning(_ text: (long: String, kept: Int), usesLayouts: Bool) throws {
        // The first document of a layout is decoded the general way, the others by what was learned.
        let documents = (0..<4).map { Self.failure(text.long, other: "\($0)") }
        let causes = try Self.tally(of: documents, usesLayouts: usesLayouts).rootCauses
        #expect(causes.map(\.code) == [Array(text.long.utf8.prefix(text.kept))])
        #expect(causes.map(\.count) == [4])
    }

    @Test(arguments: texts)
    func countsLongWordsByTheirBeginning(_ text: (long: String, kept: Int)) throws {
        let words = try Self.tally(of: [#"{"name":"1","status":"\#(text.long)"}"#]).unknownWords
        #expect(words.map(\.word) == [Array(text.long.utf8.prefix(text.kept))])
    }
}
