/// The characters that canonical text escapes, and how escapes are read.
enum CanonicalEscape {
    /// Whether a character is always written as an escape: JSON's own, every control, and what turns text around or ends
    /// a line where no LF is (U+061C, U+200E–F, U+2028–202E, U+2066–2069).
    static func mustEscape(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x20, 0x22, 0x5C, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether a byte of decoded UTF-8 is written as it is whatever follows.
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C
    }

    /// How many bytes of a word, the lowest first, are plain up to the first one that is not.
    @inline(__always)
    static func plainCount(_ word: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let delete = word ^ (ones &* 0x7F)
        // The lowest marked byte is exact, the ones above it may be marked by a borrow.
        let marks =
            (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (delete &- ones) & ~delete
            | (word &- ones &* 0x20) & ~word | word
        return (marks & (ones &* 0x80)).trailingZeroBitCount >> 3
    }

    /// The length of the UTF-8 sequence that a lead byte begins.
    static func sequenceLength(_ lead: UInt8) -> Int {
        lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    /// The scalar of the sequence at `offset`, which is well-formed.
    static func scalar(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ length: Int) -> UInt32 {
        let lead = UInt32(bytes[offset])
        if length == 1 { return lead }
        var scalar = lead & (0xFF >> UInt32(length + 1))
        for index in 1..<length {
            scalar = scalar << 6 | UInt32(bytes[offset + index] & 0x3F)
        }
        return scalar
    }

    /// What the escape whose backslash is at `offset` stands for, and its length in bytes.
    ///
    /// - Precondition: a kernel has found the escape sound.
    static func decode(_ text: IndexedText, _ offset: Int) -> (scalar: UInt32, length: Int) {
        if let byte = short(text.byte(offset + 1)) { return (UInt32(byte), 2) }
        let unit = codeUnit(text, offset + 2)
        guard unit & 0xFC00 == 0xD800 else { return (unit, 6) }
        let low = codeUnit(text, offset + 8)
        return (0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF), 12)
    }

    /// What the letter behind a backslash stands for; nothing where it is the `u` before a code unit.
    @inline(__always)
    static func short(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "u"): nil
        default: letter
        }
    }

    private static func codeUnit(_ text: IndexedText, _ offset: Int) -> UInt32 {
        var unit: UInt32 = 0
        for index in 0..<4 {
            let byte = text.byte(offset + index)
            let digit = byte < 0x3A ? byte &- 0x30 : (byte | 0x20) &- 0x57
            unit = unit << 4 | UInt32(digit & 0xF)
        }
        return unit
    }
}
