import LongRunningOperations
import OperationCaptures

/// `lro check`.
enum CheckCommand {
    static func run(_ options: CheckOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        let places = options.places.isEmpty ? [ArgumentText("Mappings")] : options.places
        var files: [MappingFolder.File] = []
        for place in places {
            for file in try CatalogLoader.files(at: place)
            where !files.contains(where: { $0.path.utf8.elementsEqual(file.path.utf8) }) {
                files.append(file)
            }
        }
        let check: MappingCheck
        do throws(MappingFolder.Failure) {
            check = try MappingCheck(files, updates: options.updates)
        } catch {
            throw CommandFailure(.inputOutput, CatalogLoader.sentence(error))
        }
        try streams.write(CheckReport(check, style: TerminalStyle(for: streams.output)).text)
        return check.problems.isEmpty ? .done : .unmet
    }
}
