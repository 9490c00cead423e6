import LongRunningOperations

/// `lro coverage`.
enum CoverageCommand {
    /// How many documents are converted at a time.
    private static let windowCount = 512

    static func run(_ options: CoverageOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        if case .pointers = options.input.envelope {
            throw CommandFailure(.usage, "this command reads lines and documents, no recordings")
        }
        let catalog = try options.input.catalog()
        let counter: CoverageCounter
        do throws(OperationDecodingError) {
            counter = try CoverageCounter(catalog: catalog, services: options.input.serviceIdentifiers)
        } catch {
            throw CommandFailure(.usage, TerminalText.escaped(error.message))
        }
        let files = options.input.files.isEmpty ? ["-"] : options.input.files
        for (number, file) in files.enumerated() {
            count(try LocalDocuments(file: file, envelope: options.input.envelopeName), number, counter)
        }
        let report = CoverageReport(counter: counter, files: files)
        try streams.write(options.writesJSON ? report.json : report.page(style: TerminalStyle(for: streams.output)))
        return options.failsOnUnknown && !counter.unknownWords.isEmpty ? .unmet : .done
    }

    private static func count(_ documents: LocalDocuments, _ file: Int, _ counter: CoverageCounter) {
        documents.bytes.withUnsafeBytes { bytes in
            var rest = documents.places[...]
            while !rest.isEmpty {
                let part = Array(rest.prefix(windowCount))
                rest = rest.dropFirst(windowCount)
                counter.add(window: bytes, documents: part.map(\.range), oneALine: documents.areLines) { number in
                    CoverageCounter.Place(file: file, line: part[number].line)
                }
            }
        }
    }
}
