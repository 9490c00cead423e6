import LongRunningOperations

/// Compiles the services that a command is asked for, or says which it may have meant.
enum PlanLoader {
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
