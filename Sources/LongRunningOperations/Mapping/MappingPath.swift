/// A path of a mapping: member names joined by `/`, of which one may search an array (`conditions[type=Failed]/message`).
struct MappingPath: Hashable, Sendable {
    struct Search: Hashable, Sendable {
        var key: String
        var word: String
        var negated: Bool
    }

    struct Step: Hashable, Sendable {
        var name: String
        var search: Search?
    }

    var steps: [Step]

    /// Reads the text of a path; nil where it is none.
    init?(_ text: String) {
        steps = []
        guard !text.isEmpty else { return }
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            guard let step = Self.step(part) else { return nil }
            steps.append(step)
        }
    }

    init(steps: [Step]) {
        self.steps = steps
    }

    private static func step(_ part: Substring) -> Step? {
        guard let open = part.firstIndex(of: "[") else {
            guard !part.isEmpty, !part.contains("]") else { return nil }
            return Step(name: String(part))
        }
        guard part.last == "]", open > part.startIndex else { return nil }
        let inside = part[part.index(after: open)...].dropLast()
        guard let equals = inside.firstIndex(of: "=") else { return nil }
        var key = inside[..<equals]
        let negated = key.last == "!"
        if negated { key = key.dropLast() }
        let word = inside[inside.index(after: equals)...]
        let forbidden: (Character) -> Bool = { $0 == "[" || $0 == "]" || $0 == "=" || $0 == "!" }
        guard !key.isEmpty, !word.isEmpty, !key.contains(where: forbidden) else { return nil }
        guard !word.contains("["), !word.contains("]") else { return nil }
        return Step(
            name: String(part[..<open]),
            search: Search(key: String(key), word: String(word), negated: negated)
        )
    }

    var searchCount: Int {
        steps.count { $0.search != nil }
    }

    /// The path as a JSON Pointer below the document (searches are left out: they have no index of their own).
    var pointer: String {
        steps.map { "/" + $0.name.escapedForPointer }.joined()
    }

    /// This path below another one.
    func below(_ place: MappingPath) -> MappingPath {
        MappingPath(steps: place.steps + steps)
    }
}
