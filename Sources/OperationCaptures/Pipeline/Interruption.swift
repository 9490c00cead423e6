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
/// Waiting for input is a `poll` on two descriptors, the input and a pipe that the request writes to, so that a run which
/// waits for a slow pipe ends too, whichever thread the signal reached.
package final class Interruption: Sendable {
    private let signal = Atomic<Int32>(0)
    private let wakeEnd: Int32
    private let waitEnd: Int32

    package init() {
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
        return number == 0 ? nil : number
    }

    /// Asks for the end, safely in a signal handler too.
    ///
    /// A second request ends the process at once.
    package func request(signal number: Int32) {
        guard signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
            _exit(128 + number)
        }
        var byte: UInt8 = 0
        _ = write(wakeEnd, &byte, 1)
    }

    /// Waits until the descriptor can be read or the end is requested; says whether it can be read.
    func waitUntilReadable(_ descriptor: Descriptor) -> Bool {
        while requested == nil {
            var requests = [
                pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: waitEnd, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&requests, 2, -1)
            if ready > 0, requests[0].revents != 0 { return true }
        }
        return false
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
