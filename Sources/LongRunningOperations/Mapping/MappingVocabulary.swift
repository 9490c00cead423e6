/// What a mapping says, for people: words and rules with the states they mean, members, references.
package struct MappingVocabulary: Sendable {
    /// A word, a rule or a default.
    package struct Entry: Sendable {
        /// The word as the service says it, or the condition of a rule.
        package var source: String
        /// The word as it is compared; absent for rules and defaults.
        package var folded: [UInt8]?
        /// Absent where the engine's own default holds.
        package var outcome: StateOutcome?
        /// The paths that the word is read from.
        package var paths: String
        package var shape: String
        /// The diagnostic that goes with it, or nothing.
        package var note: String
    }

    /// A canonical member, and what fills it.
    package struct Member: Sendable {
        package var name: String
        package var paths: String
        package var shape: String
    }

    package var entries: [Entry] = []
    package var members: [Member] = []
    package var absent: [(state: String, reason: String)] = []
    package var references: [(title: String, url: String)] = []
    package var unverified: [String] = []
}

extension MappingDefinition {
    /// The vocabulary of the mapping with its parents.
    package var vocabulary: MappingVocabulary {
        var vocabulary = MappingVocabulary()
        for shape in merged["shapes"]?.elements ?? [] {
            let name = shape["shape"]?.string ?? ""
            if let state = shape["state"] { vocabulary.addStates(state, of: name) }
            vocabulary.addMembers(shape, of: name)
        }
        vocabulary.absent = (own["absent"]?.members ?? []).map { ($0.name, $0.value.string ?? "") }
        vocabulary.references = (own["references"]?.elements ?? [])
            .map { ($0["title"]?.string ?? "", $0["url"]?.string ?? "") }
        vocabulary.unverified = (own["unverified"]?.elements ?? []).compactMap(\.string)
        return vocabulary
    }
}

extension MappingVocabulary {
    /// How many different words, rules and defaults say a state.
    package func count(saying state: OperationState) -> Int {
        Set(entries.filter { $0.outcome?.state == state }.map { $0.folded ?? Array("\($0.shape)/\($0.source)".utf8) })
            .count
    }

    fileprivate mutating func addStates(_ state: JSONTree, of shape: String) {
        let at = Self.paths(state["at"])
        for rule in state["rules"]?.elements ?? [] {
            let when = Self.condition(rule["when"])
            if let outcome = rule["state"]?.string {
                add(when, outcome, Self.paths(rule["source"]), shape, note: rule["diagnostic"]?.string)
            }
            for word in Self.words(rule["words"]) {
                add("\(word.text), where \(when)", word.outcome, Self.paths(rule["at"]), shape, word: word.text)
            }
        }
        for word in Self.words(state["words"]) { add(word.text, word.outcome, at, shape, word: word.text) }
        let absent = state["absent"]?.string
        add("(no word)", absent, at, shape, note: absent == nil ? "missingState" : nil)
        guard state["at"] != nil else { return }
        let otherwise = state["otherwise"]?.string
        add("(any other word)", otherwise, at, shape, note: otherwise == nil ? "unknownState" : nil)
    }

    private mutating func add(
        _ source: String,
        _ outcome: String?,
        _ paths: String,
        _ shape: String,
        note: String? = nil,
        word: String? = nil
    ) {
        entries.append(
            Entry(
                source: source,
                folded: word.map { WordFolding.folded(Array($0.utf8)) },
                outcome: outcome.flatMap(StateOutcome.init),
                paths: paths,
                shape: shape,
                note: note ?? ""
            )
        )
    }

    private static func words(_ table: JSONTree?) -> [(text: String, outcome: String)] {
        (table?.members ?? [])
            .flatMap { member in
                member.value.elements.compactMap(\.scalarText).map { ($0, member.name) }
            }
    }

    fileprivate mutating func addMembers(_ shape: JSONTree, of name: String) {
        let skipped: [StaticString] = ["shape", "reply", "in", "when", "detect", "state"]
        for member in shape.members where !skipped.contains(where: { member.name.hasSameBytes(as: $0) }) {
            members.append(Member(name: member.name, paths: Self.paths(member.value), shape: name))
        }
    }

    /// Alternatives as text: `name, last segment of id`.
    private static func paths(_ tree: JSONTree?) -> String {
        guard let tree, !tree.isNull else { return "" }
        if let done = tree["done"], let total = tree["total"] { return "\(paths(done)) of \(paths(total))" }
        return tree.oneOrMany
            .map { item in
                if let path = item.string { return path.isEmpty ? "the document" : path }
                if let inner = item["lastSegmentOf"]?.string { return "last segment of \(inner)" }
                if let at = item["at"]?.string { return at }
                return item.members
                    .filter { !$0.name.hasSameBytes(as: "states") && !$0.name.hasSameBytes(as: "skip") }
                    .map { "\($0.name) \(paths($0.value))" }
                    .joined(separator: " + ")
            }
            .joined(separator: ", ")
    }

    /// A condition as text: `status is Running and error is there`.
    private static func condition(_ tree: JSONTree?) -> String {
        guard let tree, !tree.isNull else { return "always" }
        return tree.oneOrMany
            .map { clause in clause.members.flatMap { parts($0) }.joined(separator: " and ") }
            .joined(separator: ", or ")
    }

    private static func parts(_ part: JSONTree.Member) -> [String] {
        if part.name.hasSameBytes(as: "has") {
            return part.value.elements.compactMap(\.string).map { "\($0) is there" }
        }
        if part.name.hasSameBytes(as: "lacks") { return part.value.elements.compactMap(\.string).map { "no \($0)" } }
        let verb = part.name.hasSameBytes(as: "is") ? "is" : part.name.hasSameBytes(as: "isNot") ? "is not" : "is like"
        return part.value.members.map { member in
            "\(member.name) \(verb) \(member.value.oneOrMany.compactMap(\.scalarText).joined(separator: " or "))"
        }
    }
}
