/// The manual page, made from the option tables.
struct ManualPage {
    let commands: [CommandDescription]

    /// The page in the macros of `man`.
    var text: String {
        var page = """
            .\\" Made by 'lro completions man'.
            .TH LRO 1 "" "lro \(ProgramVersion.text)" "User Commands"
            .SH NAME
            lro \\- the status of long\\-running operations, in one vocabulary
            .SH SYNOPSIS

            """
        page +=
            commands.map { command in
                let arguments = ["[OPTION…]", command.operands.placeholder].filter { !$0.isEmpty }
                    .joined(separator: " ")
                return ".B lro \(Self.escaped(command.name))\n" + Self.line(arguments)
            }
            .joined(separator: ".br\n")
        page += ".SH DESCRIPTION\n"
        page += Self.line(
            "Reads the status of long-running operations of cloud services, and says it in one vocabulary."
        )
        page += Self.line("Data goes to standard output, everything else to standard error.")
        for command in commands {
            page += section(of: command)
        }
        page += ".SH EXIT STATUS\n"
        for (status, meaning) in HelpText.exitStatuses {
            page += ".TP\n.B \(Self.escaped(status))\n" + Self.line(meaning)
        }
        page += ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\n"
        page += Self.line("If set and not empty, nothing is coloured.")
        return page
    }

    private func section(of command: CommandDescription) -> String {
        var page = ".SH \"LRO \(Self.escaped(command.name.uppercased()))\"\n"
        let paragraphs = [command.summary.capitalizedAtStart + "."] + command.discussion
        page += paragraphs.map(Self.line).joined(separator: ".PP\n")
        for section in command.sections {
            page += ".SS \"\(Self.escaped(section.title))\"\n"
            for option in section.options {
                page += ".TP\n" + ".B \(Self.escaped(option.synopsis))\n" + Self.line(option.summary)
            }
        }
        if let glossary = command.glossary {
            page += ".SS \"\(Self.escaped(glossary.title))\"\n"
            for entry in glossary.entries {
                page += ".TP\n.B \(Self.escaped(entry.word))\n" + Self.line(entry.meaning + ".")
                let lines = entry.example.split(separator: "\n").map { Self.line(String($0)) }
                page += ".PP\n.RS 4\n.nf\n" + lines.joined() + ".fi\n.RE\n"
            }
        }
        page += ".SS \"Examples\"\n"
        page += command.examples
            .map { example in
                Self.line(example.explanation + ":") + ".PP\n.RS 4\n.nf\n" + Self.line(example.command) + ".fi\n.RE\n"
            }
            .joined(separator: ".PP\n")
        return page
    }

    /// Text as a line of its own, which is never taken for a request.
    private static func line(_ text: String) -> String {
        let isRequest = text.hasPrefix(".") || text.hasPrefix("'")
        return (isRequest ? "\\&" : "") + escaped(text) + "\n"
    }

    /// Text without characters that the formatter would read.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "\"": escaped += "\\(dq"
            case "~": escaped += "\\(ti"
            case "…": escaped += "..."
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
