/// Completions for a shell, made from the option tables.
struct Completions {
    let commands: [CommandDescription]
    /// Identifiers of the built-in services, to complete with.
    let services: [String]

    init(commands: [CommandDescription], services: [String] = []) {
        self.commands = commands
        self.services = services
    }

    /// The names of an option as they are typed, the letter first.
    static func spellings(of option: Option) -> [String] {
        (option.short.map { ["-\($0)"] } ?? []) + [option.spelling]
    }

    /// The summary of an option up to the end of its first sentence, for one line of a menu.
    static func menuText(of option: Option) -> String {
        var text = ""
        var previous: Character = " "
        for character in option.summary {
            if character == " ", previous == "." { break }
            text.append(character)
            previous = character
        }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// Text as one word of a POSIX shell.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
