/// What is wrong with the text of a mapping file, and on which line.
package struct JSONTreeError: Error, Sendable {
    package enum Kind: Sendable {
        case byteOrderMark
        case notJSON
        case truncated
        case tooDeep
        case tooLong
        case duplicateMember
    }

    package var kind: Kind
    package var line: Int
    /// JSON Pointer of the value in which it was found.
    package var path: String
    package var message: String
}

/// Reads JSON text into a ``JSONTree``: strict RFC 8259, no member twice, at most 64 levels and 1 MiB.
///
/// The depth limit also bounds the recursion.
package struct JSONTreeParser {
    package static let depthLimit = 64
    package static let lengthLimit = 1 << 20

    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var path: [String] = []

    package static func parse(_ bytes: [UInt8]) throws(JSONTreeError) -> JSONTree {
        var parser = JSONTreeParser(bytes: bytes)
        return try parser.document()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func document() throws(JSONTreeError) -> JSONTree {
        if bytes.count > Self.lengthLimit {
            throw fault(.tooLong, "the file is longer than 1 MiB; a mapping is a few kilobytes")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw fault(.byteOrderMark, "the file begins with a byte order mark; save it as UTF-8 without one")
        }
        skipWhiteSpace()
        let value = try value(depth: 0)
        skipWhiteSpace()
        if offset != bytes.count {
            throw fault(.notJSON, "text after the end of the document; remove it")
        }
        return value
    }

    private func fault(_ kind: JSONTreeError.Kind, _ message: String) -> JSONTreeError {
        JSONTreeError(kind: kind, line: line, path: pointer, message: message)
    }

    private var pointer: String {
        path.map { "/" + $0.escapedForPointer }.joined()
    }

    private var current: UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private mutating func skipWhiteSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            offset += 1
        }
    }

    private func truncated() -> JSONTreeError {
        fault(.truncated, "the file ends inside a value; it seems cut off")
    }

    private mutating func value(depth: Int) throws(JSONTreeError) -> JSONTree {
        guard depth <= Self.depthLimit else {
            throw fault(.tooDeep, "values are nested deeper than \(Self.depthLimit) levels; no mapping needs that")
        }
        guard let byte = current else { throw truncated() }
        let start = line
        switch byte {
        case UInt8(ascii: "{"): return JSONTree(.object(try members(depth: depth)), line: start)
        case UInt8(ascii: "["): return JSONTree(.array(try elements(depth: depth)), line: start)
        case UInt8(ascii: "\""): return JSONTree(.string(try string()), line: start)
        case UInt8(ascii: "t"): return JSONTree(try literal("true", .bool(true)), line: start)
        case UInt8(ascii: "f"): return JSONTree(try literal("false", .bool(false)), line: start)
        case UInt8(ascii: "n"): return JSONTree(try literal("null", .null), line: start)
        default: return JSONTree(.number(try number()), line: start)
        }
    }

    private mutating func literal(
        _ word: StaticString,
        _ content: JSONTree.Content
    ) throws(JSONTreeError) -> JSONTree.Content {
        let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[offset...].starts(with: wanted) else {
            throw fault(.notJSON, "a value is expected here; quote it if it is text")
        }
        offset += wanted.count
        return content
    }

    private mutating func members(depth: Int) throws(JSONTreeError) -> [JSONTree.Member] {
        offset += 1
        skipWhiteSpace()
        var found: [JSONTree.Member] = []
        if current == UInt8(ascii: "}") {
            offset += 1
            return found
        }
        var names: Set<[UInt8]> = []
        while true {
            guard let byte = current else { throw truncated() }
            guard byte == UInt8(ascii: "\"") else {
                throw fault(.notJSON, "a member name in quotes is expected here")
            }
            let nameLine = line
            let name = try string()
            path.append(name)
            guard names.insert(Array(name.utf8)).inserted else {
                throw fault(.duplicateMember, "the member stands twice in one object; keep one")
            }
            skipWhiteSpace()
            guard let colon = current else { throw truncated() }
            guard colon == UInt8(ascii: ":") else { throw fault(.notJSON, "a colon is expected after a member name") }
            offset += 1
            skipWhiteSpace()
            found.append(JSONTree.Member(name: name, value: try value(depth: depth + 1), line: nameLine))
            path.removeLast()
            skipWhiteSpace()
            guard try next(closing: UInt8(ascii: "}")) else { return found }
        }
    }

    private mutating func elements(depth: Int) throws(JSONTreeError) -> [JSONTree] {
        offset += 1
        skipWhiteSpace()
        var found: [JSONTree] = []
        if current == UInt8(ascii: "]") {
            offset += 1
            return found
        }
        while true {
            path.append(String(found.count))
            found.append(try value(depth: depth + 1))
            path.removeLast()
            skipWhiteSpace()
            guard try next(closing: UInt8(ascii: "]")) else { return found }
        }
    }

    /// Steps over a comma (true) or the closing bracket (false).
    private mutating func next(closing: UInt8) throws(JSONTreeError) -> Bool {
        guard let byte = current else { throw truncated() }
        offset += 1
        if byte == closing { return false }
        guard byte == UInt8(ascii: ",") else {
            offset -= 1
            throw fault(.notJSON, "a comma or the end of the object or array is expected here")
        }
        skipWhiteSpace()
        return true
    }

    private mutating func number() throws(JSONTreeError) -> String {
        let start = offset
        while let byte = current, JSONNumber.canContain(byte) { offset += 1 }
        let text = bytes[start..<offset]
        guard text.withUnsafeBytes({ JSONNumber.isValid($0) }) else {
            offset = start
            throw fault(.notJSON, "a value is expected here; quote it if it is text")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func string() throws(JSONTreeError) -> String {
        offset += 1
        var text: [UInt8] = []
        while let byte = current {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw fault(.notJSON, "the text is not UTF-8; save the file as UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw fault(.notJSON, "a control character stands raw in a string; escape it")
            default: text.append(byte)
            }
        }
        throw truncated()
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONTreeError) {
        guard let byte = current else { throw truncated() }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if 0xD800..<0xDC00 ~= code, bytes[offset...].starts(with: [0x5C, 0x75]) {
                offset += 2
                let low = try hexadecimal()
                guard 0xDC00..<0xE000 ~= low else { throw fault(.notJSON, "half of a surrogate pair is missing") }
                code = 0x10000 + ((code & 0x3FF) << 10 | (low & 0x3FF))
            }
            guard let scalar = Unicode.Scalar(code) else {
                throw fault(.notJSON, "half of a surrogate pair is missing")
            }
            text.append(contentsOf: Character(scalar).utf8)
        default: throw fault(.notJSON, "this escape is none of JSON's")
        }
    }

    private mutating func hexadecimal() throws(JSONTreeError) -> UInt32 {
        guard bytes.count - offset >= 4 else { throw truncated() }
        var code: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault(.notJSON, "four hexadecimal digits are expected after \\u")
            }
            code = code << 4 | UInt32(digit)
        }
        offset += 4
        return code
    }
}

extension String {
    /// The text as a reference token of a JSON Pointer (RFC 6901).
    package var escapedForPointer: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
