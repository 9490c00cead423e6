import LongRunningOperations
import OperationCaptures

extension InputOptions {
    /// The services that the options name.
    var serviceIdentifiers: [ServiceIdentifier] { services.map { ServiceIdentifier($0) } }

    /// The mappings at hand: the built-in ones and, over them, those of the folder that the options name.
    func catalog() throws(CommandFailure) -> MappingCatalog {
        guard let folder = mappings?.text else { return .builtIn }
        let files: [MappingFolder.File]
        do {
            files = try MappingFolder.mappings(in: folder)
        } catch {
            throw CommandFailure(.inputOutput, "cannot read \(TerminalText.escaped(error.path)): \(error.reason)")
        }
        do throws(MappingFileError) {
            return try MappingCatalog.builtIn.adding(contentsOf: files.map { (name: $0.path, bytes: $0.bytes) })
        } catch {
            let lines = "\(error)".split(separator: "\n").map { TerminalText.escaped(String($0)) }
            throw CommandFailure(.unmet, lines.joined(separator: "\n"))
        }
    }
}
