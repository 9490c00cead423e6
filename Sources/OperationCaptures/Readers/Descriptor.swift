#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file descriptor, whose calls are repeated where a signal interrupted them.
struct Descriptor: Equatable, Sendable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    /// Opens a file that no child process inherits; the error number where that fails.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Result<Descriptor, SystemError> {
        while true {
            #if canImport(Darwin)
            let number = Darwin.open(path, flags | O_CLOEXEC, mode)
            #elseif canImport(Musl)
            let number = Musl.open(path, flags | O_CLOEXEC, mode)
            #else
            let number = Glibc.open(path, flags | O_CLOEXEC, mode)
            #endif
            if number >= 0 { return .success(Descriptor(number)) }
            if errno != EINTR { return .failure(SystemError(errno)) }
        }
    }

    /// Another descriptor of what is open, with the same position, which no child process inherits.
    var duplicate: Result<Descriptor, SystemError> {
        retrying { Int(fcntl(number, F_DUPFD_CLOEXEC, 0)) }.map { Descriptor(Int32($0)) }
    }

    /// Reads once; 0 is the end.
    func read(into memory: UnsafeMutableRawPointer, count: Int) -> Result<Int, SystemError> {
        retrying { systemRead(number, memory, count) }
    }

    /// Reads once at an offset, leaving the position of the descriptor alone.
    func read(into memory: UnsafeMutableRawPointer, count: Int, at offset: Int) -> Result<Int, SystemError> {
        retrying { pread(number, memory, count, off_t(offset)) }
    }

    /// Writes all bytes, waiting where the other end is slow; EINTR where the end was requested meanwhile.
    func write(
        _ bytes: UnsafeRawBufferPointer,
        until interruption: Interruption? = nil
    ) -> Result<Void, SystemError> {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let written = systemWrite(number, start, rest.count)
            if written >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if errno == EAGAIN, let interruption {
                guard interruption.waitUntilWritable(self) else { return .failure(SystemError(EINTR)) }
            } else if errno == EAGAIN {
                var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, -1)
            } else if errno != EINTR {
                return .failure(SystemError(errno))
            }
        }
        return .success(())
    }

    func synchronize() -> Result<Void, SystemError> {
        retrying { Int(fsync(number)) }.map { _ in () }
    }

    func truncate(to length: Int) -> Result<Void, SystemError> {
        retrying { Int(ftruncate(number, off_t(length))) }.map { _ in () }
    }

    /// Takes the lock of the open file, which no other run may have; does not wait for it.
    func lock() -> Result<Void, SystemError> {
        retrying { Int(flock(number, LOCK_EX | LOCK_NB)) }.map { _ in () }
    }

    /// Sets the position; fails on what has none, such as a pipe.
    func seek(to offset: Int) -> Result<Void, SystemError> {
        retrying { Int(lseek(number, off_t(offset), SEEK_SET)) }.map { _ in () }
    }

    var position: Int? {
        let position = lseek(number, 0, SEEK_CUR)
        return position < 0 ? nil : Int(position)
    }

    /// What the file system says about the open file.
    var status: Result<FileStatus, SystemError> {
        var status = stat()
        return retrying { Int(fstat(number, &status)) }.map { _ in FileStatus(status) }
    }

    func close() -> Result<Void, SystemError> {
        // A descriptor is gone after EINTR too, so the call is never repeated.
        systemClose(number) == 0 || errno == EINTR ? .success(()) : .failure(SystemError(errno))
    }

    private func retrying(_ call: () -> Int) -> Result<Int, SystemError> {
        while true {
            let result = call()
            if result >= 0 { return .success(result) }
            if errno != EINTR { return .failure(SystemError(errno)) }
        }
    }
}

/// An error number of the operating system.
struct SystemError: Error, Equatable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }
}

/// The operating system's words for an error number.
func errorText(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}

// The members of `Descriptor` have the names of the C functions, which hides those.
private func systemRead(_ number: Int32, _ memory: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(number, memory, count)
}

private func systemWrite(_ number: Int32, _ memory: UnsafeRawPointer, _ count: Int) -> Int {
    write(number, memory, count)
}

private func systemClose(_ number: Int32) -> Int32 {
    close(number)
}

extension SystemError {
    /// Whether nobody reads the pipe any more.
    var isClosedPipe: Bool { number == EPIPE }

    /// Whether the end was requested while something was waited for.
    var isInterruption: Bool { number == EINTR }

    /// Whether a FIFO has no reader.
    var isWithoutReader: Bool { number == ENXIO }

    var isMissingFile: Bool { number == ENOENT }

    var isExistingFile: Bool { number == EEXIST }

    /// Whether somebody else has the lock.
    var isLocked: Bool { number == EWOULDBLOCK }
}
