/// `lro convert`.
enum ConvertCommand {
    static func run(_ options: ConvertOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        throw CommandFailure(.usage, "not available in this build")
    }
}
