import CJSONKernels
import Testing

struct FirstFaultTests {
    /// Bytes, and the first fault that they hold at its offset.
    struct Case: Sendable {
        var bytes: [UInt8]
        var fault: UInt32
        var offset: Int

        init(_ text: String, _ fault: cjson_fault, _ offset: Int) {
            self.init(Array(text.utf8), fault, offset)
        }

        init(_ bytes: [UInt8], _ fault: cjson_fault, _ offset: Int) {
            self.bytes = bytes
            self.fault = fault.rawValue
            self.offset = offset
        }
    }

    private static let quote = UInt8(ascii: "\"")

    static let sound: [Case] = [
        "", "{}", #""\"""#, #""\uD83D\uDE00é""#, "\0\u{1F}\u{7F}", #"\x\"#, #"\""#,
    ]
    .map { text in
        Case(text, CJSON_SOUND, text.utf8.count)
    }

    static let utf8: [Case] = [
        Case([0xFF], CJSON_INVALID_UTF8, 0),
        Case([quote, 0x61, 0xC3, quote], CJSON_INVALID_UTF8, 2),
        Case([0x20, 0xE4, 0xB8], CJSON_INVALID_UTF8, 1),
        Case([quote, 0xF0, 0x9F, 0x98], CJSON_INVALID_UTF8, 1),
        Case([0xC3, 0xA9, 0xA9], CJSON_INVALID_UTF8, 2),
        Case([0xED, 0xA0, 0x80], CJSON_INVALID_UTF8, 0),
        Case([0x5C, 0xC0, 0x80], CJSON_INVALID_UTF8, 1),
    ]

    static let controls: [Case] = [
        Case("\"a\n\"", CJSON_CONTROL_CHARACTER, 2),
        Case("\n\"\0", CJSON_CONTROL_CHARACTER, 2),
        Case("\"\u{1F}\u{0}\"", CJSON_CONTROL_CHARACTER, 1),
    ]

    static let escapes: [Case] = [
        Case(#""ab\x""#, CJSON_INVALID_ESCAPE, 3),
        Case(#""\u12G4""#, CJSON_INVALID_ESCAPE, 1),
        Case(#""\u12""#, CJSON_INVALID_ESCAPE, 1),
        Case(#""\U0041""#, CJSON_INVALID_ESCAPE, 1),
        Case("\"\\\n\"", CJSON_INVALID_ESCAPE, 1),
        Case([quote, 0x5C, 0xFF], CJSON_INVALID_ESCAPE, 1),
        Case([quote, 0x5C, 0x75, 0x31, 0xFF], CJSON_INVALID_ESCAPE, 1),
    ]

    static let surrogates: [Case] = [
        Case(#""\uD83D""#, CJSON_LONE_SURROGATE, 1),
        Case(#""a\uDE00""#, CJSON_LONE_SURROGATE, 2),
        Case(#""\uD83D\u0041""#, CJSON_LONE_SURROGATE, 1),
        Case(#""\uD83D\x""#, CJSON_LONE_SURROGATE, 1),
        Case(#""\uD83D\uD83D\uDE00""#, CJSON_LONE_SURROGATE, 1),
        Case(#""\uD83D\uDE00\uDE00""#, CJSON_LONE_SURROGATE, 13),
        Case(#""\\uD83D\uDE00""#, CJSON_LONE_SURROGATE, 8),
    ]

    static let unterminated: [Case] = [
        Case("\"", CJSON_UNTERMINATED_STRING, 0),
        Case(#"{"a":"b"#, CJSON_UNTERMINATED_STRING, 5),
        Case(#"  "\""#, CJSON_UNTERMINATED_STRING, 2),
        Case(#"  "\"#, CJSON_UNTERMINATED_STRING, 2),
        Case(#"  "\u00"#, CJSON_UNTERMINATED_STRING, 2),
        Case(#"  "\uD83D"#, CJSON_UNTERMINATED_STRING, 2),
        Case(#"  "\uD83D\uDE0"#, CJSON_UNTERMINATED_STRING, 2),
        Case(#"\"""#, CJSON_UNTERMINATED_STRING, 2),
        Case(#"\\""#, CJSON_UNTERMINATED_STRING, 2),
    ]

    @Test(arguments: sound + utf8 + controls + escapes + surrogates + unterminated)
    func theFirstFaultIsNamedWithItsPlace(example: Case) {
        let (fault, offset) = firstFault(example.bytes)
        #expect(fault.rawValue == example.fault)
        #expect(offset == example.offset)
        #expect((Kernel.scalar.index(example.bytes) == nil) == (fault != CJSON_SOUND))
    }

    @Test(arguments: ByteSoup.allCases, [0, 8, 64])
    func nothingBeforeTheFirstFaultIsFaulty(soup: ByteSoup, faultEvery: Int) {
        for count in 0...200 {
            let bytes = soup.bytes(count: count, seed: UInt64(count), faultEvery: faultEvery)
            let (fault, offset) = firstFault(bytes)
            #expect((fault == CJSON_SOUND) == (LexicalOracle(bytes).index() != nil), "\(bytes)")
            let (before, _) = firstFault(Array(bytes.prefix(offset)))
            #expect(before == CJSON_SOUND || before == CJSON_UNTERMINATED_STRING, "\(bytes)")
        }
    }

    @Test(arguments: ByteSoup.allCases)
    func nothingIsReadBehindTheEnd(soup: ByteSoup) throws {
        let memory = try #require(GuardedBytes(room: 4096))
        for count in 1...200 {
            let bytes = soup.bytes(count: count, seed: UInt64(count), faultEvery: 32)
            let fault = memory.withCopy(of: bytes) { copy in
                var offset = 0
                guard let base = copy.assumingMemoryBound(to: UInt8.self).baseAddress else { return CJSON_SOUND }
                return cjson_first_fault(base, copy.count, &offset)
            }
            #expect(fault == firstFault(bytes).fault)
        }
    }

    private func firstFault(_ bytes: [UInt8]) -> (fault: cjson_fault, offset: Int) {
        var offset = -1
        // One byte more than counts, so that even the empty text has an address.
        let fault = cjson_first_fault(bytes + [0x22], bytes.count, &offset)
        return (fault, offset)
    }
}
