import Dispatch
import LongRunningOperations
import Synchronization

/// The row `lines` on two threads at once, each with a converter of its own: whoever is done takes the next window.
///
/// Where all that cores do is convert, this is what a second one gives; what files, starting and waiting cost on top of it,
/// `cores.sh` measures.
enum ThreadsRow {
    static func row(_ corpus: Corpus, _ services: [String]) throws -> Row {
        // Each is touched by one thread at a time.
        nonisolated(unsafe) let parts = try (0..<2).map { _ in try LinesRow(corpus: corpus, services: services) }
        var lines = LineWindows(bytes: corpus.bytes)
        var windows: [Range<Int>] = []
        while lines.next() { windows.append(lines.window) }
        return Row(name: "lines-two-threads", corpus: corpus) { [windows] in
            let taken = Atomic(0)
            DispatchQueue.concurrentPerform(iterations: parts.count) { thread in
                parts[thread]
                    .run {
                        let number = taken.add(1, ordering: .relaxed).oldValue
                        return number < windows.count ? windows[number] : nil
                    }
            }
        }
    }
}
