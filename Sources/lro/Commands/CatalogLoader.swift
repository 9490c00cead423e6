import LongRunningOperations
import OperationCaptures

/// The mappings that a command works with: those of the library, and those of `--mappings`.
enum CatalogLoader {
    static func catalog(_ folder: ArgumentText?) throws(CommandFailure) -> MappingCatalog {
        guard let folder else { return .builtIn }
        throw CommandFailure(.usage, "'--mappings' cannot be read by this version: \(folder.quoted)")
    }

    static func plan(_ catalog: MappingCatalog, _ services: [String]) throws(CommandFailure) -> DecodingPlan {
        do throws(OperationDecodingError) {
            return try DecodingPlan(catalog: catalog, services: services.map { ServiceIdentifier($0) })
        } catch {
            var message = error.message
            if let service = error.service?.rawValue {
                let near = Suggestion.nearest(to: Array(service.utf8), among: catalog.services.map(\.rawValue))
                message = "there is no service '\(service)'" + (near.map { "; did you mean '\($0)'?" } ?? "")
                    + " ('lro services' lists them)"
            }
            throw CommandFailure(.usage, message)
        }
    }
}
