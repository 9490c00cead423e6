import LongRunningOperations

/// `lro services`.
enum ServicesCommand {
    static func run(_ options: ServicesOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        let catalog = try CatalogLoader.catalog(options.mappings)
        let style = TerminalStyle(for: streams.output)
        guard let id = options.service else {
            let list = ServiceList(catalog)
            try streams.write(options.writesMarkdown ? list.markdown : list.text(style: style))
            return .done
        }
        // Naming it by a plan gives an unknown id the same words everywhere.
        _ = try CatalogLoader.plan(catalog, [id])
        guard let definition = catalog.definition(id) else { return .usage }
        let page = VocabularyPage(definition)
        try streams.write(options.writesMarkdown ? page.markdown : page.text(style: style))
        return .done
    }
}
