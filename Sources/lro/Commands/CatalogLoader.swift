import LongRunningOperations
import OperationCaptures

/// The mappings that a command works with: those of the library, and those of `--mappings`.
enum CatalogLoader {
    static func catalog(_ folder: ArgumentText?) throws(CommandFailure) -> MappingCatalog {
        guard let folder else { return .builtIn }
        let files = try files(at: folder)
        do throws(MappingFileError) {
            return try MappingCatalog.builtIn.adding(contentsOf: files.map { ($0.path, $0.bytes) })
        } catch {
            let lines = error.problems.map { TerminalText.escaped($0.description) }.joined(separator: "\n")
            throw CommandFailure(.usage, "the mappings of \(folder.quoted) cannot be used:\n\(lines)")
        }
    }

    /// The mapping files that a folder or a file stands for; there is at least one.
    static func files(at place: ArgumentText) throws(CommandFailure) -> [MappingFolder.File] {
        guard let path = place.text else { throw CommandFailure(.usage, "not a name in UTF-8: \(place.quoted)") }
        let files: [MappingFolder.File]
        do throws(MappingFolder.Failure) {
            files = try MappingFolder.mappings(at: path)
        } catch {
            throw CommandFailure(.inputOutput, sentence(error))
        }
        guard !files.isEmpty else { throw CommandFailure(.usage, "there is no mapping in \(place.quoted)") }
        return files
    }

    static func sentence(_ failure: MappingFolder.Failure) -> String {
        "'\(TerminalText.escaped(failure.path))': \(failure.reason)"
    }

    static func plan(_ catalog: MappingCatalog, _ services: [String]) throws(CommandFailure) -> DecodingPlan {
        do throws(OperationDecodingError) {
            return try DecodingPlan(catalog: catalog, services: services.map { ServiceIdentifier($0) })
        } catch {
            var message = error.message
            if let service = error.service?.rawValue {
                let near = Suggestion.nearest(to: Array(service.utf8), among: catalog.services.map(\.rawValue))
                message =
                    "there is no service '\(service)'" + (near.map { "; did you mean '\($0)'?" } ?? "")
                    + " ('lro services' lists them)"
            }
            throw CommandFailure(.usage, message)
        }
    }
}
