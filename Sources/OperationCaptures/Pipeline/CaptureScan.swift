/// One pass over captures on one thread that writes no file: for who looks at what a run makes of them.
///
///     inputs ──▶ ChunkCutter ──▶ ChunkWorker ──▶ lines, rejects between them ──▶ the caller
///
/// Everything is read as a run reads it, a chunk at a time, so memory does not grow with the input.
package struct CaptureScan: Sendable {
    package var inputs: [BatchInput]
    /// Nothing means that the first bytes tell, for every input.
    package var envelope: Envelope?
    package var chunkSize = Chunk.usualSize
    /// Bytes of a document beyond which it is rejected unseen.
    package var documentLimit = 16 << 20

    package init(inputs: [BatchInput], envelope: Envelope? = nil) {
        self.inputs = inputs
        self.envelope = envelope
    }

    /// Counts with a converter that keeps what it makes; answers what became of the records.
    package func count(_ converter: any ChunkConverter) throws(BatchFailure) -> Ledger {
        try run(ChunkWorker(converter: converter, limit: documentLimit, sink: .drop)) { _, _ in true }
    }

    /// Processes chunk after chunk, in order, until `body` has seen enough.
    func run(
        _ worker: ChunkWorker,
        _ body: (_ chunk: Chunk, _ worker: inout ChunkWorker) -> Bool
    ) throws(BatchFailure) -> Ledger {
        // The program that decompresses an input may end before it was told all of it.
        _ = BatchRun.ignoresBrokenPipes
        var cutter = ChunkCutter(
            ChunkCutter.Settings(
                inputs: inputs,
                envelope: envelope,
                chunkSize: chunkSize,
                limit: documentLimit,
                numbersAllLines: true
            ),
            from: InputPosition()
        )
        var worker = worker
        let chunk = Chunk(size: chunkSize)
        var ledger = Ledger()
        while try cutter.next(into: chunk) {
            worker.process(chunk)
            ledger.append(chunk.ledger)
            guard body(chunk, &worker) else { break }
            chunk.reset()
        }
        return ledger
    }
}
