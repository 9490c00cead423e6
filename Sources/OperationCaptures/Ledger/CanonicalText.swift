import LongRunningOperations

extension OutputBuffer {
    /// Appends the bytes of a JSON string, quotes included, in the one canonical escape form.
    ///
    /// The bytes must be UTF-8. Controls and the characters that change how text runs are escaped, so that no line can
    /// deceive a terminal or a line splitter.
    mutating func append(string bytes: UnsafeRawBufferPointer) {
        append(0x22)
        var copied = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            // Nothing else begins a character that is escaped.
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x7F,
                let (length, scalar) = Self.escaped(bytes, at: position)
            else {
                position += 1
                continue
            }
            append(UnsafeRawBufferPointer(rebasing: bytes[copied..<position]))
            append(escape: scalar)
            position += length
            copied = position
        }
        append(UnsafeRawBufferPointer(rebasing: bytes[copied...]))
        append(0x22)
    }

    mutating func append(string text: String) {
        var copy = text
        copy.withUTF8 { append(string: UnsafeRawBufferPointer($0)) }
    }

    /// Appends `"name":` with a comma before it.
    mutating func append(member name: StaticString) {
        append(",\"")
        append(name)
        append("\":")
    }

    private mutating func append(escape scalar: UInt16) {
        switch scalar {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        default:
            append("\\u")
            for shift in [12, 8, 4, 0] as [UInt16] {
                let digit = UInt8(truncatingIfNeeded: scalar >> shift) & 0xF
                append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }

    /// The length and value of a character that must be escaped.
    private static func escaped(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (Int, UInt16)? {
        let first = bytes[position]
        if first <= 0x7F { return (1, UInt16(first)) }
        guard first == 0xC2 || first == 0xD8 || first == 0xE2, position + 1 < bytes.count else { return nil }
        let second = bytes[position + 1]
        switch (first, second) {
        case (0xC2, 0x80...0x9F): return (2, UInt16(second))
        case (0xD8, 0x9C): return (2, 0x61C)
        case (0xE2, 0x80...0x81):
            guard position + 2 < bytes.count else { return nil }
            let scalar = 0x2000 | UInt16(second & 0x3F) << 6 | UInt16(bytes[position + 2] & 0x3F)
            switch scalar {
            case 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: return (3, scalar)
            default: return nil
            }
        default: return nil
        }
    }
}

/// Whether bytes are well-formed UTF-8.
func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
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
