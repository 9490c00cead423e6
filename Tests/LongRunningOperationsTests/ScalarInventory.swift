/// The scalars, empty objects and empty arrays of a JSON text, counted; names and nulls are none.
///
/// Reads text that is known to be JSON. Strings are compared by what they mean, numbers by their digits.
struct ScalarInventory {
    /// Strings begin with a quote here, so that `"1"` and `1` are two.
    private(set) var counts: [[UInt8]: Int] = [:]

    init(_ text: [UInt8]) {
        var offset = 0
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "\""):
                let (string, next) = Self.string(text, offset)
                offset = Self.afterWhiteSpace(text, next)
                let isName = offset < text.count && text[offset] == UInt8(ascii: ":")
                if !isName { counts[[UInt8(ascii: "\"")] + string, default: 0] += 1 }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let next = Self.afterWhiteSpace(text, offset + 1)
                if next < text.count, text[next] == text[offset] + 2 {
                    counts[[text[offset], text[next]], default: 0] += 1
                }
                offset += 1
            case UInt8(ascii: "-"), 0x30...0x39, 0x41...0x5A, 0x61...0x7A:
                let start = offset
                while offset < text.count, Self.isBare(text[offset]) { offset += 1 }
                let scalar = Array(text[start..<offset])
                if !scalar.elementsEqual("null".utf8) { counts[scalar, default: 0] += 1 }
            default: offset += 1
            }
        }
    }

    /// The number tokens.
    var numbers: Set<[UInt8]> {
        Set(counts.keys.filter { $0.first.map { $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0 } ?? false })
    }

    func isContained(in other: ScalarInventory) -> Bool {
        missing(in: other).isEmpty
    }

    /// What the other holds less often, as it would be looked for, without its quote.
    func missing(in other: ScalarInventory) -> [(text: [UInt8], isString: Bool)] {
        counts.filter { other.counts[$0.key, default: 0] < $0.value }
            .map { scalar, _ in
                let isString = scalar.first == UInt8(ascii: "\"")
                return (isString ? Array(scalar.dropFirst()) : scalar, isString)
            }
    }

    /// Whether it stands anywhere, as a string or bare.
    func contains(text: [UInt8]) -> Bool {
        counts[[UInt8(ascii: "\"")] + text] != nil || counts[text] != nil
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func afterWhiteSpace(_ text: [UInt8], _ start: Int) -> Int {
        var offset = start
        while offset < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[offset]) { offset += 1 }
        return offset
    }

    private static func string(_ text: [UInt8], _ start: Int) -> (string: [UInt8], next: Int) {
        var units: [UInt8] = []
        var offset = start + 1
        while offset < text.count, text[offset] != UInt8(ascii: "\"") {
            guard text[offset] == UInt8(ascii: "\\"), offset + 1 < text.count else {
                units.append(text[offset])
                offset += 1
                continue
            }
            let letter = text[offset + 1]
            offset += 2
            guard letter == UInt8(ascii: "u") else {
                let meanings: [UInt8: UInt8] = [0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09]
                units.append(meanings[letter] ?? letter)
                continue
            }
            var codes: [UInt16] = [code(text, offset)]
            offset += 4
            if 0xD800..<0xDC00 ~= codes[0] {
                codes.append(code(text, offset + 2))
                offset += 6
            }
            units += Array(String(decoding: codes, as: UTF16.self).utf8)
        }
        return (units, offset + 1)
    }

    private static func code(_ text: [UInt8], _ offset: Int) -> UInt16 {
        guard offset + 4 <= text.count else { return 0 }
        return UInt16(String(decoding: text[offset..<offset + 4], as: UTF8.self), radix: 16) ?? 0
    }
}
