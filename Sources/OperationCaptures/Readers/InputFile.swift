#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a run reads from.
package enum BatchInput: Equatable, Sendable {
    case path(String)
    /// An open descriptor, which is left open; 0 is standard input.
    case descriptor(Int32)

    package static let standardInput = BatchInput.descriptor(0)

    /// What messages call it.
    var displayName: String {
        switch self {
        case .path(let path): path
        case .descriptor(0): "standard input"
        case .descriptor(let number): "descriptor \(number)"
        }
    }

    /// What `file` says in rejects; standard input has no name.
    var fileName: String? {
        guard case .path(let path) = self else { return nil }
        return path
    }
}

/// The bytes of one input as they are stored.
///
/// A regular file has a size when it is opened, and reading it must end there: less or more means that somebody changed
/// it, so that what was read is no version of it. Files of `/proc` claim to be empty and are read like pipes.
final class InputFile {
    let input: BatchInput
    let descriptor: Descriptor
    let status: FileStatus
    /// Where reading began.
    let start: Int
    private let interruption: Interruption?
    /// Where the next read begins.
    private(set) var position: Int

    init(_ input: BatchInput, interruption: Interruption?) throws(BatchFailure) {
        self.input = input
        self.interruption = interruption
        switch input {
        case .path(let path):
            // Without O_NONBLOCK a FIFO that nobody writes to would hold up the run where no signal reaches it.
            switch Descriptor.open(path, O_RDONLY | O_NONBLOCK) {
            case .success(let opened): descriptor = opened
            case .failure(let error): throw .system("open", input.displayName, error.number)
            }
        case .descriptor(let number):
            descriptor = Descriptor(number)
        }
        switch descriptor.status {
        case .success(let found): status = found
        case .failure(let error): throw .system("read", input.displayName, error.number)
        }
        guard !status.isDirectory else {
            throw BatchFailure(.usage, "\(printable(input.displayName)) is a directory")
        }
        start = descriptor.position ?? 0
        position = start
    }

    deinit {
        if case .path = input {
            _ = descriptor.close()
        }
    }

    /// Whether the file keeps its bytes, so that offsets and lines in it mean something later.
    var isRegular: Bool { status.isRegular && status.size > 0 }

    /// Bytes the file had when it was opened, if it says.
    var size: Int? { isRegular ? status.size : nil }

    func read(into memory: UnsafeMutableRawPointer, count: Int) throws(BatchFailure) -> Int {
        while true {
            if !status.isRegular {
                try waitUntilReadable()
            }
            switch descriptor.read(into: memory, count: count) {
            case .success(0):
                try checkLength()
                return 0
            case .success(let length):
                position += length
                return length
            case .failure(SystemError(EAGAIN)):
                continue
            case .failure(let error):
                throw .system("read", input.displayName, error.number)
            }
        }
    }

    /// Reads so many bytes at an offset, leaving the position alone; fewer where the file ends before.
    ///
    /// May be called while another thread reads.
    func read(into memory: UnsafeMutableRawPointer, count: Int, at offset: Int) -> Result<Int, SystemError> {
        var done = 0
        while done < count {
            switch descriptor.read(into: memory + done, count: count - done, at: offset + done) {
            case .success(0): return .success(done)
            case .success(let length): done += length
            case .failure(let error): return .failure(error)
            }
        }
        return .success(done)
    }

    /// Whether a read would return at once.
    var isReadable: Bool {
        guard !status.isRegular else { return true }
        var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }

    func seek(to offset: Int) throws(BatchFailure) {
        if case .failure(let error) = descriptor.seek(to: offset) {
            throw .system("seek in", input.displayName, error.number)
        }
        position = offset
    }

    /// Waits for a pipe's writer, the first one of a FIFO included: a read that came before it would be told the end.
    private func waitUntilReadable() throws(BatchFailure) {
        guard let interruption else {
            var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            _ = poll(&request, 1, -1)
            return
        }
        guard interruption.waitUntilReadable(descriptor) else {
            throw interruption.failure()
        }
    }

    private func checkLength() throws(BatchFailure) {
        // A descriptor that stands behind the end already has nothing to give, and nothing changed.
        guard isRegular, position != status.size, start < status.size else { return }
        let change = position < status.size ? "shrank" : "grew"
        throw BatchFailure(
            .inputOutput,
            "\(printable(input.displayName)) \(change) while it was read: "
                + "\(status.size) bytes at first, \(position) at the end"
        )
    }
}
