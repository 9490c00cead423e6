import OperationCaptures

/// Cuts lines into windows of about 256 KiB, whose index stays in the second-level cache.
struct LineWindows {
    static let length = 256 << 10

    let bytes: UnsafeRawBufferPointer
    private var position = 0
    /// The bytes of the window.
    private(set) var window = 0..<0
    /// The lines of the window that are not empty, relative to its start.
    var documents: [Range<Int>] {
        var documents: [Range<Int>] = []
        _ = LineFinder.appendLines(of: UnsafeRawBufferPointer(rebasing: bytes[window]), from: 0, to: &documents)
        return documents
    }

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Goes to the next window; false behind the last.
    mutating func next() -> Bool {
        guard position < bytes.count else { return false }
        let start = position
        var end = min(start + Self.length, bytes.count)
        if end < bytes.count {
            end = LineFinder.firstLineFeed(in: bytes, from: end - 1).map { $0 + 1 } ?? bytes.count
        }
        position = end
        window = start..<end
        return true
    }
}

extension LineFinder {
    /// Appends lines of a window that are not empty, without their LF: those that begin at `start` or behind it, so many at
    /// the most; answers where the next one begins, or the end.
    static func appendLines(
        of window: UnsafeRawBufferPointer,
        from start: Int,
        atMost count: Int = .max,
        to lines: inout [Range<Int>]
    ) -> Int {
        var position = start
        let before = lines.count
        while position < window.count, lines.count - before < count {
            let end = firstLineFeed(in: window, from: position) ?? window.count
            if end > position { lines.append(position..<end) }
            position = end + 1
        }
        return min(position, window.count)
    }
}
