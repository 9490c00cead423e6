/// JSON Pointers (RFC 6901).
enum JSONPointer {
    /// What stands in a step for a byte that pointers use for themselves.
    @inline(__always)
    static func escape(of byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "~"): "~0"
        case UInt8(ascii: "/"): "~1"
        default: nil
        }
    }

    /// Appends one step: a name as it stands in JSON text.
    static func appendStep(_ name: some Sequence<UInt8>, to pointer: inout [UInt8]) {
        pointer.append(UInt8(ascii: "/"))
        guard name.contains(where: { escape(of: $0) != nil }) else {
            pointer += name
            return
        }
        for byte in name {
            if let escape = escape(of: byte) {
                escape.withUTF8Buffer { pointer += $0 }
            } else {
                pointer.append(byte)
            }
        }
    }

    /// One step: a name as it stands in JSON text.
    static func step(_ name: some Sequence<UInt8>) -> [UInt8] {
        var step: [UInt8] = []
        appendStep(name, to: &step)
        return step
    }
}

extension String {
    /// The text as a reference token of a JSON Pointer.
    package var escapedForPointer: String {
        String(decoding: JSONPointer.step(utf8).dropFirst(), as: UTF8.self)
    }
}
