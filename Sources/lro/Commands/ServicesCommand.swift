/// `lro services`.
enum ServicesCommand {
    static func run(_ options: ServicesOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        throw CommandFailure(.usage, "not available in this build")
    }
}
