/// The grammar of RFC 8259 once more, slow and obvious: what is a JSON text in UTF-8 whose escapes say whole characters.
public struct GrammarOracle {
    private let bytes: UnsafeRawBufferPointer
    private let depthLimit: Int
    private var position = 0

    /// Whether the bytes are one JSON text with at most `depthLimit` brackets inside each other.
    public static func accepts(_ bytes: UnsafeRawBufferPointer, depthLimit: Int) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        var oracle = GrammarOracle(bytes: bytes, depthLimit: depthLimit)
        guard oracle.value(depth: 0) else { return false }
        oracle.skipWhiteSpace()
        return oracle.position == bytes.count
    }

    private init(bytes: UnsafeRawBufferPointer, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    private var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipWhiteSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes.count - position >= wanted.count, bytes[position..<position + wanted.count].elementsEqual(wanted)
        else { return false }
        position += wanted.count
        return true
    }

    /// Recursion is bounded by the depth limit.
    private mutating func value(depth: Int) -> Bool {
        skipWhiteSpace()
        switch current {
        case UInt8(ascii: "{"): return depth < depthLimit && members(depth: depth + 1)
        case UInt8(ascii: "["): return depth < depthLimit && elements(depth: depth + 1)
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return take("true")
        case UInt8(ascii: "f"): return take("false")
        case UInt8(ascii: "n"): return take("null")
        default: return number()
        }
    }

    private mutating func members(depth: Int) -> Bool {
        position += 1
        skipWhiteSpace()
        if take("}") { return true }
        repeat {
            skipWhiteSpace()
            guard current == UInt8(ascii: "\""), string() else { return false }
            skipWhiteSpace()
            guard take(":"), value(depth: depth) else { return false }
            skipWhiteSpace()
        } while take(",")
        return take("}")
    }

    private mutating func elements(depth: Int) -> Bool {
        position += 1
        skipWhiteSpace()
        if take("]") { return true }
        repeat {
            guard value(depth: depth) else { return false }
            skipWhiteSpace()
        } while take(",")
        return take("]")
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte = current, 0x30...0x39 ~= byte { position += 1 }
        return position > start
    }

    private mutating func number() -> Bool {
        _ = take("-")
        if !take("0") {
            guard digits() else { return false }
        }
        if take(".") {
            guard digits() else { return false }
        }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() else { return false }
        }
        return true
    }

    private mutating func string() -> Bool {
        position += 1
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"):
                guard escape() else { return false }
            case 0..<0x20: return false
            default: break
            }
        }
        return false
    }

    private mutating func escape() -> Bool {
        guard let byte = current else { return false }
        position += 1
        guard byte == UInt8(ascii: "u") else { return #""\/bfnrt"#.utf8.contains(byte) }
        guard let unit = unit() else { return false }
        if 0xDC00..<0xE000 ~= unit { return false }
        guard 0xD800..<0xDC00 ~= unit else { return true }
        guard take("\\u"), let low = self.unit() else { return false }
        return 0xDC00..<0xE000 ~= low
    }

    private mutating func unit() -> UInt32? {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current else { return nil }
            switch byte {
            case 0x30...0x39: unit = unit << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt32((byte | 0x20) - 0x57)
            default: return nil
            }
            position += 1
        }
        return unit
    }
}
