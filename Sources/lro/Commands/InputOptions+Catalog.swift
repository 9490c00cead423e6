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
        var trees: [(id: String, tree: JSONTree, isFamily: Bool)] = []
        for file in files {
            do throws(JSONTreeError) {
                trees.append((file.id, try JSONTreeParser.parse(file.bytes), file.isFamily))
            } catch {
                let place = "\(TerminalText.escaped(file.path)):\(error.line)"
                throw CommandFailure(.unmet, "\(place): \(TerminalText.escaped(error.message))")
            }
        }
        return MappingCatalog.builtIn.adding(trees)
    }
}
