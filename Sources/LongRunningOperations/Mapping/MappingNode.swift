/// A value of a mapping file while the file is checked: what it is, where it stands, and in which file.
///
/// Names and texts are bytes, since a file that is being checked may hold anything. Nodes are as deep as the parser allows.
final class MappingNode {
    enum Kind {
        case null
        case boolean
        case number
        case string
        case array
        case object
    }

    struct Member {
        var name: [UInt8]
        var value: MappingNode
    }

    /// Where a node stands in its parent.
    enum Key {
        case root
        case member([UInt8])
        case index(Int)
    }

    let kind: Kind
    /// The text of a string, number or boolean.
    let text: [UInt8]
    let key: Key
    /// The line, from 1, and the offset at which the value begins.
    let line: Int
    let offset: Int
    /// The number of the file that holds it.
    let file: Int
    private(set) weak var parent: MappingNode?
    private(set) var members: [Member] = []
    private(set) var elements: [MappingNode] = []

    init(_ kind: Kind, text: [UInt8] = [], key: Key, parent: MappingNode?, file: Int, line: Int, offset: Int) {
        self.kind = kind
        self.text = text
        self.key = key
        self.parent = parent
        self.file = file
        self.line = line
        self.offset = offset
    }

    func append(_ child: MappingNode) {
        switch child.key {
        case .member(let name): members.append(Member(name: name, value: child))
        case .index: elements.append(child)
        case .root: break
        }
    }

    var isNull: Bool { kind == .null }
    var isScalar: Bool { kind == .string || kind == .number || kind == .boolean }

    /// The value of the member of that name.
    subscript(name: StaticString) -> MappingNode? {
        members.first { $0.name.isExactly(name) }?.value
    }

    /// The value as one or, where it is a list, its elements; none for `null`.
    var alternatives: [MappingNode] {
        switch kind {
        case .null: []
        case .array: elements
        default: [self]
        }
    }

    /// The JSON Pointer of the node, with the escapes of a canonical line.
    var pointer: String {
        var steps: [String] = []
        var node: MappingNode? = self
        while let current = node {
            switch current.key {
            case .root: break
            case .member(let name): steps.append("/" + name.shownText.escapedForPointer)
            case .index(let index): steps.append("/\(index)")
            }
            node = current.parent
        }
        return steps.reversed().joined()
    }

    /// The value as bytes that are equal for equal values: members sorted, numbers as their text.
    var canonicalBytes: [UInt8] {
        switch kind {
        case .null: Array("null".utf8)
        case .boolean: text
        case .number, .string: text.quotedBytes
        case .array:
            Array("[".utf8) + elements.map(\.canonicalBytes).joined(separator: ",".utf8) + Array("]".utf8)
        case .object:
            Array("{".utf8)
                + members
                .map { $0.name.quotedBytes + Array(":".utf8) + $0.value.canonicalBytes }
                .sorted { $0.lexicographicallyPrecedes($1) }
                .joined(separator: ",".utf8)
                + Array("}".utf8)
        }
    }
}

extension MappingNode {
    /// A member that an object has twice: the later value, and the line of the first.
    struct Repetition {
        var node: MappingNode
        var name: [UInt8]
        var firstLine: Int
    }

    /// The nodes of a file that was read; of a member that occurs twice the first.
    static func node(of tree: JSONTree, file: Int) -> MappingNode {
        var repetitions: [Repetition] = []
        return node(of: tree, file: file, repetitions: &repetitions)
    }

    /// The nodes of a file that was read, and the members that occur twice in it, of which the first becomes a node.
    static func node(
        of tree: JSONTree,
        file: Int,
        key: Key = .root,
        parent: MappingNode? = nil,
        repetitions: inout [Repetition]
    ) -> MappingNode {
        let kind: Kind =
            switch tree.content {
            case .null: .null
            case .bool: .boolean
            case .number: .number
            case .string: .string
            case .array: .array
            case .object: .object
            }
        let text = Array((tree.scalarText ?? "").utf8)
        let made = MappingNode(
            kind,
            text: text,
            key: key,
            parent: parent,
            file: file,
            line: tree.line,
            offset: tree.offset
        )
        func child(_ tree: JSONTree, _ key: Key) -> MappingNode {
            node(of: tree, file: file, key: key, parent: made, repetitions: &repetitions)
        }
        var firstLines: [[UInt8]: Int] = [:]
        for member in tree.members {
            let name = Array(member.name.utf8)
            let value = child(member.value, .member(name))
            if let first = firstLines[name] {
                repetitions.append(Repetition(node: value, name: name, firstLine: first))
            } else {
                firstLines[name] = value.line
                made.append(value)
            }
        }
        for (index, element) in tree.elements.enumerated() {
            made.append(child(element, .index(index)))
        }
        return made
    }
}

extension [UInt8] {
    func isExactly(_ text: StaticString) -> Bool {
        elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func isOne(of texts: [StaticString]) -> Bool {
        texts.contains { isExactly($0) }
    }

    /// The text as messages show it: with the escapes of a canonical line, and cut where it is long.
    var shownText: String {
        let limit = 120
        var end = Swift.min(count, limit)
        while end > 0, end < count, self[end] & 0xC0 == 0x80 { end -= 1 }
        var output = OutputBuffer(capacity: 512)
        self[..<end].withUnsafeBytes { output.appendEscaped($0) }
        return String(decoding: output.bytes, as: UTF8.self) + (end < count ? "…" : "")
    }

    fileprivate var quotedBytes: [UInt8] {
        var output = OutputBuffer(capacity: count + 16)
        output.append(UInt8(ascii: "\""))
        withUnsafeBytes { output.appendEscaped($0) }
        output.append(UInt8(ascii: "\""))
        return Array(output.bytes)
    }
}
