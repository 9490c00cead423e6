import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread that copies a pipe, whose first bytes were read already, into a program's standard input.
///
/// Both ends are its own, and closed when it ends.
final class Feeder: @unchecked Sendable {
    private let head: [UInt8]
    private let source: Descriptor
    private let target: Descriptor
    private let interruption: Interruption?
    private let fault = Mutex<SystemError?>(nil)
    private var thread: PipelineThread?

    init(head: [UInt8], from source: Descriptor, to target: Descriptor, interruption: Interruption?) {
        self.head = head
        self.source = source
        self.target = target
        self.interruption = interruption
        thread = PipelineThread { self.copy() }
    }

    /// Waits for the end of the copy; says why reading failed, if it did.
    func finish() -> SystemError? {
        thread?.join()
        thread = nil
        return fault.withLock { $0 }
    }

    /// Leaves the thread to end by itself: what it waits for may never come.
    func abandon() {
        thread?.detach()
        thread = nil
    }

    private func copy() {
        defer {
            _ = target.close()
            _ = source.close()
        }
        // A program that ended early takes no more; its exit code tells why.
        guard case .success = head.withUnsafeBytes({ target.write($0) }) else { return }
        let capacity = 64 * 1024
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
        defer { memory.deallocate() }
        while true {
            if let interruption, !interruption.waitUntilReadable(source) { return }
            switch source.read(into: memory, count: capacity) {
            case .success(0):
                return
            case .success(let count):
                let bytes = UnsafeRawBufferPointer(start: memory, count: count)
                guard case .success = target.write(bytes) else { return }
            case .failure(SystemError(EAGAIN)):
                var request = pollfd(fd: source.number, events: Int16(POLLIN), revents: 0)
                _ = poll(&request, 1, 100)
            case .failure(let error):
                fault.withLock { $0 = error }
                return
            }
        }
    }
}
