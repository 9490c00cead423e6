/// A path of a mapping: member names joined by `/`, of which one may search an array (`conditions[type=Failed]/message`).
///
/// On bytes: names that only look alike are different members.
struct MappingPath: Hashable, Sendable {
    struct Search: Hashable, Sendable {
        var key: [UInt8]
        var word: [UInt8]
        var negated: Bool
    }

    struct Step: Hashable, Sendable {
        var name: [UInt8]
        var search: Search?
    }

    var steps: [Step]

    private static let slash = UInt8(ascii: "/")
    private static let opening = UInt8(ascii: "[")
    private static let closing = UInt8(ascii: "]")
    private static let equals = UInt8(ascii: "=")
    private static let exclamation = UInt8(ascii: "!")

    /// Hashes the names alone, which tell most paths apart.
    func hash(into hasher: inout Hasher) {
        for step in steps {
            step.name.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    /// Reads the text of a path; nil where it is none.
    init?(_ text: [UInt8]) {
        steps = []
        guard !text.isEmpty else { return }
        if !text.contains(where: { $0 == Self.slash || $0 == Self.opening || $0 == Self.closing }) {
            steps = [Step(name: text)]
            return
        }
        steps.reserveCapacity(4)
        for part in text.split(separator: Self.slash, omittingEmptySubsequences: false) {
            guard let step = Self.step(part) else { return nil }
            steps.append(step)
        }
    }

    /// The path of one member.
    init(member name: [UInt8]) {
        steps = [Step(name: name)]
    }

    private static func step(_ part: ArraySlice<UInt8>) -> Step? {
        guard let open = part.firstIndex(of: opening) else {
            guard !part.isEmpty, !part.contains(closing) else { return nil }
            return Step(name: Array(part))
        }
        guard part.last == closing, open > part.startIndex else { return nil }
        let inside = part[(open + 1)...].dropLast()
        guard let sign = inside.firstIndex(of: equals) else { return nil }
        var key = inside[..<sign]
        let negated = key.last == exclamation
        if negated { key = key.dropLast() }
        let word = inside[(sign + 1)...]
        guard !key.isEmpty, !word.isEmpty, !key.contains(exclamation) else { return nil }
        guard !inside.contains(opening), !inside.contains(closing) else { return nil }
        return Step(
            name: Array(part[..<open]),
            search: Search(key: Array(key), word: Array(word), negated: negated)
        )
    }

    /// Appends the path as a JSON Pointer below the document (searches are left out: they have no index of their own).
    func appendPointer(to text: inout [UInt8]) {
        for step in steps {
            JSONPointer.appendStep(step.name, to: &text)
        }
    }
}
