/// The state of a long-running operation, in one vocabulary for all services.
///
/// The service's own word is kept beside it, to the letter: ``OperationStatus/sourceState``.
@nonexhaustive
public enum OperationState: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// Accepted, but not begun.
    case notStarted
    /// Under way.
    case running
    /// Ended, with what was asked for.
    case succeeded
    /// Ended, without what was asked for.
    case failed
    /// Ended because somebody or something stopped it.
    case canceled
    /// Not known: the service's word is missing, or none that the mapping lists. Never success, never failure.
    case unknown

    /// Whether the operation has ended: no later reply can say anything else.
    public var isTerminal: Bool {
        switch self {
        case .succeeded, .failed, .canceled: true
        case .notStarted, .running, .unknown: false
        }
    }

    /// The word of canonical records: `"NotStarted"`, `"Running"`, ….
    public var name: String {
        wireName.description
    }

    /// Creates the state of that canonical word; nil for any other text.
    public init?(name: String) {
        guard let state = Self.allCases.first(where: { name.hasSameBytes(as: $0.wireName) }) else { return nil }
        self = state
    }

    package var wireName: StaticString {
        switch self {
        case .notStarted: "NotStarted"
        case .running: "Running"
        case .succeeded: "Succeeded"
        case .failed: "Failed"
        case .canceled: "Canceled"
        case .unknown: "Unknown"
        }
    }
}

extension OperationState: CustomStringConvertible {
    /// The canonical word.
    public var description: String { name }
}
