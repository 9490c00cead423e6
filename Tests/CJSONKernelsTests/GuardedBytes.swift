#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Memory that ends where the process may not read: one byte too far is a crash.
final class GuardedBytes {
    private let base: UnsafeMutableRawPointer
    private let room: Int
    private let page: Int

    /// Makes room for `room` bytes; nil where the system does not give the memory.
    init?(room: Int) {
        page = Int(getpagesize())
        self.room = (room + page - 1) / page * page
        let wanted = self.room + page
        guard let base = mmap(nil, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
            base != MAP_FAILED, mprotect(base + self.room, page, PROT_NONE) == 0
        else { return nil }
        self.base = base
    }

    deinit {
        munmap(base, room + page)
    }

    /// Calls `body` with a copy of the bytes whose end is the end of what may be read.
    func withCopy<Answer>(of bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        precondition(bytes.count <= room)
        let start = base + (room - bytes.count)
        bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: start, count: bytes.count).copyMemory(from: $0) }
        return body(UnsafeRawBufferPointer(start: start, count: bytes.count))
    }
}
