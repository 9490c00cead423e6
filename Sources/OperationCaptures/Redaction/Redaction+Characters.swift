/// Characters as they are meant, of bytes that may be escaped at any depth.
extension Redaction {
    /// A character as it is meant, and where it ends.
    struct Character {
        var byte: UInt8
        var end: Int
        /// How it is written: as itself, by an escape of JSON, or percent-encoded.
        var backslashes = 0
        var isPercentEncoded = false
        /// Whether it is written by its number: `\u0022`.
        var isNumbered = false

        /// Of a quote: how many strings it is inside of.
        ///
        /// One backslash is one string around it, three are two; an even count are backslashes that the string itself
        /// says, before a quote of no escape. Of a number each string around doubles the backslashes: `\u0022`, `\\u0022`; what is
        /// left before an odd one is as before a quote.
        var level: Int {
            guard isNumbered else { return (~backslashes).trailingZeroBitCount }
            let doubled = backslashes.trailingZeroBitCount
            return doubled + 1 + (~(backslashes >> (doubled + 1))).trailingZeroBitCount
        }

        /// Whether this is a quote inside of as many strings as another one: the two can be of one name and its value.
        func isQuote(like other: Character) -> Bool {
            byte == UInt8(ascii: "\"") && level == other.level && isPercentEncoded == other.isPercentEncoded
        }
    }

    func character(at index: Int) -> Character? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if byte == UInt8(ascii: "\\") {
            var end = index
            while end < bytes.count, bytes[end] == UInt8(ascii: "\\") { end += 1 }
            let count = end - index
            guard end < bytes.count else { return Character(byte: byte, end: end, backslashes: count) }
            switch bytes[end] {
            case UInt8(ascii: "u"):
                guard end + 5 <= bytes.count else { break }
                var unit = 0
                for digit in bytes[(end + 1)..<(end + 5)] {
                    guard let value = Self.hexadecimal(digit) else {
                        return Character(byte: byte, end: end, backslashes: count)
                    }
                    unit = unit << 4 | Int(value)
                }
                let byte = unit < 0x80 ? UInt8(unit) : 0xFF
                return Character(byte: byte, end: end + 5, backslashes: count, isNumbered: true)
            case UInt8(ascii: "n"), UInt8(ascii: "r"): return Character(byte: 0x0A, end: end + 1, backslashes: count)
            case UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
                return Character(byte: 0x20, end: end + 1, backslashes: count)
            case UInt8(ascii: "\""), UInt8(ascii: "/"):
                return Character(byte: bytes[end], end: end + 1, backslashes: count)
            default: break
            }
            return Character(byte: byte, end: end, backslashes: count)
        }
        if byte == UInt8(ascii: "%"), index + 3 <= bytes.count, let high = Self.hexadecimal(bytes[index + 1]),
            let low = Self.hexadecimal(bytes[index + 2])
        {
            return Character(byte: high << 4 | low, end: index + 3, isPercentEncoded: true)
        }
        return Character(byte: byte, end: index + 1)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }

    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Whether a byte can be in a credential.
    static func isToken(_ byte: UInt8) -> Bool {
        isWord(byte) || [0x2B, 0x2F, 0x3D, 0x2E, 0x7E, 0x3A].contains(byte)
    }

    func skipBlanks(_ index: Int) -> Int {
        var index = index
        while let next = character(at: index), next.byte == 0x20 || next.byte == 0x0A, !next.isPercentEncoded {
            index = next.end
        }
        return index
    }
}
