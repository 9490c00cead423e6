/// `lro coverage`.
enum CoverageCommand {
    static func run(_ options: CoverageOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        throw CommandFailure(.usage, "not available in this build")
    }
}
