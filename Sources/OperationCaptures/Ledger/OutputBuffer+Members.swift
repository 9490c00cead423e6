import LongRunningOperations

extension OutputBuffer {
    /// Appends the bytes of a JSON string, quotes included, in the one canonical escape form.
    ///
    /// The bytes must be UTF-8. Controls and the characters that change how text runs are escaped, so that no line can
    /// deceive a terminal or a line splitter.
    mutating func append(string bytes: UnsafeRawBufferPointer) {
        append(0x22)
        appendEscaped(bytes)
        append(0x22)
    }

    mutating func append(string text: String) {
        var copy = text
        copy.withUTF8 { append(string: UnsafeRawBufferPointer($0)) }
    }

    /// Appends `"name":` with a comma before it.
    mutating func append(member name: StaticString) {
        append(",\"")
        append(name)
        append("\":")
    }
}
