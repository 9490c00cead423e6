/// The first line in which two texts differ, cut to what shows the difference.
struct LineDifference {
    /// The number of the line, from 1.
    var line: Int
    var expected: String
    var actual: String

    /// The bytes that are shown before and after the first that differs.
    private static let before = 40
    private static let after = 80

    init(expected: [UInt8], actual: [UInt8]) {
        let wanted = expected.split(separator: 0x0A, omittingEmptySubsequences: false)
        let found = actual.split(separator: 0x0A, omittingEmptySubsequences: false)
        var index = 0
        while index < wanted.count, index < found.count, wanted[index] == found[index] { index += 1 }
        line = index + 1
        let pair = (index < wanted.count ? wanted[index] : [], index < found.count ? found[index] : [])
        let same = zip(pair.0, pair.1).prefix { $0 == $1 }.count
        self.expected = Self.excerpt(pair.0, around: same)
        self.actual = Self.excerpt(pair.1, around: same)
    }

    private static func excerpt(_ line: ArraySlice<UInt8>, around place: Int) -> String {
        if line.isEmpty { return "(nothing)" }
        let start = max(0, place - before)
        let part = line.dropFirst(start)
        let shown = String(decoding: part.prefix(before + after), as: UTF8.self)
        return (start > 0 ? "…" : "") + shown + (part.count > before + after ? "…" : "")
    }
}
