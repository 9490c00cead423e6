import LongRunningOperations
import OperationCaptures

/// Documents to canonical lines: cutting the corpus into lines, indexing, walking, validating and writing.
///
/// The output is the buffer of a pipeline: filled by a window, then emptied.
final class LinesRow {
    let corpus: Corpus
    private let converter: DocumentConverter
    private var output = OutputBuffer(capacity: 1 << 20)
    private var faults: [DocumentConverter.Fault] = []
    private var unknown: [Range<Int>] = []
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
                    .withUnsafeBufferPointer { convert(bytes, at: 0, $0, oneALine: false) }
                note(digesting, &outcome)
                start = end
            }
            return outcome
        }
        var lines = LineWindows(bytes: bytes)
        while lines.next() { convert(lines.window, digesting, &outcome) }
        return outcome
    }

    /// Converts windows of the corpus until there are no more: the part of one of several threads.
    func run(windows next: () -> Range<Int>?) {
        var outcome = Outcome()
        while let window = next() { convert(window, false, &outcome) }
    }

    private func convert(_ window: Range<Int>, _ digesting: Bool, _ outcome: inout Outcome) {
        convert(lines: UnsafeRawBufferPointer(rebasing: corpus.bytes[window]), at: window.lowerBound, &outcome)
        note(digesting, &outcome)
    }

    /// A pass under a name that an instruction counter can look for.
    @inline(never)
    func countedPass() {
        _ = run()
    }

    /// Converts a window of whole lines as a pipeline does: those of known layouts follow each other, others are cut first.
    private func convert(lines window: UnsafeRawBufferPointer, at offset: Int, _ outcome: inout Outcome) {
        let readable = corpus.memory.count - offset
        var position = 0
        var ahead = 1
        while position < window.count {
            let next = converter.convertKnownLines(window: window, from: position, readable: readable, into: &output)
            if next > position { ahead = 1 }
            position = LineFinder.appendLines(of: window, from: next, atMost: ahead, to: &unknown)
            unknown.withUnsafeBufferPointer { convert(window, at: offset, $0, oneALine: true) }
            unknown.removeAll(keepingCapacity: true)
            ahead = min(ahead * 2, 1024)
        }
    }

    private func convert(
        _ window: UnsafeRawBufferPointer,
        at offset: Int,
        _ documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool
    ) {
        converter.convert(
            window: window,
            readable: corpus.memory.count - offset,
            documents: documents,
            oneALine: oneALine,
            into: &output,
            faults: &faults
        )
    }

    /// Notes what a window became, and empties the output.
    private func note(_ digesting: Bool, _ outcome: inout Outcome) {
        outcome.written += output.count
        sink?(output.bytes)
        if digesting { outcome.digest.add(output.bytes) }
        output.removeAll()
        if !faults.isEmpty {
            outcome.rejected += faults.count
            if outcome.firstReject == nil { outcome.firstReject = faults.first?.message }
            faults.removeAll(keepingCapacity: true)
        }
    }
}
