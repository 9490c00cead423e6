import LongRunningOperations

extension InputOptions {
    /// The services that the options name.
    var serviceIdentifiers: [ServiceIdentifier] { services.map { ServiceIdentifier($0) } }

    /// The mappings at hand: the built-in ones and, over them, those of the folder that the options name.
    func catalog() throws(CommandFailure) -> MappingCatalog {
        try CatalogLoader.catalog(mappings)
    }
}
