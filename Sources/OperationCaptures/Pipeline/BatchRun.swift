#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One run over captures: inputs in; canonical lines, rejects and a summary out.
package struct BatchRun: Sendable {
    private var configuration: BatchConfiguration

    package init(_ configuration: BatchConfiguration) {
        self.configuration = configuration
        self.configuration.documentLimit = max(configuration.documentLimit, 64)
        self.configuration.chunkSize = max(configuration.chunkSize, 1)
        self.configuration.jobs = max(configuration.jobs, 1)
    }

    /// Converts everything and says what became of it.
    ///
    /// A reader that closes the output ends the run like the end of the input does. From the first run on the process
    /// ignores SIGPIPE.
    package func run(makeConverter: () -> any ChunkConverter) throws(BatchFailure) -> Ledger {
        _ = Self.ignoresBrokenPipes
        let start = Self.now()
        var configuration = configuration
        let interruption = Interruption(inside: configuration.interruption)
        configuration.interruption = interruption
        let files = try RunFiles(configuration)
        guard let committer = files.committer else {
            return try files.publish(files.state, milliseconds: 0)
        }
        let cutter = ChunkCutter(
            ChunkCutter.Settings(
                inputs: configuration.inputs,
                envelope: configuration.envelope,
                chunkSize: configuration.chunkSize,
                limit: configuration.documentLimit,
                range: configuration.range,
                interruption: configuration.interruption
            ),
            from: files.state.position
        )
        let workers = (0..<configuration.jobs)
            .map { _ in
                ChunkWorker(
                    converter: makeConverter(),
                    limit: configuration.documentLimit,
                    sink: files.plan.sink,
                    redacts: configuration.redacts
                )
            }
        // Each thread has a chunk at work. The others wait to be written where another thread has lost its processor for
        // some milliseconds: without them all would wait for it. Memory is touched only when that happens.
        let chunks = configuration.jobs == 1 ? 1 : configuration.jobs * 5
        let pipeline = Pipeline(cutter: cutter, committer: committer, chunks: chunks, interruption: interruption)
        do throws(BatchFailure) {
            try pipeline.run(workers)
            if interruption.requested != nil { throw interruption.failure() }
            guard committer.ledger.isBalanced else {
                throw BatchFailure(.inputOutput, "internal fault: the ledger does not balance")
            }
            try committer.finish()
        } catch {
            try files.end(after: error, milliseconds: Self.now() - start)
        }
        return try files.publish(committer.state, milliseconds: Self.now() - start)
    }

    static let ignoresBrokenPipes: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// Milliseconds of a clock that only goes forward.
    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }
}
