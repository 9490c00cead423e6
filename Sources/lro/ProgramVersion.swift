/// The version of the command.
enum ProgramVersion {
    static let text = "0.1.0"
}
