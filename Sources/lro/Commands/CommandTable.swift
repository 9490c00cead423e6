/// A command: what it says about itself, and what it does with its arguments.
struct Command: Sendable {
    var description: CommandDescription
    var run: @Sendable ([ArgumentText], StandardStreams) throws(CommandFailure) -> ExitCode

    /// A command whose arguments are read by an option table.
    init<Options: CommandOptions>(
        reading _: Options.Type,
        body: @escaping @Sendable (Options, StandardStreams) throws(CommandFailure) -> ExitCode
    ) {
        let description = Options.description
        self.description = description
        run = { (arguments, streams) throws(CommandFailure) in
            let request: ArgumentReader<Options>.Request
            do throws(UsageError) {
                request = try ArgumentReader<Options>().read(arguments)
            } catch {
                throw CommandFailure(.usage, "\(error.sentence)\nTry 'lro \(description.name) --help'.")
            }
            switch request {
            case .help:
                try streams.write(HelpText.page(of: description))
                return .done
            case .run(let options):
                return try body(options, streams)
            }
        }
    }
}

/// The commands in the order of the help.
enum CommandTable {
    static let all: [Command] = [
        Command(reading: ConvertOptions.self, body: ConvertCommand.run),
        Command(reading: ExplainOptions.self, body: ExplainCommand.run),
        Command(reading: CoverageOptions.self, body: CoverageCommand.run),
        Command(reading: ServicesOptions.self, body: ServicesCommand.run),
        Command(reading: CheckOptions.self, body: CheckCommand.run),
        Command(reading: CompletionsOptions.self, body: CompletionsCommand.run),
    ]

    static var descriptions: [CommandDescription] { all.map(\.description) }
}
