/// The members of a JSON object in canonical text, as ranges: no white space, so every comma, colon and bracket counts.
///
///     {"id":"7","error":{"code":"X"}}
///       ^^  ^^^  ^^^^^ ^^^^^^^^^^^^      names without their quotes, values whole
///
/// One pass, no recursion. Text that is no canonical object ends the sequence early, it never traps.
struct CanonicalMembers: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private var cursor: CanonicalCursor

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        cursor = CanonicalCursor(bytes)
        _ = cursor.consume(UInt8(ascii: "{"))
    }

    mutating func next() -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)? {
        guard let name = cursor.name() else { return nil }
        let start = cursor.offset
        guard cursor.skipValue() else { return nil }
        let value = UnsafeRawBufferPointer(rebasing: bytes[start..<cursor.offset])
        _ = cursor.consume(UInt8(ascii: ","))
        return (name, value)
    }
}

extension UnsafeRawBufferPointer {
    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
    }
}
