/// What a command says about itself: the source of its help, its completions and its part of the manual page.
struct CommandDescription: Sendable {
    /// What stands on the command line beside the options.
    struct Operands: Sendable {
        /// As the usage line shows them (`[FILE…]`); empty where there are none.
        var placeholder: String
        var completion: Option.Completion

        static let none = Operands(placeholder: "", completion: .nothing)
    }

    /// A command to copy, and what it does.
    struct Example: Hashable, Sendable {
        var explanation: String
        var command: String
    }

    /// Words that an option takes, with what they mean and a smallest piece of what they stand for.
    struct Glossary: Sendable {
        struct Entry: Sendable {
            var word: String
            var meaning: String
            var example: String
        }

        var title: String
        var entries: [Entry]
    }

    /// Options under one title.
    struct Section: Sendable {
        var title: String
        var options: [Option]
    }

    var name: String
    /// One line, without a period.
    var summary: String
    /// Paragraphs that the help shows after the summary.
    var discussion: [String] = []
    var operands: Operands = .none
    var sections: [Section] = []
    var glossary: Glossary?
    var examples: [Example]

    /// Every option in the order of the help, the shared one last.
    var options: [Option] {
        sections.flatMap(\.options) + [.help]
    }
}

/// The parsed command line of one command.
protocol CommandOptions: Sendable {
    /// The defaults.
    init()

    /// What the command is, without its options.
    static var synopsis: CommandDescription { get }
    static var table: OptionTable<Self> { get }

    /// Takes an argument that is no option.
    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError)

    /// Refuses combinations that mean nothing.
    func validate() throws(UsageError)
}

extension CommandOptions {
    /// What the command is, with its options.
    static var description: CommandDescription {
        var description = synopsis
        description.sections = table.sections.map { section in
            CommandDescription.Section(title: section.title, options: section.rules.map(\.option))
        }
        return description
    }

    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError) {
        throw UsageError("unexpected argument \(operand.quoted)")
    }

    func validate() throws(UsageError) {}
}
