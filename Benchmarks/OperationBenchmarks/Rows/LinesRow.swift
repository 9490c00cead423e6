import LongRunningOperations

/// Documents to canonical lines: cutting the corpus into lines, indexing, walking, validating and writing.
///
/// The output is the buffer of a pipeline: filled by a window, then emptied.
final class LinesRow {
    let corpus: Corpus
    private let converter: DocumentConverter
    private var output = OutputBuffer(capacity: 1 << 20)
    private var faults: [DocumentConverter.Fault] = []
    /// Where the lines go besides, if anywhere.
    var sink: ((UnsafeRawBufferPointer) -> Void)?

    /// Compiles the candidates; none stands for the whole catalog.
    init(corpus: Corpus, services: [String]) throws(OperationDecodingError) {
        self.corpus = corpus
        let plan = try DecodingPlan(catalog: .builtIn, services: services.map { ServiceIdentifier($0) })
        converter = DocumentConverter(plan: plan)
    }

    /// What one pass made.
    struct Outcome {
        var written = 0
        var rejected = 0
        var digest = Digest()
        var firstReject: String?
    }

    /// Converts the corpus once.
    func run(digesting: Bool = false) -> Outcome {
        var outcome = Outcome()
        let bytes = corpus.bytes
        if let documents = corpus.documents {
            var start = 0
            while start < documents.count {
                let first = documents[start].lowerBound
                var end = start + 1
                while end < documents.count, documents[end].upperBound - first <= LineWindows.length { end += 1 }
                documents[start..<end]
                    .withUnsafeBufferPointer { slice in
                        convert(bytes, at: 0, slice, oneALine: false, digesting, &outcome)
                    }
                start = end
            }
            return outcome
        }
        var lines = LineWindows(bytes: bytes)
        while lines.next() {
            let window = UnsafeRawBufferPointer(rebasing: bytes[lines.window])
            lines.documents.withUnsafeBufferPointer { slice in
                convert(window, at: lines.window.lowerBound, slice, oneALine: true, digesting, &outcome)
            }
        }
        return outcome
    }

    /// A pass under a name that an instruction counter can look for.
    @inline(never)
    func countedPass() {
        _ = run()
    }

    private func convert(
        _ window: UnsafeRawBufferPointer,
        at offset: Int,
        _ documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        _ digesting: Bool,
        _ outcome: inout Outcome
    ) {
        output.removeAll()
        converter.convert(
            window: window,
            readable: corpus.memory.count - offset,
            documents: documents,
            oneALine: oneALine,
            into: &output,
            faults: &faults
        )
        outcome.written += output.count
        sink?(output.bytes)
        if digesting { outcome.digest.add(output.bytes) }
        if !faults.isEmpty {
            outcome.rejected += faults.count
            if outcome.firstReject == nil { outcome.firstReject = faults.first?.message }
            faults.removeAll(keepingCapacity: true)
        }
    }
}
