import Testing

@testable import OperationCaptures

/// Runs a splitter over bytes cut into windows of the sizes that `size` names.
func split(_ bytes: [UInt8], by splitter: some Splitter, sizes: () -> Int) -> [Range<Int>] {
    var splitter = splitter
    var ranges: [Range<Int>] = []
    var start = 0
    var end = 0
    repeat {
        end = min(bytes.count, end + sizes())
        bytes[start..<end]
            .withUnsafeBytes { window in
                var found: [Range<Int>] = []
                let consumed = splitter.split(window, isLast: end == bytes.count, into: &found)
                ranges += found.map { $0.lowerBound + start..<$0.upperBound + start }
                splitter.discard(consumed, of: window)
                start += consumed
            }
    } while end < bytes.count
    return ranges
}

/// The same numbers in every run.
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

struct SplitterTests {
    private static let parts = [
        "{\"a\":1}", "{\n  \"a\": [1, 2, {}],\n  \"b\": \"x\\\"\\n\"\n}", "[{\"a\":[]},{}]", "{\"a\": \"torn",
        "{\"a\":\n{\n", "}", "]", ",",
        "\n", "\r\n", " ", "\n\n", "\n{", "\n  {", "tail", "\"", "{}", "[]", "\\", "12", "{\"k\":tru}", ":", "\u{1}",
        "\n[",
    ]

    private static func text(_ generator: inout Generator, parts count: Int) -> [UInt8] {
        (0..<count).flatMap { _ in Array((parts.randomElement(using: &generator) ?? "").utf8) }
    }

    @Test(arguments: 0..<8)
    func agreesWithTheOracleHoweverTheBytesAreCut(seed: UInt64) {
        var generator = Generator(state: seed)
        for _ in 0..<800 {
            let bytes = Self.text(&generator, parts: .random(in: 0...14, using: &generator))
            let oracle = SplitterOracle(bytes)
            let lines = oracle.lines()
            let documents = oracle.documents()
            let whole = split(bytes, by: ArraySplitter(limit: 1 << 20)) { bytes.count }
            for sizes in [{ 1 }, { bytes.count }, { Int.random(in: 1...9, using: &generator) }] {
                #expect(split(bytes, by: LineSplitter(limit: 1 << 20), sizes: sizes) == lines)
                let found = split(bytes, by: DocumentSplitter(limit: 1 << 20), sizes: sizes)
                #expect(found == documents, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
                #expect(split(bytes, by: ArraySplitter(limit: 1 << 20), sizes: sizes) == whole)
            }
        }
    }

    @Test(arguments: [
        ("[{\"a\":1},{\"b\":2}]", ["{\"a\":1}", "{\"b\":2}"]),
        ("[\n  {\"a\":1},\n  {\"b\" 2},\n  {\"c\":3}\n]\n", ["{\"a\":1}", "{\"b\" 2},\n  ", "{\"c\":3}"]),
        ("[\n  {\"a\":\"torn\n  {\"c\":3}\n]\n", ["{\"a\":\"torn\n  ", "{\"c\":3}"]),
        ("[{\"a\":1}", ["{\"a\":1}", ""]),
        ("[1, \"x\" ,[]]\n[{}]", ["1", "\"x\"", "[]", "{}"]),
        ("[ ]", []),
        ("[{}] tail\n[{}]", ["{}", "tail\n", "{}"]),
    ])
    func elementsOfALargeList(text: String, elements: [String]) {
        let bytes = Array(text.utf8)
        let ranges = split(bytes, by: ArraySplitter(limit: 1 << 20)) { 1 }
        #expect(ranges.map { String(decoding: bytes[$0], as: UTF8.self) } == elements)
    }

    @Test(arguments: [
        ("", "lines"), ("{\"a\":1}", "lines"), ("[{\"a\":1}]\n", "lines"), ("orn\"}\n{\"a\":1}\n{\"b\"", "lines"),
        ("[\n{\"a\":1},\n{\"b\":1}\n]\n", "array"), ("[\n  {}\n]", "array"), ("[\n{\"a\":1}\n,{\"b\":1}\n]\n", "array"),
        ("[\n{\"a\":1}\n{\"b\":1}\n", "lines"), ("{\n\"a\":1\n}\n", "documents"),
        ("{\"a\":1} x\n{\"b\":2}\n", "lines"), ("x\ny\n", "documents"),
    ])
    func envelopeOfASmallFile(text: String, name: String) {
        let envelope = Array(text.utf8).withUnsafeBytes { Envelope.detect($0, isWhole: true) }
        #expect(envelope?.name == name)
    }

    @Test func lineFeedsAreCountedInVectors() {
        var generator = Generator(state: 7)
        for count in [0, 1, 31, 32, 33, 8160, 8192, 20_000] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 9...11, using: &generator) }
            #expect(bytes.withUnsafeBytes { LineFinder.countLineFeeds(in: $0) } == bytes.count { $0 == 10 })
        }
    }
}
