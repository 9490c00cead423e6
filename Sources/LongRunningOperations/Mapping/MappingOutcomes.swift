/// The outcomes that shapes of a mapping can decide.
enum MappingOutcomes {
    static func outcomes(of shapes: [MappingOverlay]) -> Set<StateOutcome> {
        var found: Set<StateOutcome> = []
        func insert(_ text: [UInt8]) {
            if let outcome = StateOutcome(String(decoding: text, as: UTF8.self)) { found.insert(outcome) }
        }
        for state in shapes.compactMap({ $0.object("state") }) {
            for name in ["absent", "otherwise"] as [StaticString] {
                if let node = state.node(name) { insert(node.text) }
            }
            for member in state.object("words")?.members ?? [] { insert(member.name) }
            for rule in state.node("rules")?.elements ?? [] {
                if let outcome = rule["state"] { insert(outcome.text) }
                for member in rule["words"]?.members ?? [] { insert(member.name) }
            }
        }
        return found
    }
}

extension MappingDefinition {
    /// The outcomes that the mapping can decide.
    package var outcomes: Set<StateOutcome> {
        let root = MappingNode.node(of: merged, file: 0)
        return MappingOutcomes.outcomes(of: MappingOverlay(root).shapes)
    }
}
