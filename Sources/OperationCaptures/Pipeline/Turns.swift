import Synchronization

/// Lets threads do something one after the other, in the order in which they drew a number.
final class Turns: @unchecked Sendable {
    private let monitor = Monitor()
    private var drawn = 0
    private let served = Atomic(0)

    /// Draws the next number.
    ///
    /// `body` is called with how many turns are to be served before it, and nobody is served meanwhile.
    func draw<Value>(_ body: (_ before: Int) -> Value) -> (number: Int, value: Value) {
        monitor.lockSpinning()
        defer { monitor.unlock() }
        let number = drawn
        drawn += 1
        return (number, body(number - served.load(ordering: .relaxed)))
    }

    /// Calls `body` when all earlier numbers have been served.
    func serve<Value>(_ number: Int, _ body: () -> Value) -> Value {
        _ = Monitor.spin { served.load(ordering: .acquiring) == number }
        monitor.lockSpinning()
        while served.load(ordering: .relaxed) != number {
            monitor.wait()
        }
        let value = body()
        served.store(number + 1, ordering: .releasing)
        monitor.signal()
        monitor.unlock()
        return value
    }
}
