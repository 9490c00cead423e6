/// Ends the process with a message where something that always holds does not; `precondition` has no message in a release
/// build.
@inline(__always)
public func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fail(message()) }
}

@inline(never)
private func fail(_ message: String) -> Never {
    fatalError(message)
}
