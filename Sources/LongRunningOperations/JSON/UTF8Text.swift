/// UTF-8 of bytes that no kernel has checked yet.
package enum UTF8Text {
    /// The bytes as they are or, where they are no UTF-8, each as the character of ISO 8859-1: what HTTP once meant by them.
    static func text(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        if isValid(bytes) { return Array(bytes) }
        return bytes.flatMap { byte in
            byte < 0x80 ? [byte] : [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
        }
    }

    /// Whether bytes are well-formed UTF-8.
    package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position < bytes.count {
            while bytes.count - position >= 8,
                bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                position += 8
            }
            guard position < bytes.count else { return true }
            let first = bytes[position]
            let length: Int
            let second: ClosedRange<UInt8>
            switch first {
            case 0..<0x80:
                position += 1
                continue
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return false
            }
            guard bytes.count - position >= length, second.contains(bytes[position + 1]) else { return false }
            for offset in 2..<max(length, 2) where bytes[position + offset] & 0xC0 != 0x80 {
                return false
            }
            position += length
        }
        return true
    }
}
