/// A JSON value as a tree, with the place of every value: what mapping files are read into.
///
/// Documents of services never become trees (see ``TokenIndex``); a mapping is small, read once, and its errors name lines.
package struct JSONTree: Sendable {
    package enum Content: Sendable {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case array([JSONTree])
        case object([Member])
    }

    package struct Member: Sendable {
        package var name: String
        package var value: JSONTree
        /// The line on which the name stands, from 1.
        package var line: Int

        package init(name: String, value: JSONTree, line: Int) {
            self.name = name
            self.value = value
            self.line = line
        }
    }

    package var content: Content
    /// The line on which the value begins, from 1.
    package var line: Int

    package init(_ content: Content, line: Int) {
        self.content = content
        self.line = line
    }

    package var members: [Member] {
        if case .object(let members) = content { return members }
        return []
    }

    package var elements: [JSONTree] {
        if case .array(let elements) = content { return elements }
        return []
    }

    package var string: String? {
        if case .string(let text) = content { return text }
        return nil
    }

    package var isNull: Bool {
        if case .null = content { return true }
        return false
    }

    /// The text of a string, number or boolean.
    package var scalarText: String? {
        switch content {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }

    /// The value of the first member of that name.
    package subscript(name: StaticString) -> JSONTree? {
        members.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// The value as one value or, where it is an array, its elements.
    package var oneOrMany: [JSONTree] {
        if case .array(let elements) = content { return elements }
        return [self]
    }
}

extension String {
    /// Compares bytes: `==` normalises, which is slow on hostile text and merges names that differ.
    package func hasSameBytes(as other: StaticString) -> Bool {
        utf8.elementsEqual(UnsafeBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
    }

    package func hasSameBytes(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
