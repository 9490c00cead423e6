@testable import OperationCaptures

/// What a splitter finds in bytes that arrive in pieces, as the pipeline has it find them.
struct SplitterRun {
    /// A place between two documents where another splitter can continue.
    struct Stop {
        var offset: Int
        var checkpoint: Int
        /// What was found before.
        var documents: Int
        var emptyLists: Int
    }

    private(set) var documents: [Range<Int>] = []
    private(set) var emptyLists = 0
    private(set) var blankLines = 0
    private(set) var stops: [Stop] = []

    /// Splits all bytes in one window.
    init(_ bytes: UnsafeRawBufferPointer, by splitter: any Splitter) {
        self.init(bytes, by: splitter, handingOn: nil) { bytes.count + 1 }
    }

    /// Splits in pieces; a document that is longer than `limit` is handed on before it ends.
    init(
        _ bytes: UnsafeRawBufferPointer,
        by splitter: any Splitter,
        handingOn limit: Int?,
        sizes: () -> Int
    ) {
        var splitter = splitter
        var start = 0
        var end = 0
        var isHandedOn = false
        var found: [Range<Int>] = []
        repeat {
            end = min(bytes.count, end + sizes())
            let window = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            found.removeAll(keepingCapacity: true)
            var consumed = splitter.split(window, isLast: end == bytes.count, into: &found)
            documents += found.map { $0.lowerBound + start..<$0.upperBound + start }
            if !found.isEmpty { isHandedOn = false }
            if let limit, end < bytes.count, isHandedOn || window.count - consumed > limit, consumed < window.count {
                isHandedOn = true
                consumed = window.count
            }
            splitter.discard(consumed, of: window)
            start += consumed
            emptyLists += splitter.emptyLists
            splitter.emptyLists = 0
            if !isHandedOn {
                stops.append(
                    Stop(
                        offset: start,
                        checkpoint: splitter.checkpoint,
                        documents: documents.count,
                        emptyLists: emptyLists
                    )
                )
            }
        } while end < bytes.count
        blankLines = (splitter as? LineSplitter)?.blankLines ?? 0
    }
}
