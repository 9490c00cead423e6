import Glibc

/// The command `lro`.
@main
enum Main {
    static func main() {
        // A reader that goes away shows as a failed write, which ends the run in order.
        signal(SIGPIPE, SIG_IGN)
        // A file that grows over its limit, too.
        signal(SIGXFSZ, SIG_IGN)
        StandardStreams.occupyClosed()
        let tool = CommandLineTool()
        let status = tool.run(ArgumentText.ofProcess())
        exit(tool.streams.close(after: status).rawValue)
    }
}
