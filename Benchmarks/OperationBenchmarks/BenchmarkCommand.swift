import LongRunningOperations
import OperationCaptures

/// Makes the corpora, runs the rows, prints the report.
enum BenchmarkCommand {
    /// Answers the exit code: 0, 1 where a corpus is not what it should be, 2 where the command line is wrong.
    static func run(_ arguments: [String]) -> Int32 {
        do {
            let options = try BenchmarkOptions(arguments)
            if options.isHelp {
                print(BenchmarkOptions.help)
                return 0
            }
            if options.isCounted {
                try count(options)
                return 0
            }
            let corpus = try mainCorpus(options)
            if options.corpusOutput != nil || options.linesOutput != nil {
                try write(corpus, options)
                return 0
            }
            let report = try measure(corpus, options)
            print(options.isJSON ? report.json : report.table)
            return 0
        } catch let misuse as BenchmarkOptions.Misuse {
            print("operation-benchmarks: \(misuse.message); see --help")
            return 2
        } catch let failure as MappingFolder.Failure {
            print("operation-benchmarks: \(failure.path): \(failure.reason)")
            return 1
        } catch {
            print("operation-benchmarks: \(error)")
            return 1
        }
    }

    /// The corpus was made otherwise than on the machine that wrote the committed digest.
    struct WrongDigest: Error, CustomStringConvertible {
        var found: String
        var description: String {
            "the corpus has digest \(found), not \(CorpusShape.mixedDigest): it is not the same one"
        }
    }

    private static func mainCorpus(_ options: BenchmarkOptions) throws -> Corpus {
        if let path = options.corpusPath {
            return Corpus(name: "file", bytes: try MappingFolder.contents(of: path))
        }
        let corpus = CorpusShape.mixed.corpus(length: options.megabytes * 1_000_000)
        let digest = Digest.of(corpus.bytes)
        if options.megabytes == BenchmarkOptions.defaultMegabytes, digest != CorpusShape.mixedDigest {
            throw WrongDigest(found: digest)
        }
        return corpus
    }

    private static func measure(_ corpus: Corpus, _ options: BenchmarkOptions) throws -> Report {
        var report = Report(corpus: corpus)
        var rows: [Row] = []
        var notes: [String: LinesRow.Outcome] = [:]

        func lines(_ name: String, _ make: @autoclosure () -> Corpus, _ services: [String]) throws {
            guard name.utf8.contains(options.filter.utf8) else { return }
            let row = try LinesRow(corpus: make(), services: services)
            notes[name] = row.run(digesting: true)
            rows.append(Row(name: name, corpus: row.corpus) { _ = row.run() })
        }

        func other(_ name: String, _ make: @autoclosure () throws -> Row) rethrows {
            guard name.utf8.contains(options.filter.utf8) else { return }
            rows.append(try make())
        }

        try lines("lines", corpus, options.services)
        try other("lines-two-threads", ThreadsRow.row(corpus, options.services))
        if options.corpusPath == nil {
            try lines("lines-catalog", corpus, [])
            try lines("lines-named", CorpusShape.deviceUpdate.corpus(length: 30_000_000), ["azure-device-update"])
            let slice = corpus.prefix(8_000_000)
            try other("foundation-decode", FoundationRow.decode(slice))
            try other("foundation-convert", FoundationRow.convert(slice))
        }
        try other("values", ValuesRow.row(corpus.prefix(20_000_000), options.services))
        other("memcpy", MemoryCopyRow.row(corpus))
        for shape in options.shapes {
            try lines("lines:\(shape.rawValue)", shape.corpus(length: 20_000_000), shape.services ?? options.services)
        }
        lazy var documents = CorpusShape.deviceUpdate.corpus(length: 20_000_000)
        for name in options.envelopes {
            try other("envelope:\(name)", EnvelopeRow.row(name, documents))
        }
        report.measurements = Measurement.interleaved(rows, passes: options.passes)
        report.outcomes = notes
        return report
    }

    /// For the outside peers: what they read, and what they are compared with.
    private static func write(_ corpus: Corpus, _ options: BenchmarkOptions) throws {
        if let path = options.corpusOutput {
            try MappingFolder.write(Array(corpus.bytes), to: path)
        }
        if let path = options.linesOutput {
            let row = try LinesRow(corpus: corpus, services: options.services)
            var lines: [UInt8] = []
            row.sink = { lines += $0 }
            _ = row.run()
            try MappingFolder.write(lines, to: path)
        }
    }

    /// One pass to warm up, one inside `countedPass`, which an instruction counter looks for.
    private static func count(_ options: BenchmarkOptions) throws {
        let corpus: Corpus
        if let path = options.corpusPath {
            corpus = Corpus(name: "file", bytes: try MappingFolder.contents(of: path))
        } else {
            corpus = CorpusShape.mixed.corpus(length: min(options.megabytes, 2) * 1_000_000)
        }
        let row = try LinesRow(corpus: corpus, services: options.services)
        let outcome = row.run(digesting: true)
        row.countedPass()
        print("records \(corpus.recordCount) bytes \(corpus.count) digest \(outcome.digest)")
    }
}

extension String.UTF8View {
    /// Whether the bytes of `part` stand somewhere in these.
    func contains(_ part: String.UTF8View) -> Bool {
        if part.isEmpty { return true }
        return indices.contains { self[$0...].starts(with: part) }
    }
}
