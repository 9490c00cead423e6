import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A request to end a run at the next border between documents, from a signal or from the program.
///
/// Waiting is a `poll` on the pipe waited for and on one that the request writes to, so that a run which waits for a slow
/// pipe ends too, whichever thread the signal reached.
package final class Interruption: Sendable {
    /// Milliseconds that a reader of the output has to take more of it, once the end is requested.
    private static let patience: Int32 = 2000
    /// Milliseconds between two looks whether a FIFO has a reader.
    private static let pause: Int32 = 20

    private let signal = Atomic<Int32>(0)
    private let isOver = Atomic(false)
    private let wakeEnd: Int32
    private let waitEnd: Int32
    /// One that ends the waiting for this one, too.
    private let outer: Interruption?

    package init(inside outer: Interruption? = nil) {
        self.outer = outer
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        waitEnd = ends[0]
        wakeEnd = ends[1]
    }

    deinit {
        _ = close(waitEnd)
        _ = close(wakeEnd)
    }

    /// The signal that asked for the end, if one did.
    package var requested: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? outer?.requested : number
    }

    /// Ends all waiting of a run that has failed in another thread.
    func cancel() {
        isOver.store(true, ordering: .relaxed)
        wake()
    }

    /// Asks for the end, safely in a signal handler too.
    ///
    /// A second request ends the process at once.
    package func request(signal number: Int32) {
        guard signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
            _exit(128 + number)
        }
        wake()
    }

    private func wake() {
        var byte: UInt8 = 0
        _ = write(wakeEnd, &byte, 1)
    }

    /// What a run fails of that was asked to end while it waited.
    func failure(_ message: String = "interrupted") -> BatchFailure {
        BatchFailure(.interrupted(signal: requested ?? SIGINT), message)
    }

    // MARK: Waiting

    private var endsWaiting: Bool { requested != nil || isOver.load(ordering: .relaxed) }

    /// Waits for the event on the descriptor, so many milliseconds at the most, or until the end is requested.
    private func wait(_ events: Int32, of descriptor: Descriptor?, atMost milliseconds: Int32 = -1) -> Bool {
        var requests = [
            pollfd(fd: descriptor?.number ?? -1, events: Int16(events), revents: 0),
            pollfd(fd: waitEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: outer?.waitEnd ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        return poll(&requests, nfds_t(requests.count), milliseconds) > 0 && requests[0].revents != 0
    }

    /// Waits until the descriptor can be read or the end is requested; says whether it can be read.
    func waitUntilReadable(_ descriptor: Descriptor) -> Bool {
        while !endsWaiting {
            if wait(POLLIN, of: descriptor) { return true }
        }
        return false
    }

    /// Waits until the descriptor takes more; says whether it does.
    ///
    /// Once the end is requested a reader still gets what was begun, if it goes on reading.
    func waitUntilWritable(_ descriptor: Descriptor) -> Bool {
        while !endsWaiting {
            if wait(POLLOUT, of: descriptor) { return true }
        }
        var request = pollfd(fd: descriptor.number, events: Int16(POLLOUT), revents: 0)
        return poll(&request, 1, Self.patience) > 0
    }

    /// Waits a moment for a FIFO to be opened by its reader; false once the end is requested.
    func waitForReader() -> Bool {
        _ = wait(0, of: nil, atMost: Self.pause)
        return !endsWaiting
    }

    /// The request that the process's signals make.
    package static let signals = Interruption()

    /// From now on SIGINT and SIGTERM are requests to `signals`.
    package static func handleSignals() {
        // The handler may only touch what exists already.
        _ = signals
        var action = sigaction()
        let handler: @convention(c) (Int32) -> Void = { Interruption.signals.request(signal: $0) }
        #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = handler
        #elseif canImport(Musl)
        action.__sa_handler.sa_handler = handler
        #else
        action.__sigaction_handler.sa_handler = handler
        #endif
        for number in [SIGINT, SIGTERM] {
            _ = sigaction(number, &action, nil)
        }
    }
}
