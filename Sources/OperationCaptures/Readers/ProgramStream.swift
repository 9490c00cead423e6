import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a system program makes of an input: `gzip -dc` and its like, fed and read through pipes.
///
///     regular file ──────────────▶ program ──▶ read
///     pipe ──▶ feeding thread ───▶ program ──▶ read
///
/// The pipe bounds what the program can produce ahead of its reader, however far the input expands.
final class ProgramStream {
    private let program: String
    private let inputName: String
    private let output: Descriptor
    private let interruption: Interruption?
    private var child: pid_t?
    private var feeder: Feeder?

    init(program: String, file: InputFile, head: [UInt8], interruption: Interruption?) throws(BatchFailure) {
        self.program = program
        inputName = file.input.displayName
        self.interruption = interruption
        let results = try Self.makePipe()
        output = results.read
        // The signature was read already: a file is put back to where it began, a pipe is fed from the bytes read.
        if case .success = file.descriptor.seek(to: file.start) {
            child = try Self.spawn(program, input: file.descriptor, output: results.write, name: inputName)
        } else {
            let feed: (read: Descriptor, write: Descriptor)
            do {
                feed = try Self.makePipe()
            } catch {
                _ = results.write.close()
                throw error
            }
            defer { _ = feed.read.close() }
            // The feeder may outlive the file, whose number could then be that of another one.
            let source: Descriptor
            switch file.descriptor.duplicate {
            case .success(let duplicate): source = duplicate
            case .failure(let error):
                _ = feed.write.close()
                _ = results.write.close()
                throw .system("read", inputName, error.number)
            }
            do {
                child = try Self.spawn(program, input: feed.read, output: results.write, name: inputName)
            } catch {
                _ = source.close()
                _ = feed.write.close()
                throw error
            }
            feeder = Feeder(head: head, from: source, to: feed.write, interruption: interruption)
        }
    }

    deinit {
        _ = output.close()
        if let child {
            _ = kill(child, SIGTERM)
            _ = Self.wait(for: child)
        }
        feeder?.abandon()
    }

    func read(into memory: UnsafeMutableRawPointer, count: Int) throws(BatchFailure) -> Int {
        if let interruption, !interruption.waitUntilReadable(output) {
            throw interruption.failure()
        }
        switch output.read(into: memory, count: count) {
        case .success(0):
            try finish()
            return 0
        case .success(let length):
            return length
        case .failure(let error):
            throw .system("read", inputName, error.number)
        }
    }

    var isReadable: Bool {
        var request = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }

    private func finish() throws(BatchFailure) {
        guard let child else { return }
        let status = Self.wait(for: child)
        self.child = nil
        let fault = feeder?.finish()
        feeder = nil
        if let fault {
            throw .system("read", inputName, fault.number)
        }
        guard status != 0 else { return }
        let how = status & 0x7F == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
        throw BatchFailure(
            .inputOutput,
            "\(printable(inputName)) is damaged or cut short: \(program) ended with \(how)"
        )
    }

    private static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Held while a pipe is made and while a child is started, lest a child hold open another one's pipe.
    private static let spawning = Mutex<Void>(())

    private static func makePipe() throws(BatchFailure) -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        let fault = Self.spawning.withLock { _ in
            guard pipe(&ends) == 0 else { return errno }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
            return 0
        }
        guard fault == 0 else { throw .system("make", "a pipe", fault) }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    /// Starts the program; the output's end of the pipe is the child's alone afterwards.
    private static func spawn(
        _ program: String,
        input: Descriptor,
        output: Descriptor,
        name: String
    ) throws(BatchFailure) -> pid_t {
        defer { _ = output.close() }
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input.number, 0)
        posix_spawn_file_actions_adddup2(&actions, output.number, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Its own group, so that an interrupt from the terminal reaches us alone; signals that we ignore as programs expect them.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        sigaddset(&defaults, SIGXFSZ)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var arguments = [strdup(program), strdup("-dc"), nil]
        defer {
            for argument in arguments {
                free(argument)
            }
        }
        var child: pid_t = 0
        let fault = spawning.withLock { _ in
            posix_spawnp(&child, program, &actions, &attributes, &arguments, environ)
        }
        guard fault == 0 else {
            guard fault == ENOENT else { throw .system("start", program, fault) }
            throw BatchFailure(
                .inputOutput,
                "\(printable(name)) is compressed, and the program \(program) that reads it is not installed"
            )
        }
        return child
    }
}
