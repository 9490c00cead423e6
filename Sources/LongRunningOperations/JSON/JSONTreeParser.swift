/// What is wrong with the text of a mapping file, and where.
package struct JSONTreeError: Error, Sendable {
    package enum Kind: Sendable {
        case byteOrderMark
        case notJSON
        case notUTF8
        case truncated
        case tooDeep
        case tooLong
        case tooMany
        case duplicateMember
    }

    package var kind: Kind
    package var line: Int
    /// Bytes of the text before the fault.
    package var offset: Int
    /// JSON Pointer of the value in which it was found.
    package var path: String
    package var message: String
}

/// Reads JSON text into a ``JSONTree``: strict RFC 8259, at most 64 levels and 1 MiB.
///
/// The depth limit also bounds the recursion.
package struct JSONTreeParser {
    /// What becomes of an object that has a member twice.
    enum RepeatedMembers {
        case refused
        /// For one who reports all of them.
        case kept
    }

    package static let depthLimit = 64
    package static let lengthLimit = 1 << 20
    /// Names of an object are compared one by one up to this number, and hashed from there on.
    private static let comparedNames = 16
    /// Most objects and arrays of mappings have no more members and elements.
    private static let usualCount = 4

    private enum Step {
        case member(String)
        case element(Int)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let repeatedMembers: RepeatedMembers
    private let valueLimit: Int
    /// Whether it is kept in mind where a value is, for what may be wrong with it.
    private let keepsPath: Bool
    private var offset = 0
    private var line = 1
    private var valueCount = 0
    private var path: [Step] = []

    /// Reads a text in which no object has a member twice.
    package static func parse(_ bytes: [UInt8]) throws(JSONTreeError) -> JSONTree {
        try parse(bytes, repeatedMembers: .refused)
    }

    static func parse(
        _ bytes: [UInt8],
        repeatedMembers: RepeatedMembers,
        valueLimit: Int = .max
    ) throws(JSONTreeError) -> JSONTree {
        try bytes.withUnsafeBufferPointer { bytes throws(JSONTreeError) in
            var parser = JSONTreeParser(bytes, repeatedMembers, valueLimit: valueLimit)
            return try parser.document()
        }
    }

    /// Reads a text of which it is known that it is sound, and that no object has a member twice.
    static func parseChecked(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONTreeError) -> JSONTree {
        var parser = JSONTreeParser(bytes, .kept, valueLimit: .max, keepsPath: false)
        return try parser.document()
    }

    private init(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ repeatedMembers: RepeatedMembers,
        valueLimit: Int,
        keepsPath: Bool = true
    ) {
        self.keepsPath = keepsPath
        self.bytes = bytes
        self.repeatedMembers = repeatedMembers
        self.valueLimit = valueLimit
    }

    private mutating func document() throws(JSONTreeError) -> JSONTree {
        if bytes.count > Self.lengthLimit {
            throw fault(.tooLong, "the file is longer than 1 MiB; a mapping is a few kilobytes")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw fault(.byteOrderMark, "the file begins with a byte order mark; save it as UTF-8 without one")
        }
        skipWhiteSpace()
        guard offset < bytes.count else { throw fault(.truncated, "the file is empty") }
        let value = try value(depth: 0)
        skipWhiteSpace()
        if offset != bytes.count {
            throw fault(.notJSON, "text after the end of the document; remove it")
        }
        return value
    }

    private func fault(_ kind: JSONTreeError.Kind, _ message: String) -> JSONTreeError {
        JSONTreeError(kind: kind, line: line, offset: offset, path: pointer, message: message)
    }

    private var pointer: String {
        path.map { step in
            switch step {
            case .member(let name): "/" + Array(name.utf8).shownText.escapedForPointer
            case .element(let index): "/\(index)"
            }
        }
        .joined()
    }

    private var current: UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private mutating func skipWhiteSpace() {
        while let byte = current, byte.isJSONWhiteSpace {
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
        valueCount += 1
        guard valueCount <= valueLimit else {
            throw fault(.tooMany, "the file has more than \(valueLimit) values; a mapping needs some hundred")
        }
        guard let byte = current else { throw truncated() }
        let (line, offset) = (line, offset)
        let content: JSONTree.Content =
            switch byte {
            case UInt8(ascii: "{"): .object(try members(depth: depth))
            case UInt8(ascii: "["): .array(try elements(depth: depth))
            case UInt8(ascii: "\""): .string(try string())
            case UInt8(ascii: "t"): try literal("true", .bool(true))
            case UInt8(ascii: "f"): try literal("false", .bool(false))
            case UInt8(ascii: "n"): try literal("null", .null)
            default: .number(try number())
            }
        return JSONTree(content, line: line, offset: offset)
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
        found.reserveCapacity(Self.usualCount)
        var names: Set<[UInt8]> = []
        while true {
            guard let byte = current else { throw truncated() }
            guard byte == UInt8(ascii: "\"") else {
                throw fault(.notJSON, "a member name in quotes is expected here")
            }
            let nameLine = line
            let name = try string()
            if keepsPath { path.append(.member(name)) }
            guard repeatedMembers == .kept || Self.isNew(name, beside: found, &names) else {
                throw fault(.duplicateMember, "the member stands twice in one object; keep one")
            }
            skipWhiteSpace()
            guard let colon = current else { throw truncated() }
            guard colon == UInt8(ascii: ":") else { throw fault(.notJSON, "a colon is expected after a member name") }
            offset += 1
            skipWhiteSpace()
            found.append(JSONTree.Member(name: name, value: try value(depth: depth + 1), line: nameLine))
            if keepsPath { path.removeLast() }
            skipWhiteSpace()
            guard try next(closing: UInt8(ascii: "}")) else { return found }
        }
    }

    /// Whether no member has that name so far; `names` are those of an object with many members.
    private static func isNew(_ name: String, beside members: [JSONTree.Member], _ names: inout Set<[UInt8]>) -> Bool {
        if members.count < comparedNames {
            return !members.contains { $0.name.hasSameBytes(as: name) }
        }
        if names.isEmpty { names = Set(members.map { Array($0.name.utf8) }) }
        return names.insert(Array(name.utf8)).inserted
    }

    private mutating func elements(depth: Int) throws(JSONTreeError) -> [JSONTree] {
        offset += 1
        skipWhiteSpace()
        var found: [JSONTree] = []
        if current == UInt8(ascii: "]") {
            offset += 1
            return found
        }
        found.reserveCapacity(Self.usualCount)
        while true {
            if keepsPath { path.append(.element(found.count)) }
            found.append(try value(depth: depth + 1))
            if keepsPath { path.removeLast() }
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
        let text = UnsafeBufferPointer(rebasing: bytes[start..<offset])
        guard JSONNumber.isValid(UnsafeRawBufferPointer(text)) else {
            offset = start
            throw fault(.notJSON, "a value is expected here; quote it if it is text")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func string() throws(JSONTreeError) -> String {
        offset += 1
        let plain = try plainText()
        if bytes[offset] == UInt8(ascii: "\"") {
            offset += 1
            return String(decoding: plain, as: UTF8.self)
        }
        var text = Array(plain)
        while bytes[offset] == UInt8(ascii: "\\") {
            try escape(into: &text)
            text += try plainText()
        }
        offset += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands before the next quote or backslash, which is there: UTF-8.
    private mutating func plainText() throws(JSONTreeError) -> UnsafeBufferPointer<UInt8> {
        let start = offset
        var all: UInt8 = 0
        while let byte = current {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                let text = UnsafeBufferPointer(rebasing: bytes[start..<offset])
                // All but a few texts are ASCII, and need no check that is several times the work of reading them.
                if all >= 0x80 { try check(text, from: start) }
                return text
            }
            if byte < 0x20 { throw fault(.notJSON, "a control character stands raw in a string; escape it") }
            all |= byte
            offset += 1
        }
        throw truncated()
    }

    /// Checks that the text that begins at `start` is UTF-8.
    private mutating func check(_ text: UnsafeBufferPointer<UInt8>, from start: Int) throws(JSONTreeError) {
        guard !UTF8Text.isValid(UnsafeRawBufferPointer(text)) else { return }
        var decoder = UTF8()
        var iterator = text.makeIterator()
        offset = start
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            offset += UTF8.width(scalar)
        }
        throw fault(.notUTF8, "the text is not UTF-8; save the file as UTF-8")
    }

    /// Reads the escape whose backslash is here; the offset stays where it is none.
    private mutating func escape(into text: inout [UInt8]) throws(JSONTreeError) {
        let start = offset
        do throws(JSONTreeError) {
            try appendEscaped(to: &text)
        } catch {
            var error = error
            if error.kind == .notJSON { error.offset = start }
            throw error
        }
    }

    private mutating func appendEscaped(to text: inout [UInt8]) throws(JSONTreeError) {
        offset += 1
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
