import OperationCaptures

/// Cuts lines into windows of about 256 KiB, whose index stays in the second-level cache.
struct LineWindows {
    static let length = 256 << 10

    let bytes: UnsafeRawBufferPointer
    private var position = 0
    /// The bytes of the window.
    private(set) var window = 0..<0
    /// The lines of the window that are not empty, relative to its start.
    private(set) var documents: [Range<Int>] = []

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        documents.reserveCapacity(4096)
    }

    /// Goes to the next window; false behind the last.
    mutating func next() -> Bool {
        documents.removeAll(keepingCapacity: true)
        guard position < bytes.count else { return false }
        let start = position
        var end = min(start + Self.length, bytes.count)
        while end < bytes.count, bytes[end - 1] != 0x0A { end += 1 }
        position = end
        window = start..<end
        LineFinder.appendLines(of: UnsafeRawBufferPointer(rebasing: bytes[window]), to: &documents)
        return true
    }
}
