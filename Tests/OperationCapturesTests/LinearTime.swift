import Foundation

/// Measures whether work is linear in its bytes.
enum LinearTime {
    /// How many times as long twice the bytes may take.
    static let limit = 2.4
    /// Seconds in which runs are repeated that say too much: some work takes microseconds, and what disturbs it lasts longer.
    private static let patience = 10.0

    /// How many times as long the work takes for the second document, of twice the bytes of the first.
    ///
    /// Time is what the thread had of the processor: other work on the machine interrupts longer runs more often. The least
    /// times of all runs count, for what is left of it only ever makes a run slower, and more runs follow while they say
    /// too much.
    static func ratio(_ documents: [[UInt8]], _ work: ([UInt8]) throws -> Void) rethrows -> Double {
        var least = documents.map { _ in Double.infinity }
        var runs = 0
        let end = processorTime + patience
        while runs < 5 || least[1] > limit * least[0] && processorTime < end {
            for (index, document) in documents.enumerated() {
                let start = processorTime
                try work(document)
                least[index] = min(least[index], processorTime - start)
            }
            runs += 1
        }
        return least[1] / least[0]
    }

    /// The seconds that this thread had of the processor.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
