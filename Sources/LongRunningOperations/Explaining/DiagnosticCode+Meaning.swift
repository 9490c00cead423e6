extension DiagnosticCode {
    /// What the diagnostic means, in a sentence for people.
    package var meaning: String {
        switch self {
        case .unknownState: "the mapping does not list this word of the state"
        case .missingState: "there is no state, or it is empty"
        case .conflictingState: "members that tell the state contradict one another"
        case .invalidTime: "this is no time, or one outside the years 0000 to 9999; it stays as it was sent"
        case .shortenedTime: "the time had more than nine fraction digits and was cut"
        case .leapSecond: "the time named a leap second and became the next second"
        case .endTimeWhileRunning: "there is an end time, though the operation has not ended"
        case .invalidPercent: "this is no percentage from 0 to 100; it stays as it was sent"
        case .invalidRetryAfter: "the headers that say when to ask again are unusable or contradict one another"
        case .errorWithoutFailure: "there is an error, though the state is no failure"
        case .wrongType: "a value of this type cannot fill the member; it stays as it was sent"
        case .invalidBody: "the body of the failed request is no JSON; it is kept as text"
        }
    }
}
