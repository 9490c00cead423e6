#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

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
        guard position < bytes.count, let base = bytes.baseAddress else { return false }
        let start = position
        while position < bytes.count, position - start < Self.length {
            let line = base + position
            let rest = bytes.count - position
            let length = memchr(line, 0x0A, rest).map { UnsafeRawPointer($0) - line } ?? rest
            if length > 0 { documents.append(position - start..<position - start + length) }
            position += length + 1
        }
        window = start..<min(position, bytes.count)
        return true
    }
}
