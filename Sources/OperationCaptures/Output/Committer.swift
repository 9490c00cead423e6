import LongRunningOperations

/// Writes what chunks became, in input order, and keeps the books.
///
/// Used by one thread at a time.
final class Committer {
    private let output: OutputSink
    private var rejects: OutputSink?
    private let openRejects: () throws(BatchFailure) -> OutputSink?
    private let record: ProgressRecord?
    private let checkpointInterval: Int
    private let observer: (any BatchObserver)?
    private(set) var ledger: Ledger
    /// How far the run came, between two documents.
    private(set) var state: ProgressState
    private var recordedBytes: Int
    /// Whether the record still stands for what is on disk.
    ///
    /// An fsync that failed may succeed when it is called again, without the bytes being on disk.
    private var canRecord = true

    init(
        output: OutputSink,
        rejects: OutputSink?,
        openRejects: @escaping () throws(BatchFailure) -> OutputSink?,
        record: ProgressRecord?,
        state: ProgressState,
        checkpointInterval: Int,
        observer: (any BatchObserver)?
    ) {
        self.output = output
        self.rejects = rejects
        self.openRejects = openRejects
        self.record = record
        self.state = state
        self.checkpointInterval = checkpointInterval
        self.observer = observer
        ledger = state.ledger
        recordedBytes = state.ledger.bytes
    }

    /// Writes what the chunk became, or the last part of it.
    func commit(_ chunk: Chunk) throws(BatchFailure) {
        try write(chunk)
        ledger.append(chunk.ledger)
        guard chunk.endsBetweenDocuments else { return }
        state.position = chunk.end
        state.ledger = ledger
        state.outputLength = output.length
        state.rejectsLength = rejects?.length ?? 0
        if record != nil {
            state.outputDigest = output.digest?.value ?? 0
            state.rejectsDigest = rejects?.digest?.value ?? ContentDigest().value
            if ledger.bytes - recordedBytes >= checkpointInterval {
                try recordState()
            }
        }
        observer?
            .batchDidAdvance(
                BatchProgress(bytes: ledger.bytes, records: ledger.found, rejects: ledger.rejected)
            )
    }

    /// Writes what the chunk became so far; the run does not count it before the chunk is committed.
    func write(_ chunk: Chunk) throws(BatchFailure) {
        try output.write(chunk.lines)
        guard chunk.rejects.count > 0 else { return }
        if rejects == nil { rejects = try openRejects() }
        try rejects?.write(chunk.rejects.bytes)
    }

    /// Puts the state on record, after what it names.
    func recordState() throws(BatchFailure) {
        guard let record, canRecord else { return }
        canRecord = false
        try output.synchronize()
        try rejects?.synchronize()
        try record.append(state)
        canRecord = true
        recordedBytes = state.ledger.bytes
    }

    /// All is written: puts that on record and every byte on disk.
    func finish() throws(BatchFailure) {
        state.isComplete = true
        guard record == nil else { return try recordState() }
        try rejects?.synchronize()
    }

    /// Cuts rejects that end within one, where a run ends early and cannot be continued.
    func cutRejects() {
        guard let rejects, rejects.isOwnFile else { return }
        _ = rejects.descriptor.truncate(to: state.rejectsLength)
    }
}

/// How far a run has come, for a display.
package struct BatchProgress: Equatable, Sendable {
    package var bytes: Int
    package var records: Int
    package var rejects: Int
}

/// Watches a run; called by one thread at a time, and should return at once.
package protocol BatchObserver: AnyObject, Sendable {
    func batchDidAdvance(_ progress: BatchProgress)
}
