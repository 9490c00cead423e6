/// A JSON object of strings, whole numbers and flags: what rejects and progress records are.
///
/// Reads only that, and nothing where a byte is otherwise: both are lines that this package wrote itself.
struct FlatObject {
    private(set) var strings: [String: [UInt8]] = [:]
    private(set) var numbers: [String: Int] = [:]
    /// Names of members that are `true`.
    private(set) var flags: Set<String> = []
    /// Names in their order.
    private(set) var names: [String] = []

    init?(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        guard Self.take(UInt8(ascii: "{"), in: bytes, at: &position) else { return nil }
        repeat {
            // Names are ours and short; hashing others could take quadratic time.
            guard let name = Self.string(in: bytes, at: &position), name.count <= 64, name.allSatisfy({ $0 < 0x80 }),
                Self.take(UInt8(ascii: ":"), in: bytes, at: &position)
            else { return nil }
            let key = String(decoding: name, as: UTF8.self)
            if let value = Self.string(in: bytes, at: &position) {
                guard strings.updateValue(value, forKey: key) == nil else { return nil }
            } else if let value = Self.number(in: bytes, at: &position) {
                guard numbers.updateValue(value, forKey: key) == nil else { return nil }
            } else if Self.takeTrue(in: bytes, at: &position) {
                guard flags.insert(key).inserted else { return nil }
            } else {
                return nil
            }
            names.append(key)
        } while Self.take(UInt8(ascii: ","), in: bytes, at: &position)
        guard Self.take(UInt8(ascii: "}"), in: bytes, at: &position),
            skipWhiteSpace(bytes, from: position, to: bytes.count) == bytes.count
        else { return nil }
    }

    func text(_ name: String) -> String? {
        strings[name].map { String(decoding: $0, as: UTF8.self) }
    }

    private static func take(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, at position: inout Int) -> Bool {
        position = skipWhiteSpace(bytes, from: position, to: bytes.count)
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private static func takeTrue(in bytes: UnsafeRawBufferPointer, at position: inout Int) -> Bool {
        let start = skipWhiteSpace(bytes, from: position, to: bytes.count)
        guard bytes[start...].starts(with: "true".utf8) else { return false }
        position = start + 4
        return true
    }

    private static func number(in bytes: UnsafeRawBufferPointer, at position: inout Int) -> Int? {
        position = skipWhiteSpace(bytes, from: position, to: bytes.count)
        var value = 0
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
            position += 1
        }
        return position > start ? value : nil
    }

    private static func string(in bytes: UnsafeRawBufferPointer, at position: inout Int) -> [UInt8]? {
        var cursor = skipWhiteSpace(bytes, from: position, to: bytes.count)
        guard cursor < bytes.count, bytes[cursor] == 0x22 else { return nil }
        cursor += 1
        var value: [UInt8] = []
        var copied = cursor
        while cursor < bytes.count {
            let byte = bytes[cursor]
            guard byte >= 0x20 else { return nil }
            if byte == 0x22 {
                value.append(contentsOf: bytes[copied..<cursor])
                position = cursor + 1
                return value
            }
            guard byte == 0x5C else {
                cursor += 1
                continue
            }
            value.append(contentsOf: bytes[copied..<cursor])
            guard let length = appendEscape(bytes, at: cursor, to: &value) else { return nil }
            cursor += length
            copied = cursor
        }
        return nil
    }

    private static func appendEscape(
        _ bytes: UnsafeRawBufferPointer,
        at position: Int,
        to value: inout [UInt8]
    ) -> Int? {
        guard position + 1 < bytes.count else { return nil }
        switch bytes[position + 1] {
        case UInt8(ascii: "n"): value.append(0x0A)
        case UInt8(ascii: "r"): value.append(0x0D)
        case UInt8(ascii: "t"): value.append(0x09)
        case UInt8(ascii: "b"): value.append(0x08)
        case UInt8(ascii: "f"): value.append(0x0C)
        case let byte where byte == 0x22 || byte == 0x5C || byte == 0x2F: value.append(byte)
        case UInt8(ascii: "u"):
            guard let first = unit(bytes, at: position) else { return nil }
            if let scalar = Unicode.Scalar(first) {
                value.append(contentsOf: Array(String(Character(scalar)).utf8))
                return 6
            }
            guard first & 0xFC00 == 0xD800, let second = unit(bytes, at: position + 6), second & 0xFC00 == 0xDC00,
                let scalar = Unicode.Scalar(0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF)))
            else { return nil }
            value.append(contentsOf: Array(String(Character(scalar)).utf8))
            return 12
        default: return nil
        }
        return 2
    }

    private static func unit(_ bytes: UnsafeRawBufferPointer, at position: Int) -> UInt16? {
        guard position + 5 < bytes.count, bytes[position] == 0x5C, bytes[position + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt16 = 0
        for offset in 2..<6 {
            guard let digit = Character(Unicode.Scalar(bytes[position + offset])).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
