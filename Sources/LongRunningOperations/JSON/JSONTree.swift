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
    /// Bytes of the text before the value.
    package var offset: Int

    package init(_ content: Content, line: Int, offset: Int = 0) {
        self.content = content
        self.line = line
        self.offset = offset
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
        guard case .object(let members) = content else { return nil }
        // By index, for a member that is looked at in passing is not copied that way.
        for index in members.indices where members[index].name.hasSameBytes(as: name) {
            return members[index].value
        }
        return nil
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
        // Most texts differ in length, which is known.
        guard utf8.count == other.utf8CodeUnitCount else { return false }
        let wanted = UnsafeBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount)
        return utf8.withContiguousStorageIfAvailable { $0.elementsEqual(wanted) } ?? utf8.elementsEqual(wanted)
    }

    package func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// Hashes what `hasSameBytes(as:)` compares; the count keeps texts apart that are hashed one after another.
    func hashBytes(into hasher: inout Hasher) {
        var bytes = self
        bytes.withUTF8 { bytes in
            hasher.combine(bytes.count)
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
    }

    /// Whether the text has the bytes of one of these.
    package func isOne(of texts: [StaticString]) -> Bool {
        texts.contains { hasSameBytes(as: $0) }
    }
}
