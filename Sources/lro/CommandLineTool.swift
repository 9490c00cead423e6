/// Chooses the command, runs it, and turns what goes wrong into one line and an exit status.
struct CommandLineTool {
    var streams = StandardStreams()
    var commands = CommandTable.all

    func run(_ arguments: [ArgumentText]) -> ExitCode {
        let name = arguments.first
        do {
            return try dispatch(name, Array(arguments.dropFirst()))
        } catch {
            if let message = error.message {
                let command = commands.first { name?.isExactly($0.description.name) ?? false }
                streams.say(
                    (["lro"] + [command?.description.name].compactMap(\.self)).joined(separator: " ") + ": \(message)"
                )
            }
            return error.status
        }
    }

    private func dispatch(_ name: ArgumentText?, _ arguments: [ArgumentText]) throws(CommandFailure) -> ExitCode {
        guard let name else {
            throw CommandFailure(.usage, "name a command: \(names.joined(separator: ", "))\nTry 'lro --help'.")
        }
        if name.isExactly("--help") || name.isExactly("-h") {
            try streams.write(HelpText.overview(of: commands.map(\.description)))
            return .done
        }
        if name.isExactly("--version") {
            try streams.write("lro \(ProgramVersion.text)\n")
            return .done
        }
        for command in commands where name.isExactly(command.description.name) {
            return try command.run(arguments, streams)
        }
        throw CommandFailure(.usage, unknown(name).sentence + "\nTry 'lro --help'.")
    }

    private var names: [String] { commands.map(\.description.name) }

    private func unknown(_ name: ArgumentText) -> UsageError {
        if name.hasPrefix("-") {
            return UsageError("the command comes first, before its options: \(name.quoted)")
        }
        return UsageError(
            "unknown command \(name.quoted)",
            suggestion: Suggestion.nearest(to: name.bytes, among: names).map { "lro " + $0 }
        )
    }
}
