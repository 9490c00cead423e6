/// The grammar of a JSON number (RFC 8259 §6), on bytes.
package enum JSONNumber {
    package static func canContain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    package static func isValid(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress, text.count > 0 else { return false }
        return scan(base, count: text.count) == text.count
    }

    /// The length of the number that the bytes begin with, or 0.
    @inline(__always)
    static func scan(_ base: UnsafeRawPointer, count: Int) -> Int {
        var offset = 0
        @inline(__always) func byte() -> UInt8 {
            offset < count ? base.load(fromByteOffset: offset, as: UInt8.self) : 0
        }
        @inline(__always) func digits() -> Bool {
            let start = offset
            while byte() &- 0x30 < 10 { offset &+= 1 }
            return offset > start
        }
        if byte() == UInt8(ascii: "-") { offset &+= 1 }
        if byte() == UInt8(ascii: "0") {
            offset &+= 1
        } else if !digits() {
            return 0
        }
        if byte() == UInt8(ascii: ".") {
            offset &+= 1
            if !digits() { return 0 }
        }
        if byte() | 0x20 == UInt8(ascii: "e") {
            offset &+= 1
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { offset &+= 1 }
            if !digits() { return 0 }
        }
        return offset
    }
}
