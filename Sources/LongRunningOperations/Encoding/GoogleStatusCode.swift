/// The codes of `google.rpc.Code`, by number.
enum GoogleStatusCode {
    static let names: [StaticString] = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]
    static let cancelled = 1
    static let unknown = 2

    /// The number that says as much as a quoted code; nil where none does, as for `OK` and `UNKNOWN`, which say nothing.
    static func number(of code: UnsafeRawBufferPointer?) -> Int? {
        guard let code, code.count > 2 else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: code[1..<code.count - 1])
        let number = names.firstIndex { text.equals($0) }
        return number == 0 || number == unknown ? nil : number
    }
}
