/// The exit codes of the command.
enum ExitCode: Int32, Hashable, Sendable {
    /// Done; rejects are data.
    case done = 0
    /// More rejects than allowed, an unknown word under `--fail-on-unknown`, or a failed check.
    case unmet = 1
    /// The command line is wrong.
    case usage = 2
    /// Reading or writing failed.
    case inputOutput = 3
    /// Stopped by SIGINT.
    case interrupted = 130
    /// Stopped by SIGTERM.
    case terminated = 143
}

/// Why a command ends early: its exit status, and one line for people.
struct CommandFailure: Error, Hashable {
    var status: ExitCode
    /// The line, in which text of the input is escaped already.
    ///
    /// Absent where nothing is to be said, as when a reader closed the pipe.
    var message: String?

    init(_ status: ExitCode, _ message: String?) {
        self.status = status
        self.message = message
    }

    /// A write failed: silent success where the reader has gone, else an input or output failure.
    init(_ error: StreamError) {
        self = error.isClosedPipe ? CommandFailure(.done, nil) : CommandFailure(.inputOutput, error.message)
    }
}
