/// The help of the command and of its parts, 80 columns wide wherever it is shown.
struct HelpText {
    private static let width = 80
    private static let optionColumn = 26

    /// The help of the whole command.
    static func overview(of commands: [CommandDescription]) -> String {
        var text = """
            Usage: lro COMMAND [OPTION…] [ARGUMENT…]

            Reads the status of long-running operations of cloud services, and says it in
            one vocabulary.

            Commands:

            """
        for command in commands {
            text += item(([command.name, command.operands.placeholder]).joined(separator: " "), command.summary)
        }
        text += "\nOptions:\n"
        text += item(Option.help.synopsis, "Show this help, or after a command the help of that command.")
        text += item("--version", "Show the version.")
        text += """

            Data goes to standard output, everything else to standard error.

            Exit status:

            """
        for (status, meaning) in exitStatuses {
            text += item(status, meaning)
        }
        text += """

            Example:
              lro convert replies.jsonl > operations.jsonl

            """
        return text
    }

    /// The help of one command.
    static func page(of command: CommandDescription) -> String {
        var text = usage(of: command) + "\n\n" + command.summary.capitalizedAtStart + ".\n"
        for paragraph in command.discussion {
            text += "\n" + block(paragraph, indent: 0)
        }
        for section in command.sections {
            text += "\n\(section.title):\n"
            for option in section.options { text += item(option) }
        }
        text += command.sections.isEmpty ? "\nOptions:\n" : "\n"
        text += item(.help)
        if let glossary = command.glossary {
            text += "\n\(glossary.title):\n"
            for entry in glossary.entries {
                text += item(entry.word, entry.meaning + ".")
                text += entry.example.split(separator: "\n").map { "    \($0)\n" }.joined()
            }
        }
        text += command.examples.count == 1 ? "\nExample:\n" : "\nExamples:\n"
        for example in command.examples {
            text += block(example.explanation + ":", indent: 2) + "    \(example.command)\n"
        }
        return text
    }

    /// The line that shows how a command is called.
    static func usage(of command: CommandDescription) -> String {
        ["Usage: lro", command.name, "[OPTION…]", command.operands.placeholder]
            .filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    static let exitStatuses = [
        ("0", "Done. Rejects are data: a log with damaged lines is no failure."),
        (
            "1",
            "More rejects than allowed, an unknown word under --fail-on-unknown, or a failed check."
        ),
        ("2", "The command line is wrong."),
        ("3", "Reading or writing failed."),
        ("130, 143", "Stopped by SIGINT or SIGTERM."),
    ]

    private static func item(_ option: Option) -> String {
        // Options without a letter stand below the long names of those with one.
        item((option.short == nil ? "    " : "") + option.synopsis, option.summary)
    }

    private static func item(_ term: String, _ explanation: String) -> String {
        let lines = TextWrapping.lines(explanation, width: width - optionColumn)
        let indent = String(repeating: " ", count: optionColumn)
        var text = "  " + term
        var rest = lines[...]
        if text.count + 2 <= optionColumn, let first = rest.popFirst() {
            text += String(repeating: " ", count: optionColumn - text.count) + first
        }
        for line in rest { text += "\n" + indent + line }
        return text + "\n"
    }

    private static func block(_ paragraph: String, indent: Int) -> String {
        let blank = String(repeating: " ", count: indent)
        return TextWrapping.lines(paragraph, width: width - indent).map { blank + $0 + "\n" }.joined()
    }
}

extension String {
    /// The text with a capital at its start.
    var capitalizedAtStart: String {
        prefix(1).uppercased() + dropFirst()
    }
}
