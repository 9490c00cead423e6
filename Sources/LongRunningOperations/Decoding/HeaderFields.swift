/// One header field line of an HTTP reply, as it was sent or recorded.
package struct HeaderField: Sendable, Hashable {
    package var name: [UInt8]
    package var value: [UInt8]

    package init(name: [UInt8], value: [UInt8]) {
        self.name = name
        self.value = value
    }

    package init(_ name: String, _ value: String) {
        self.init(name: Array(name.utf8), value: Array(value.utf8))
    }
}

/// The header fields of one reply: looked up by name in any ASCII case, values without the white space around them.
struct HeaderFields {
    let lines: [HeaderField]

    /// The values of a field, in the order of its lines; `name` is in lower case.
    func values(_ name: UnsafeRawBufferPointer) -> [ArraySlice<UInt8>] {
        Array(lazyValues(name))
    }

    private func lazyValues(_ name: UnsafeRawBufferPointer) -> some Sequence<ArraySlice<UInt8>> {
        lines.lazy
            .filter { $0.name.count == name.count && $0.name.lazy.map(URLTemplate.lowered).elementsEqual(name) }
            .map { Self.trimmed($0.value) }
    }

    func values(_ name: StaticString) -> [ArraySlice<UInt8>] {
        values(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// The first value of a field that is not empty, as UTF-8.
    func text(_ name: UnsafeRawBufferPointer) -> [UInt8]? {
        lazyValues(name).first { !$0.isEmpty }.map(UTF8Text.text)
    }

    func text(_ name: StaticString) -> [UInt8]? {
        text(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// When the service wants to be asked again; of the three fields the first that says it.
    ///
    /// A field that says nothing usable, or different things in several lines, is passed over and `isInvalid` set.
    func retryAfter(isInvalid: inout Bool) -> (name: StaticString, wait: RetryAfter)? {
        let readers: [(name: StaticString, read: (UnsafeRawBufferPointer) -> RetryAfter?)] = [
            ("retry-after-ms", RetryAfter.init(retryAfterMilliseconds:)),
            ("x-ms-retry-after-ms", RetryAfter.init(retryAfterMilliseconds:)),
            ("retry-after", RetryAfter.init(retryAfter:)),
        ]
        for (name, read) in readers {
            let lines = values(name)
            guard let first = lines.first else { continue }
            if lines.allSatisfy({ $0 == first }), let wait = first.withUnsafeBytes(read) { return (name, wait) }
            isInvalid = true
        }
        return nil
    }

    private static func trimmed(_ value: [UInt8]) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = value.firstIndex(where: { !isBlank($0) }),
            let last = value.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return value[first...last]
    }
}
