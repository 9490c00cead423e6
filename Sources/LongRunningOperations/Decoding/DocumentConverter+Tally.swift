/// What a converter counted: handed over, then counted anew.
extension DocumentConverter {
    /// What was counted since the last call.
    package struct Tally: Sendable {
        package var found = 0
        package var converted = 0
        package var rejected = 0
        package var ignored = 0
        package var replies: [(service: String, kind: String, count: Int)] = []
        package var diagnostics: [(code: String, count: Int)] = []
        /// Words that no mapping lists, each with the number of the document that first said it.
        package var unknownWords: [(service: String, word: [UInt8], count: Int, document: Int)] = []
        package var rootCauses: [(code: [UInt8], count: Int)] = []
    }

    /// Whether a word was counted that no mapping lists.
    package var hasUnknownWords: Bool { !engine.record.tally.unknownWords.isEmpty }

    /// Hands over the counts and begins anew.
    package func takeTally() -> Tally {
        var tally = Tally()
        let counts = engine.record.tally
        tally.found = found
        tally.rejected = rejected
        tally.ignored = counts.ignored
        tally.converted = found - rejected - counts.ignored
        for (index, count) in counts.replies.enumerated() where count > 0 {
            let kind = index % EngineTally.kinds
            let name =
                kind == EngineTally.requestFailed
                ? "requestFailed"
                : kind == EngineTally.notModified ? "notModified" : OperationState.allCases[kind].name
            tally.replies.append((plan.definitions[index / EngineTally.kinds].id, name, count))
        }
        for (index, count) in counts.diagnostics.enumerated() where count > 0 {
            tally.diagnostics.append((DiagnosticCode.allCases[index].name, count))
        }
        tally.unknownWords = counts.unknownWords
            .map { (plan.definitions[$0.key.service].id, $0.key.word, $0.value.count, $0.value.document) }
        tally.rootCauses = counts.rootCauses.map { ($0.key, $0.value) }
        engine.record.tally.removeAll()
        found = 0
        rejected = 0
        return tally
    }
}
