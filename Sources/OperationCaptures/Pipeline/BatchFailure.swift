/// Why a batch run ended before its end, said in one line.
package struct BatchFailure: Error, Equatable, Sendable {
    /// The class of failure, which decides the exit code.
    package enum Kind: Equatable, Sendable {
        /// The request cannot be served as it was put, or the files on disk forbid it.
        case usage
        /// Reading or writing failed.
        case inputOutput
        /// A signal asked the run to end; the work so far is kept.
        case interrupted(signal: Int32)
        /// Whoever read the output has gone; the run ends without a word.
        case outputClosed
    }

    package var kind: Kind
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// A call of the operating system failed on a file.
    static func system(_ action: String, _ name: String, _ errorNumber: Int32) -> BatchFailure {
        BatchFailure(.inputOutput, "cannot \(action) \(printable(name)): \(errorText(errorNumber))")
    }
}
