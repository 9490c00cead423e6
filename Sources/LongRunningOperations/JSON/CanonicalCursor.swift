/// A place in canonical JSON text that moves forward.
struct CanonicalCursor {
    let bytes: UnsafeRawBufferPointer
    var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The byte at hand; 0 behind the end.
    var current: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    mutating func consume(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    /// Moves behind a member's name and its colon; nil where none begins here.
    mutating func name() -> UnsafeRawBufferPointer? {
        let start = offset + 1
        guard current == UInt8(ascii: "\""), skipString(), current == UInt8(ascii: ":") else { return nil }
        let name = UnsafeRawBufferPointer(rebasing: bytes[start..<offset - 1])
        offset += 1
        return name
    }

    /// Moves behind the next line feed, or to the end.
    mutating func skipLine() {
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
        offset = min(offset + 1, bytes.count)
    }

    /// Moves behind the string that begins here.
    mutating func skipString() -> Bool {
        var place = offset + 1
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\\"): place += 2
            case UInt8(ascii: "\""):
                offset = place + 1
                return true
            default: place += 1
            }
        }
        return false
    }

    /// Moves behind the value that begins here.
    mutating func skipValue() -> Bool {
        let start = offset
        var depth = 0
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                offset += 1
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return offset > start }
                depth -= 1
                offset += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                if depth == 0 { return offset > start }
                offset += 1
                continue
            default:
                skipScalar()
            }
            if depth == 0 { return true }
        }
        return depth == 0 && offset > start
    }

    private mutating func skipScalar() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"): return
            default: offset += 1
            }
        }
    }
}
