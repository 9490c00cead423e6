/// The alphabet of RFC 4648 §4, with padding.
package enum Base64 {
    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// Appends the text for the bytes; of several calls all but the last must have a multiple of three.
    package static func encode(_ bytes: UnsafeRawBufferPointer, into output: inout OutputBuffer) {
        let letters = alphabet.utf8Start
        output.reserve((bytes.count + 2) / 3 * 4)
        var position = 0
        while bytes.count - position >= 3 {
            let group = UInt32(bytes[position]) << 16 | UInt32(bytes[position + 1]) << 8 | UInt32(bytes[position + 2])
            for shift in [18, 12, 6, 0] as [UInt32] {
                output.append(letters[Int(group >> shift & 63)])
            }
            position += 3
        }
        guard position < bytes.count else { return }
        let hasTwo = bytes.count - position == 2
        let group = UInt32(bytes[position]) << 16 | (hasTwo ? UInt32(bytes[position + 1]) << 8 : 0)
        output.append(letters[Int(group >> 18 & 63)])
        output.append(letters[Int(group >> 12 & 63)])
        output.append(hasTwo ? letters[Int(group >> 6 & 63)] : UInt8(ascii: "="))
        output.append(UInt8(ascii: "="))
    }

    /// The bytes that the text stands for, or nothing if it is not of this form.
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count & 3 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        var group: UInt32 = 0
        for (index, letter) in text.dropLast(padding).enumerated() {
            guard let value = value(of: letter) else { return nil }
            group = group << 6 | value
            if index & 3 == 3 {
                bytes.append(UInt8(truncatingIfNeeded: group >> 16))
                bytes.append(UInt8(truncatingIfNeeded: group >> 8))
                bytes.append(UInt8(truncatingIfNeeded: group))
            }
        }
        switch padding {
        case 2: bytes.append(UInt8(truncatingIfNeeded: group >> 4))
        case 1:
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        default: break
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
