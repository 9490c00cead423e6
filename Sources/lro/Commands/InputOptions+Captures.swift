import LongRunningOperations
import OperationCaptures

/// What the options name, for the commands that read captures.
extension InputOptions {
    /// The mappings at hand: the built-in ones and, over them, those of the folder that the options name.
    func catalog() throws(CommandFailure) -> MappingCatalog {
        try CatalogLoader.catalog(mappings)
    }

    /// What explains records of the services that the options name.
    func explainer() throws(CommandFailure) -> OperationExplainer {
        OperationExplainer(plan: try CatalogLoader.plan(try catalog(), services))
    }

    /// One pass over the files.
    func scan() throws(CommandFailure) -> CaptureScan {
        CaptureScan(inputs: try batchInputs(), envelope: try batchEnvelope())
    }

    /// The files; standard input where there are none.
    func batchInputs() throws(CommandFailure) -> [BatchInput] {
        var inputs: [BatchInput] = []
        for file in files {
            guard !file.isDash else {
                inputs.append(.standardInput)
                continue
            }
            inputs.append(.path(try file.path()))
        }
        return inputs.isEmpty ? [.standardInput] : inputs
    }

    /// The envelope that is named, or that pointers describe; nothing where it is to be detected.
    func batchEnvelope() throws(CommandFailure) -> OperationCaptures.Envelope? {
        switch envelope {
        case .detected: return nil
        case .named(let name):
            guard let envelope = OperationCaptures.Envelope.named(name.rawValue) else {
                throw CommandFailure(.usage, "envelope '\(name.rawValue)' cannot be read by this version")
            }
            return envelope
        case .pointers(let places):
            let pointers = OperationCaptures.EnvelopePointers(
                entries: places.entries,
                payload: places.payload,
                status: places.status,
                headers: places.headers,
                url: places.url
            )
            return OperationCaptures.Envelope(.pointers(pointers))
        }
    }
}

extension ArgumentText {
    /// The path that the argument is.
    func path() throws(CommandFailure) -> String {
        guard let text else {
            throw CommandFailure(.usage, "\(quoted) is no UTF-8; rename the file, or redirect it")
        }
        return text
    }
}
