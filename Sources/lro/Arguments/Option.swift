/// One option of a command: how it is written, and what it says about itself.
struct Option: Hashable, Sendable {
    /// What stands for the value of an option, and how a shell completes it.
    struct Value: Hashable, Sendable {
        var placeholder: String
        var completion: Completion
    }

    /// How a shell completes a value.
    enum Completion: Hashable, Sendable {
        case nothing
        case files
        case directories
        /// A file, or one of these words.
        case filesOr([String])
        case words([String])
        /// Identifiers of services, several joined by commas.
        case services
    }

    /// The name without its dashes.
    var name: String
    /// The one-letter name, if there is one.
    var short: Character?
    /// What the value looks like; a flag has none.
    var value: Value?
    /// One sentence, or a few, for the help.
    var summary: String

    /// The long form as it is typed.
    var spelling: String { "--" + name }

    /// Both forms with the value, as the help shows them.
    var synopsis: String {
        let long = value.map { "\(spelling) \($0.placeholder)" } ?? spelling
        guard let short else { return long }
        return "-\(short), \(long)"
    }

    /// The option that every command has.
    static let help = Option(name: "help", short: "h", value: nil, summary: "Show this help.")
}
