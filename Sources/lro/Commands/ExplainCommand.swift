/// `lro explain`.
enum ExplainCommand {
    static func run(_ options: ExplainOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        throw CommandFailure(.usage, "not available in this build")
    }
}
