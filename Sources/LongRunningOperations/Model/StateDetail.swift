/// What five words are too few for: a qualifier of an ``OperationState``.
@nonexhaustive
public enum StateDetail: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// Running, and on its way to being canceled; it may still end otherwise.
    case canceling
    /// Halted, to go on later.
    case paused
    /// Waits for a person or another system.
    case awaitingInput
    /// Waits for something that is in its way.
    case blocked
    /// Running, to undo what was done.
    case rollingBack
    /// Succeeded in part.
    case partial
    /// Succeeded, with warnings.
    case warnings
    /// Failed because time ran out.
    case timedOut
    /// Failed because it was no longer valid.
    case expired
    /// Failed, and undone.
    case rolledBack
    /// Canceled before it began, because it was not needed.
    case skipped
    /// Canceled because another took its place.
    case superseded

    /// The word of canonical records.
    public var name: String {
        wireName.description
    }

    /// Creates the detail of that canonical word; nil for any other text.
    public init?(name: String) {
        guard let detail = Self.allCases.first(where: { name.hasSameBytes(as: $0.wireName) }) else { return nil }
        self = detail
    }

    package var wireName: StaticString {
        switch self {
        case .canceling: "canceling"
        case .paused: "paused"
        case .awaitingInput: "awaitingInput"
        case .blocked: "blocked"
        case .rollingBack: "rollingBack"
        case .partial: "partial"
        case .warnings: "warnings"
        case .timedOut: "timedOut"
        case .expired: "expired"
        case .rolledBack: "rolledBack"
        case .skipped: "skipped"
        case .superseded: "superseded"
        }
    }
}

extension StateDetail: CustomStringConvertible {
    /// The canonical word.
    public var description: String { name }
}
