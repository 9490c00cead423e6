/// `lro check`.
enum CheckCommand {
    static func run(_ options: CheckOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        throw CommandFailure(.usage, "not available in this build")
    }
}
