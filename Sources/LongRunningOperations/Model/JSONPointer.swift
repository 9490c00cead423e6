/// JSON Pointers (RFC 6901).
enum JSONPointer {
    /// One step: a name as it stands in JSON text, with the pointer's own two characters escaped.
    static func step(_ name: UnsafeRawBufferPointer) -> [UInt8] {
        var step = [UInt8(ascii: "/")]
        for byte in name {
            switch byte {
            case UInt8(ascii: "~"): step.append(contentsOf: "~0".utf8)
            case UInt8(ascii: "/"): step.append(contentsOf: "~1".utf8)
            default: step.append(byte)
            }
        }
        return step
    }
}
