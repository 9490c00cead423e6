/// What a kernel must answer, worked out slowly and by other means than the kernels use.
///
/// The text is cut into pieces that are either a whole string or one byte outside strings; strings are judged on their
/// own: UTF-8 and UTF-16 by the standard library's decoders, escapes by reading them in order.
struct LexicalOracle {
    private enum Piece {
        case string(Range<Int>)
        case outside(Int)
    }

    private static let structural = Set("{}[]:,".utf8)
    private static let whiteSpace = Set(" \t\n\r".utf8)
    private static let special: Set<UInt8> = [0x5C, 0x7F, 0xC2, 0xD8, 0xE2]
    private static let simpleEscapes = Set(#""\/bfnrt"#.utf8)

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The answer, nil where the bytes are to be refused.
    func index() -> LexicalIndex? {
        let isUTF8 = String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(bytes)
        guard isUTF8, let pieces = pieces() else { return nil }
        var tokens: [Int] = []
        var marked = Set(bytes.indices.filter { Self.special.contains(bytes[$0]) })
        var endOfRun: Int?
        for piece in pieces {
            switch piece {
            case .string(let range):
                guard isSound(Array(bytes[range].dropFirst().dropLast())) else { return nil }
                tokens += [range.lowerBound, range.upperBound - 1]
            case .outside(let offset) where Self.whiteSpace.contains(bytes[offset]):
                marked.insert(offset)
            case .outside(let offset) where Self.structural.contains(bytes[offset]):
                tokens.append(offset)
            case .outside(let offset):
                if endOfRun != offset {
                    tokens.append(offset)
                }
                endOfRun = offset + 1
            }
        }
        var attention = [UInt64](repeating: 0, count: bytes.count / 64 + 2)
        for offset in marked {
            attention[offset / 64] += 1 << UInt64(offset % 64)
        }
        return LexicalIndex(tokens: tokens.map { UInt32($0) }, attention: attention)
    }

    /// The pieces in order; nil where a string does not end.
    private func pieces() -> [Piece]? {
        var pieces: [Piece] = []
        var rest = bytes[...]
        while let byte = rest.first {
            let start = rest.startIndex
            if byte == UInt8(ascii: "\"") {
                guard let end = endOfString(from: start) else { return nil }
                pieces.append(.string(start..<end))
                rest = bytes[end...]
                continue
            }
            // A backslash takes the byte behind it along, which is then no quote and no backslash of its own.
            let length = byte == UInt8(ascii: "\\") ? min(2, rest.count) : 1
            pieces += (start..<start + length).map { .outside($0) }
            rest = rest.dropFirst(length)
        }
        return pieces
    }

    private func endOfString(from start: Int) -> Int? {
        var offset = start + 1
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                return offset + 1
            case UInt8(ascii: "\\"):
                offset += 2
            default:
                offset += 1
            }
        }
        return nil
    }

    private func isSound(_ content: [UInt8]) -> Bool {
        var runs: [[UInt16]] = [[]]
        var rest = content[...]
        while let byte = rest.popFirst() {
            if byte < 0x20 {
                return false
            }
            guard byte == UInt8(ascii: "\\") else {
                runs.append([])
                continue
            }
            guard let escape = rest.popFirst() else { return false }
            if Self.simpleEscapes.contains(escape) {
                runs.append([])
                continue
            }
            let digits = String(decoding: rest.prefix(4), as: UTF8.self)
            guard escape == UInt8(ascii: "u"), digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
                digits.allSatisfy(\.isASCII), let unit = UInt16(digits, radix: 16)
            else { return false }
            runs[runs.count - 1].append(unit)
            rest = rest.dropFirst(4)
        }
        return runs.allSatisfy { run in
            String(decoding: run, as: UTF16.self).utf16.elementsEqual(run)
        }
    }
}
