import CJSONKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A lock that threads can wait in until another one changed something.
final class Monitor: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    /// About a hundred microseconds, whatever a pause of the processor takes: longer than it takes to cut a chunk.
    private static let attempts = 4000

    init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        condition = .allocate(capacity: 1)
        condition.initialize(to: pthread_cond_t())
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func lock() {
        pthread_mutex_lock(mutex)
    }

    /// Takes a lock that others hold for microseconds only.
    func lockSpinning() {
        guard !Self.spin(until: { pthread_mutex_trylock(mutex) == 0 }) else { return }
        lock()
    }

    /// Waits awake for what takes others microseconds, since a thread that sleeps is woken later than that; says whether it
    /// came.
    static func spin(until condition: () -> Bool) -> Bool {
        for _ in 0..<attempts {
            if condition() { return true }
            cjson_pause()
        }
        return false
    }

    func unlock() {
        pthread_mutex_unlock(mutex)
    }

    /// Lets go of the lock until `signal`, then takes it again.
    func wait() {
        pthread_cond_wait(condition, mutex)
    }

    /// Wakes all that wait.
    func signal() {
        pthread_cond_broadcast(condition)
    }
}
