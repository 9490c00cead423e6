import Glibc

/// The command `lro`.
@main
enum Main {
    static func main() {
        // A reader that goes away shows as a failed write, which ends the run in order.
        signal(SIGPIPE, SIG_IGN)
        exit(CommandLineTool().run(ArgumentText.ofProcess()).rawValue)
    }
}
