/// What an HTTP reply says beside its body: its status code, its header fields, and the URL that was asked.
///
///     text     etag"0"retry-after30https://x.example/operations/7
///     fields   └──┴─┘ └─────────┴┘ └─ url ─────────────────────┘
///
/// Names are kept in lower case, values without the white space around them. The memory is used again for the next reply.
package final class ExchangeHead {
    private struct Field: BitwiseCopyable {
        var nameStart: Int
        var nameEnd: Int
        var valueStart: Int
        var valueEnd: Int
    }

    /// What is kept of the memory that an unusual reply took, in bytes.
    private static let keptCapacity = 64 << 10
    /// How many fields are kept; no server sends as many, and each of some million empty ones would take tens of bytes.
    private static let mostFields = 1 << 14

    /// The status code.
    @exclusivity(unchecked)
    package var status: Int?
    @exclusivity(unchecked)
    private var text = OutputBuffer(capacity: 1024)
    @exclusivity(unchecked)
    private var fields = ReusedList<Field>(capacity: 32)
    @exclusivity(unchecked)
    private var urlPlace = 0..<0

    package init() {}

    package convenience init(status: Int?, headers: [HeaderField] = [], url: [UInt8]? = nil) {
        self.init()
        self.status = status
        for field in headers {
            field.name.withUnsafeBytes { name in
                append(name) { text in field.value.withUnsafeBytes { text.append($0) } }
            }
        }
        if let url { setURL { text in url.withUnsafeBytes { text.append($0) } } }
    }

    /// Forgets the last reply.
    package func removeAll() {
        status = nil
        text.shrink(above: Self.keptCapacity)
        fields.shrink(above: Self.keptCapacity / MemoryLayout<Field>.stride)
        urlPlace = 0..<0
    }

    /// Adds a header field line whose value is what `write` appends; of a reply with more than 16,384 the others are passed over.
    package func append(_ name: UnsafeRawBufferPointer, value write: (inout OutputBuffer) -> Void) {
        guard fields.count < Self.mostFields else { return }
        let start = text.count
        for letter in name { text.append(letter.asciiLowercased) }
        let nameEnd = text.count
        write(&text)
        var (value, end) = (nameEnd, text.count)
        while value < end, Self.isBlank(text.bytes[value]) { value += 1 }
        while end > value, Self.isBlank(text.bytes[end - 1]) { end -= 1 }
        fields.append(Field(nameStart: start, nameEnd: nameEnd, valueStart: value, valueEnd: end))
    }

    /// Sets the URL that was asked, or its path, to what `write` appends.
    package func setURL(_ write: (inout OutputBuffer) -> Void) {
        let start = text.count
        write(&text)
        urlPlace = start..<text.count
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    // MARK: What it says

    /// The URL that was asked; empty where it is not known.
    ///
    /// Valid until the next change.
    package var url: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text.bytes[urlPlace]) }

    /// Whether it says nothing.
    var isEmpty: Bool { status == nil && fields.isEmpty && urlPlace.isEmpty }

    /// The values of a field, in the order of its lines, until `body` answers true; `name` is in lower case.
    @inline(__always)
    private func search(_ name: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Bool) {
        let text = text.bytes
        for field in fields.elements where field.nameEnd &- field.nameStart == name.count {
            guard ScalarMatch.same(UnsafeRawBufferPointer(rebasing: text[field.nameStart..<field.nameEnd]), name) else {
                continue
            }
            if body(UnsafeRawBufferPointer(rebasing: text[field.valueStart..<field.valueEnd])) { return }
        }
    }

    /// The first value of a field that is not empty; `name` is in lower case.
    ///
    /// Valid until the next change.
    package func value(_ name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var found: UnsafeRawBufferPointer?
        search(name) { value in
            if !value.isEmpty { found = value }
            return found != nil
        }
        return found
    }

    package func value(_ name: StaticString) -> UnsafeRawBufferPointer? {
        value(Self.bytes(name))
    }

    /// The first value of a field that is not empty, as UTF-8.
    func text(_ name: UnsafeRawBufferPointer) -> [UInt8]? {
        value(name).map(UTF8Text.text)
    }

    func text(_ name: StaticString) -> [UInt8]? {
        text(Self.bytes(name))
    }

    private static func bytes(_ name: StaticString) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    }

    /// When the service wants to be asked again; of the three fields the first that says it.
    ///
    /// A field that says nothing usable, or different things in several lines, is passed over and `isInvalid` set.
    func retryAfter(isInvalid: inout Bool) -> (name: StaticString, wait: RetryAfter)? {
        if let wait = wait("retry-after-ms", RetryAfter.init(retryAfterMilliseconds:), &isInvalid) {
            return ("retry-after-ms", wait)
        }
        if let wait = wait("x-ms-retry-after-ms", RetryAfter.init(retryAfterMilliseconds:), &isInvalid) {
            return ("x-ms-retry-after-ms", wait)
        }
        return wait("retry-after", RetryAfter.init(retryAfter:), &isInvalid).map { ("retry-after", $0) }
    }

    private func wait(
        _ name: StaticString,
        _ read: (UnsafeRawBufferPointer) -> RetryAfter?,
        _ isInvalid: inout Bool
    ) -> RetryAfter? {
        var first: UnsafeRawBufferPointer?
        var isOneOnly = true
        search(Self.bytes(name)) { value in
            if let first { isOneOnly = ScalarMatch.same(first, value) } else { first = value }
            return !isOneOnly
        }
        guard let first else { return nil }
        if isOneOnly, let wait = read(first) { return wait }
        isInvalid = true
        return nil
    }
}
