import LongRunningOperations

/// `lro completions`.
enum CompletionsCommand {
    static func run(_ options: CompletionsOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        let commands = CommandTable.descriptions
        let services = MappingCatalog.builtIn.services.map(\.rawValue).sorted()
        let completions = Completions(commands: commands, services: services)
        switch options.target {
        case .bash: try streams.write(completions.bash)
        case .zsh: try streams.write(completions.zsh)
        case .fish: try streams.write(completions.fish)
        case .manual: try streams.write(ManualPage(commands: commands).text)
        case nil: return .usage
        }
        return .done
    }
}
