/// What a word or a rule of a mapping decides: a state and, where five words are too few, a detail.
///
/// Written `State` or `State/detail` in mappings; the pairs that make sense are a closed list.
package struct StateOutcome: Hashable, Sendable, BitwiseCopyable {
    package var state: OperationState
    package var detail: StateDetail?

    package init(_ state: OperationState, _ detail: StateDetail? = nil) {
        self.state = state
        self.detail = detail
    }

    package static let all: [StateOutcome] = [
        StateOutcome(.notStarted), StateOutcome(.notStarted, .awaitingInput), StateOutcome(.notStarted, .blocked),
        StateOutcome(.notStarted, .paused),
        StateOutcome(.running), StateOutcome(.running, .canceling), StateOutcome(.running, .paused),
        StateOutcome(.running, .awaitingInput), StateOutcome(.running, .blocked), StateOutcome(.running, .rollingBack),
        StateOutcome(.succeeded), StateOutcome(.succeeded, .partial), StateOutcome(.succeeded, .warnings),
        StateOutcome(.failed), StateOutcome(.failed, .timedOut), StateOutcome(.failed, .expired),
        StateOutcome(.failed, .rolledBack), StateOutcome(.failed, .awaitingInput),
        StateOutcome(.canceled), StateOutcome(.canceled, .skipped), StateOutcome(.canceled, .superseded),
        StateOutcome(.unknown),
    ]

    private static let texts = all.map(\.text)

    package init?(_ text: String) {
        guard let index = Self.index(of: text) else { return nil }
        self = Self.all[index]
    }

    /// The index in ``all`` of the outcome that is written so.
    static func index(of text: String) -> Int? {
        texts.firstIndex { text.hasSameBytes(as: $0) }
    }

    package var text: String {
        detail.map { "\(state.name)/\($0.name)" } ?? state.name
    }
}
