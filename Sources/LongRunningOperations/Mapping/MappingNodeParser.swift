/// Reads the text of a mapping file into nodes that know their places: the linter's first pass.
///
/// Strict RFC 8259, at most 64 levels (which also bounds the recursion), 1 MiB and 2000 values. The first fault ends the
/// reading, but a member that occurs twice is only noted, so that all of them are reported at once.
struct MappingNodeParser {
    static let depthLimit = 64
    static let lengthLimit = 1 << 20
    static let countLimit = 2000

    /// Why there is no document.
    struct Fault: Error {
        var line: Int
        var code: MappingProblem.Code
        var message: String
    }

    /// A member that an object has twice: the later value, and the line of the first.
    struct Repetition {
        var node: MappingNode
        var name: [UInt8]
        var firstLine: Int
    }

    private let bytes: [UInt8]
    private let file: Int
    private var offset = 0
    private var line = 1
    private var count = 0
    private var repetitions: [Repetition] = []

    static func parse(_ bytes: [UInt8], file: Int) throws(Fault) -> (root: MappingNode, repetitions: [Repetition]) {
        var parser = MappingNodeParser(bytes: bytes, file: file)
        let root = try parser.document()
        return (root, parser.repetitions)
    }

    private init(bytes: [UInt8], file: Int) {
        self.bytes = bytes
        self.file = file
    }

    private mutating func document() throws(Fault) -> MappingNode {
        if bytes.count > Self.lengthLimit {
            let message = "the file is longer than 1 MiB; a mapping is a few kilobytes"
            throw Fault(line: 1, code: .tooLong, message: message)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            let message = "the file begins with a byte order mark; save it as UTF-8 without one"
            throw Fault(line: 1, code: .byteOrderMark, message: message)
        }
        if let fault = firstInvalid() {
            let line = 1 + bytes[..<fault].count { $0 == 0x0A }
            throw Fault(line: line, code: .notUTF8, message: "byte \(fault) is not UTF-8; save the file as UTF-8")
        }
        skipWhiteSpace()
        let root = try value(key: .root, parent: nil, depth: 1)
        skipWhiteSpace()
        guard offset == bytes.count else { throw notJSON() }
        return root
    }

