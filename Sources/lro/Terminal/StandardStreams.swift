import Glibc

/// A write that failed.
struct StreamError: Error, Hashable {
    /// The system's number of the fault.
    var code: Int32
    /// What was being written, as a message names it.
    var stream: String

    var isClosedPipe: Bool { code == EPIPE }

    var message: String {
        "cannot write \(stream): \(String(cString: strerror(code)))"
    }
}

/// A place to write to: a descriptor, and its name for messages.
struct StandardStream: Hashable, Sendable {
    var descriptor: Int32
    var name: String

    /// Writes all bytes, however few the system takes at a time.
    func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let slice = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, slice.baseAddress, slice.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                try waitAfterFailure(count < 0 ? errno : EIO)
            }
        }
    }

    func write(_ text: String) throws(StreamError) {
        let bytes = Array(text.utf8)
        // The closure is not allowed to throw a typed error here, so the result carries it.
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(StreamError) in try write(buffer) }
        }
        try result.get()
    }

    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// The width of the terminal, or nil if it is none or does not say.
    var columns: Int? {
        var size = winsize()
        guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Returns if the write is worth another try: after a signal, or when a descriptor that does not block is ready.
    private func waitAfterFailure(_ code: Int32) throws(StreamError) {
        switch code {
        case EINTR:
            return
        case EAGAIN:
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&request, 1, -1) >= 0 || errno == EINTR else {
                throw StreamError(code: errno, stream: name)
            }
        default:
            throw StreamError(code: code, stream: name)
        }
    }
}

/// The streams of the process: data on one, everything else on the other.
struct StandardStreams: Hashable, Sendable {
    var output = StandardStream(descriptor: STDOUT_FILENO, name: "standard output")
    var error = StandardStream(descriptor: STDERR_FILENO, name: "standard error")

    /// Writes data to standard output.
    func write(_ text: String) throws(CommandFailure) {
        do {
            try output.write(text)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Says one line to people.
    ///
    /// There is nobody left to tell if that fails.
    func say(_ line: String) {
        try? error.write(line + "\n")
    }

    /// Says one line that a run owes, so that a full disk under a log does not pass for silence.
    ///
    /// Who closed the stream does not want to hear it.
    func report(_ line: String) throws(CommandFailure) {
        do {
            try error.write(line + "\n")
        } catch {
            guard [EPIPE, EBADF].contains(error.code) else { throw CommandFailure(.inputOutput, nil) }
        }
    }

    /// Closes the data's stream, where some file systems first tell that a write failed; the status that this makes.
    func close(after status: ExitCode) -> ExitCode {
        guard Glibc.close(output.descriptor) < 0, ![EBADF, EINTR].contains(errno) else { return status }
        say("lro: " + StreamError(code: errno, stream: output.name).message)
        return status == .done ? .inputOutput : status
    }

    /// Takes the descriptors of streams that the caller closed, lest a file that is opened become one of them.
    ///
    /// Reading and writing these fails as it would on the closed ones.
    static func occupyClosed() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
