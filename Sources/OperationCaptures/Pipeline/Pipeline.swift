/// Threads that each read, convert and write chunks, so that `n` of them use `n` cores and one uses no more than itself.
///
///     thread 1   read │ cut │ convert        │ write       │ read …
///     thread 2   read │     │ cut │ convert  │ hand over   │ read …
///
/// One thread at a time cuts, in turn: a chunk's number is its place in the input. One thread at a time writes, the one that
/// finds the next number ready, and it goes on with those that others hand over meanwhile. A thread converts what it read,
/// while the bytes are still in its core's cache. Chunks come from a fixed pool: who finds it empty waits for a write. So does
/// who has a chunk that becomes too much to be held: it waits until all before it is written, and writes part after part.
final class Pipeline: @unchecked Sendable {
    private let reading = Turns()
    private var cutter: ChunkCutter
    private var isReadToEnd = false

    private let writing = Monitor()
    private let committer: Committer
    private var free: [Chunk]
    private var ready: [Int: Chunk] = [:]
    private var nextWrite = 0
    private var isWriting = false
    private var readFailure: BatchFailure?
    private var writeFailure: BatchFailure?
    private let interruption: Interruption

    init(cutter: consuming ChunkCutter, committer: Committer, chunks: Int, interruption: Interruption) {
        self.interruption = interruption
        let size = cutter.settings.chunkSize
        self.cutter = cutter
        self.committer = committer
        free = (0..<chunks).map { _ in Chunk(size: size) }
    }

    /// Converts everything; what was read before a failure is written before it is thrown.
    func run(_ workers: [ChunkWorker]) throws(BatchFailure) {
        let threads = workers.dropFirst()
            .compactMap { worker in
                let handed = Handed(worker)
                return PipelineThread { self.work(handed.worker) }
            }
        if let worker = workers.first {
            work(worker)
        }
        for thread in threads {
            thread.join()
        }
        if let failure = writeFailure ?? readFailure { throw failure }
    }

    /// A worker on its way to the one thread that uses it.
    private final class Handed: @unchecked Sendable {
        let worker: ChunkWorker

        init(_ worker: ChunkWorker) {
            self.worker = worker
        }
    }

    private func work(_ worker: ChunkWorker) {
        var worker = worker
        worker.writePart = { [unowned self] in writePart(of: $0) }
        while let chunk = takeFreeChunk() {
            guard read(into: chunk) else { return }
            worker.process(chunk)
            commit(chunk)
        }
    }

    private func takeFreeChunk() -> Chunk? {
        writing.lock()
        defer { writing.unlock() }
        while writeFailure == nil {
            if let chunk = free.popLast() { return chunk }
            writing.wait()
        }
        return nil
    }

    private func read(into chunk: Chunk) -> Bool {
        let (turn, block) = reading.draw { turns in isReadToEnd ? nil : cutter.reserveBlock(behind: turns) }
        chunk.reset()
        chunk.sequence = turn
        if let block { chunk.readAhead(block) }
        return reading.serve(turn) { cut(chunk) } || end(chunk)
    }

    /// Cuts the next chunk; false where nothing is left.
    private func cut(_ chunk: Chunk) -> Bool {
        guard !isReadToEnd else { return false }
        do throws(BatchFailure) {
            isReadToEnd = try !cutter.next(into: chunk)
        } catch {
            isReadToEnd = true
            readFailure = error
        }
        return !isReadToEnd
    }

    /// Gives a chunk back that nothing was left for, so that those who wait for one find the end too.
    private func end(_ chunk: Chunk) -> Bool {
        writing.lock()
        free.append(chunk)
        writing.signal()
        writing.unlock()
        return false
    }

    private func commit(_ chunk: Chunk) {
        writing.lock()
        defer { writing.unlock() }
        ready[chunk.sequence] = chunk
        guard !isWriting else { return }
        isWriting = true
        while writeFailure == nil, let next = ready.removeValue(forKey: nextWrite) {
            writeUnlocked { () throws(BatchFailure) in try committer.commit(next) }
            nextWrite += 1
            free.append(next)
            writing.signal()
        }
        isWriting = false
        // One may wait with a part of the next chunk.
        writing.signal()
    }

    /// Writes what a chunk became so far, when all before it is written.
    private func writePart(of chunk: Chunk) {
        writing.lock()
        defer { writing.unlock() }
        while nextWrite != chunk.sequence || isWriting {
            guard writeFailure == nil else { return }
            writing.wait()
        }
        guard writeFailure == nil else { return }
        isWriting = true
        writeUnlocked { () throws(BatchFailure) in try committer.write(chunk) }
        isWriting = false
    }

    /// Lets go of the lock while `write` writes, and keeps its failure.
    private func writeUnlocked(_ write: () throws(BatchFailure) -> Void) {
        writing.unlock()
        var failure: BatchFailure?
        do throws(BatchFailure) {
            try write()
        } catch {
            failure = error
        }
        // Another thread may be waiting for input that nobody needs any more.
        if failure != nil { interruption.cancel() }
        writing.lock()
        writeFailure = failure
        if failure != nil { writing.signal() }
    }
}
