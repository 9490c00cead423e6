import Testing

@testable import LongRunningOperations

/// Text is escaped a word at a time as it is character by character.
struct CanonicalEscapeTests {
    private static func bytes(of word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (UInt64($0) * 8)) }
    }

    @Test(arguments: [0x61, 0x20, 0x7E, 0x21, 0x5B] as [UInt8])
    func everyByteIsFoundAtEveryPlace(among filler: UInt8) {
        for byte in UInt8.min ... .max {
            for place in 0..<UInt64(8) {
                let fillers = UInt64(filler) &* 0x0101_0101_0101_0101
                let word = fillers & ~(0xFF << (place * 8)) | UInt64(byte) << (place * 8)
                #expect(CanonicalEscape.plainCount(word) == (CanonicalEscape.isPlain(byte) ? 8 : Int(place)))
            }
        }
    }

    @Test func wordsOfAnyBytesAreCounted() {
        var generator = HostileBytesTests.Generator(state: 41)
        for _ in 0..<20_000 {
            let word = UInt64.random(in: .min ... .max, using: &generator) & 0x7F7F_7F7F_7F7F_7F7F
            let plain = Self.bytes(of: word).prefix(while: CanonicalEscape.isPlain).count
            #expect(CanonicalEscape.plainCount(word) == plain)
        }
    }

    @Test(arguments: 0..<40)
    func textIsEscapedAsItsCharactersAre(seed: UInt64) {
        var generator = HostileBytesTests.Generator(state: seed)
        let scalars: [Unicode.Scalar] = [
            "a", "z", " ", "~", "\"", "\\", "/", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{0}", "\u{1F}", "\u{7F}",
            "\u{9F}", "é",
            "\u{61C}", "\u{200E}", "\u{2027}", "\u{2028}", "\u{202E}", "\u{2069}", "微", "\u{FFFD}", "😀",
        ]
        var text = String.UnicodeScalarView()
        var expected = OutputBuffer()
        for _ in 0..<Int.random(in: 0...60, using: &generator) {
            let isPlain = Int.random(in: 0..<3, using: &generator) > 0
            let scalar = isPlain ? "a" : scalars.randomElement(using: &generator) ?? "a"
            text.append(scalar)
            expected.appendEscaped(scalar: scalar.value)
        }
        var output = OutputBuffer()
        Array(String(text).utf8).withUnsafeBytes { output.appendEscaped($0) }
        #expect(String(decoding: output.bytes, as: UTF8.self) == String(decoding: expected.bytes, as: UTF8.self))
    }
}
