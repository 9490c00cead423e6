import Glibc
import LongRunningOperations
import OperationCaptures
import Synchronization

/// `lro convert`.
enum ConvertCommand {
    static func run(_ options: ConvertOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        let catalog = try options.input.catalog()
        let plan = try CatalogLoader.plan(catalog, options.input.services)
        var configuration = try configuration(options)
        configuration.mappingDigest = { plan.digest }
        let showsTable = !options.isQuiet && streams.error.isTerminal
        let progress = TerminalProgress(on: streams.error, display: options.progress, isQuiet: options.isQuiet)
        let observer = progress.map { ProgressObserver($0, totalBytes: totalBytes(of: options.input.files)) }
        configuration.observer = observer
        let translation = options.target.map {
            EngineConverter.Translation(target: $0, listsLosses: options.listsLosses)
        }
        Interruption.handleSignals()
        configuration.interruption = .signals
        let ledger: Ledger
        do throws(BatchFailure) {
            ledger = try BatchRun(configuration)
                .run {
                    EngineConverter(
                        plan: plan,
                        countsRootCauses: showsTable,
                        addsProvenance: options.addsProvenance,
                        translation: translation
                    )
                }
        } catch {
            observer?.finish()
            throw CommandFailure(batch: error)
        }
        observer?.finish()
        if showsTable {
            streams.say(EndOfRunTable(ledger, style: TerminalStyle(for: streams.error)).text)
        } else if !options.isQuiet, ledger.rejected > 0 {
            try streams.report("lro convert: rejected \(ledger.rejected) of \(ledger.found) records")
        }
        return try verdict(options, ledger, streams)
    }

    private static func verdict(
        _ options: ConvertOptions,
        _ ledger: Ledger,
        _ streams: StandardStreams
    ) throws(CommandFailure) -> ExitCode {
        if options.failsOnUnknown, !ledger.unknownWords.isEmpty {
            if !options.isQuiet {
                for (word, place) in ledger.unknownWords.sorted(by: { $0.key < $1.key }).prefix(20) {
                    let text = TerminalText.escaped(word.word)
                    let count = "\(place.count) occurrence" + (place.count == 1 ? "" : "s")
                    // The word may have a state all the same, by what the mapping declares for every other word.
                    try streams.report("lro convert: \(word.service) lists no word \"\(text)\" (\(count))")
                }
            }
            return .unmet
        }
        let isAllowed = options.allowance.allows(UInt64(ledger.rejected), of: UInt64(ledger.found))
        return isAllowed ? .done : .unmet
    }

    private static func configuration(_ options: ConvertOptions) throws(CommandFailure) -> BatchConfiguration {
        var output = BatchOutput.standardOutput
        if let file = options.output, !file.isDash { output = .path(try file.path()) }
        var configuration = BatchConfiguration(inputs: try options.input.batchInputs(), output: output)
        switch options.rejects {
        case nil: configuration.rejects = .automatic
        case .inline: configuration.rejects = .inline
        case .drop: configuration.rejects = .drop
        case .file(let file): configuration.rejects = .path(try file.path())
        }
        if let summary = options.summary {
            configuration.summary = summary.isDash ? .standardOutput : .path(try summary.path())
        }
        configuration.envelope = try options.input.batchEnvelope()
        configuration.redacts = options.redacts
        configuration.jobs = options.jobs ?? jobs(for: options.input.files)
        configuration.resume = options.resumes
        if let interval = options.checkpointInterval {
            configuration.checkpointInterval = interval
            // A state stands behind a whole chunk.
            configuration.chunkSize = min(configuration.chunkSize, interval)
        }
        if let range = options.range {
            configuration.range = OperationCaptures.ByteRange(
                from: Int(range.lowerBound),
                to: range.upperBound.map { Int($0) }
            )
        }
        configuration.options = options.addsProvenance ? "provenance" : ""
        if case .pointers(let places) = options.input.envelope { configuration.options += " \(places)" }
        configuration.options += " " + (options.target?.rawValue ?? "") + (options.listsLosses ? " losses" : "")
        configuration.options += " " + options.input.services.joined(separator: ",")
        return configuration
    }

    /// A thread for each processor, but none that would find nothing to do in small files.
    private static func jobs(for files: [ArgumentText]) -> Int {
        let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard let bytes = totalBytes(of: files) else { return processors }
        // An eighth of a chunk for each, since compressed files unfold.
        return min(processors, 1 + Int(clamping: bytes >> 16))
    }

    /// The size of all inputs together, if every one is a regular file.
    private static func totalBytes(of files: [ArgumentText]) -> UInt64? {
        var total: UInt64 = 0
        if files.isEmpty { return nil }
        for file in files {
            var status = stat()
            guard let path = file.text, !file.isDash, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else {
                return nil
            }
            total += UInt64(max(0, status.st_size))
        }
        return total
    }
}

extension CommandFailure {
    /// What a batch run failed of.
    init(batch failure: BatchFailure) {
        switch failure.kind {
        case .usage: self.init(.usage, failure.message)
        case .inputOutput: self.init(.inputOutput, failure.message)
        case .interrupted(let signal): self.init(signal == SIGTERM ? .terminated : .interrupted, failure.message)
        case .outputClosed: self.init(.done, nil)
        }
    }
}

/// Shows how far the run is, from whichever thread writes.
private final class ProgressObserver: BatchObserver {
    private let progress: Mutex<TerminalProgress>
    private let totalBytes: UInt64?
    private let start: UInt64

    init(_ progress: TerminalProgress, totalBytes: UInt64?) {
        self.progress = Mutex(progress)
        self.totalBytes = totalBytes
        start = Self.now()
    }

    func batchDidAdvance(_ advance: BatchProgress) {
        var figures = TerminalProgress.Figures()
        figures.bytes = UInt64(advance.bytes)
        figures.totalBytes = totalBytes
        figures.records = UInt64(advance.records)
        figures.rejects = UInt64(advance.rejects)
        figures.nanoseconds = Self.now() - start
        progress.withLock { $0.update(figures) }
    }

    func finish() {
        progress.withLock { $0.finish() }
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
