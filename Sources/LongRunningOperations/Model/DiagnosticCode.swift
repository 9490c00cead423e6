/// What is worth a look in a record: the stable codes of `diagnostics`.
@nonexhaustive
public enum DiagnosticCode: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// The state member holds a word that the mapping does not list: `{"status":"Procesing"}`.
    case unknownState
    /// There is no state member, or it is empty: `{"operationId":"1"}`.
    case missingState
    /// Members that cannot both be true: `{"done":false,"response":{}}` where the mapping says so.
    case conflictingState
    /// A time member holds a text that is no time, or one outside years 0000–9999: `"2015-06-19T12-01-03.45Z"`.
    case invalidTime
    /// A time had more than nine fraction digits and was cut: `"…:03.1234567890Z"`.
    case shortenedTime
    /// A time named a leap second and became the next second: `"1998-12-31T23:59:60Z"`.
    case leapSecond
    /// The operation has an end time though it has not ended.
    case endTimeWhileRunning
    /// A percentage that is none, or outside 0…100: `"percentComplete":250`.
    case invalidPercent
    /// `Retry-After` or its kin say nothing usable, or contradict one another.
    case invalidRetryAfter
    /// There is an error beside a state that is no failure.
    case errorWithoutFailure
    /// A member has a type that cannot fill the canonical member: `"operationId":{}`.
    case wrongType
    /// The body of a failed request is no JSON; it is kept as text.
    case invalidBody

    /// The code as canonical records write it.
    public var name: String {
        wireName.description
    }

    package var wireName: StaticString {
        switch self {
        case .unknownState: "unknownState"
        case .missingState: "missingState"
        case .conflictingState: "conflictingState"
        case .invalidTime: "invalidTime"
        case .shortenedTime: "shortenedTime"
        case .leapSecond: "leapSecond"
        case .endTimeWhileRunning: "endTimeWhileRunning"
        case .invalidPercent: "invalidPercent"
        case .invalidRetryAfter: "invalidRetryAfter"
        case .errorWithoutFailure: "errorWithoutFailure"
        case .wrongType: "wrongType"
        case .invalidBody: "invalidBody"
        }
    }

    /// Creates the code of that name; nil for any other text.
    public init?(name: String) {
        guard let code = Self.allCases.first(where: { name.hasSameBytes(as: $0.wireName) }) else { return nil }
        self = code
    }
}

extension DiagnosticCode: CustomStringConvertible {
    /// The code as canonical records write it.
    public var description: String { name }
}