    /// The offset of the first byte that is not UTF-8.
    private func firstInvalid() -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var sound = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            sound += UTF8.width(scalar)
        }
        return sound
    }

    private var current: UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private func notJSON() -> Fault {
        Fault(line: line, code: .notJSON, message: "the file is not JSON from byte \(offset) on; correct it")
    }

    private mutating func skipWhiteSpace() {
        while let byte = current, byte.isJSONWhiteSpace {
            if byte == 0x0A { line += 1 }
            offset += 1
        }
    }

    private mutating func value(key: MappingNode.Key, parent: MappingNode?, depth: Int) throws(Fault) -> MappingNode {
        guard depth <= Self.depthLimit else {
            let limit = "objects and lists are nested deeper than \(Self.depthLimit)"
            let message = "\(limit); a mapping needs about ten levels"
            throw Fault(line: line, code: .tooDeep, message: message)
        }
        count += 1
        guard count <= Self.countLimit else {
            let message = "the file has more than \(Self.countLimit) values; a mapping needs some hundred"
            throw Fault(line: line, code: .tooMany, message: message)
        }
        guard let byte = current else { throw notJSON() }
        let (startLine, start) = (line, offset)
        func node(_ kind: MappingNode.Kind, _ text: [UInt8] = []) -> MappingNode {
            MappingNode(kind, text: text, key: key, parent: parent, file: file, line: startLine, offset: start)
        }
        switch byte {
        case UInt8(ascii: "{"):
            let object = node(.object)
            try readMembers(of: object, depth: depth)
            return object
        case UInt8(ascii: "["):
            let array = node(.array)
            try readElements(of: array, depth: depth)
            return array
        case UInt8(ascii: "\""): return node(.string, try string())
        case UInt8(ascii: "t"): return node(.boolean, try literal("true"))
        case UInt8(ascii: "f"): return node(.boolean, try literal("false"))
        case UInt8(ascii: "n"): return node(.null, try literal("null"))
        default: return node(.number, try number())
        }
    }

    private mutating func literal(_ word: String) throws(Fault) -> [UInt8] {
        guard bytes[offset...].starts(with: word.utf8) else { throw notJSON() }
        offset += word.utf8.count
        return Array(word.utf8)
    }

    private mutating func number() throws(Fault) -> [UInt8] {
        let length = bytes[offset...]
            .withUnsafeBytes { rest in
                rest.baseAddress.map { JSONNumber.scan($0, count: rest.count) } ?? 0
            }
        guard length > 0 else { throw notJSON() }
        defer { offset += length }
        return Array(bytes[offset..<offset + length])
    }

    private mutating func readMembers(of object: MappingNode, depth: Int) throws(Fault) {
        var firstLines: [[UInt8]: Int] = [:]
        offset += 1
        skipWhiteSpace()
        if current == UInt8(ascii: "}") {
            offset += 1
            return
        }
        repeat {
            guard current == UInt8(ascii: "\"") else { throw notJSON() }
            let name = try string()
            skipWhiteSpace()
            guard current == UInt8(ascii: ":") else { throw notJSON() }
            offset += 1
            skipWhiteSpace()
            let member = try value(key: .member(name), parent: object, depth: depth + 1)
            if let first = firstLines[name] {
                repetitions.append(Repetition(node: member, name: name, firstLine: first))
            } else {
                firstLines[name] = member.line
                object.append(member)
            }
            skipWhiteSpace()
        } while try next(closing: UInt8(ascii: "}"))
    }

    private mutating func readElements(of array: MappingNode, depth: Int) throws(Fault) {
        offset += 1
        skipWhiteSpace()
        if current == UInt8(ascii: "]") {
            offset += 1
            return
        }
        repeat {
            array.append(try value(key: .index(array.elements.count), parent: array, depth: depth + 1))
            skipWhiteSpace()
        } while try next(closing: UInt8(ascii: "]"))
    }

    /// Steps over a comma (true) or the closing bracket (false).
    private mutating func next(closing: UInt8) throws(Fault) -> Bool {
        guard let byte = current, byte == closing || byte == UInt8(ascii: ",") else { throw notJSON() }
        offset += 1
        if byte == closing { return false }
        skipWhiteSpace()
        return true
    }

    private mutating func string() throws(Fault) -> [UInt8] {
        offset += 1
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return text
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw notJSON()
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw notJSON()
    }

    /// Reads the escape that begins here; the offset stays where it is none.
    private mutating func escape(into text: inout [UInt8]) throws(Fault) {
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
        guard offset + 1 < bytes.count else {
            offset = bytes.count
            throw notJSON()
        }
        if let byte = plain[bytes[offset + 1]] {
            text.append(byte)
            offset += 2
            return
        }
        guard var code = unit(at: offset) else { throw notJSON() }
        var length = 6
        if 0xD800..<0xDC00 ~= code {
            guard let low = unit(at: offset + 6), 0xDC00..<0xE000 ~= low else { throw notJSON() }
            code = 0x10000 + ((code & 0x3FF) << 10 | (low & 0x3FF))
            length = 12
        }
        guard let scalar = Unicode.Scalar(code) else { throw notJSON() }
        text.append(contentsOf: Unicode.UTF8.encode(scalar).map(Array.init) ?? [])
        offset += length
    }

    /// The UTF-16 code unit that `\uXXXX` at `start` stands for.
    private func unit(at start: Int) -> UInt32? {
        guard bytes.count - start >= 6, bytes[start...].starts(with: "\\u".utf8) else { return nil }
        var code: UInt32 = 0
        for byte in bytes[start + 2..<start + 6] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            code = code << 4 | UInt32(digit)
        }
        return code
    }
}
