extension OperationReply {
    /// Reads a reply back from its canonical line.
    ///
    /// The line is checked in full: that it is JSON and in canonical form to the byte, that its members are those of a record, in
    /// their order, each of its type, and that states, details and diagnostics are words of this version.
    ///
    /// - Parameter line: The line in UTF-8, without a line feed.
    /// - Throws: ``OperationDecodingError/Code/notCanonical`` or what is wrong with the JSON, with the byte and the path.
    public init(canonicalLine line: some Sequence<UInt8>) throws(OperationDecodingError) {
        self.init(storage: try CanonicalLine.read(Array(line)))
    }

    /// Reads a reply back from its canonical line, a text.
    ///
    /// - Parameter line: The line, without a line feed.
    /// - Throws: ``OperationDecodingError/Code/notCanonical`` or what is wrong with the JSON, with the byte and the path.
    public init(canonicalLine line: String) throws(OperationDecodingError) {
        self.init(storage: try CanonicalLine.read(Array(line.utf8)))
    }

    /// Appends the canonical line in UTF-8, without a line feed.
    ///
    /// A copy of the bytes that the reply holds.
    public func appendCanonicalLine(to bytes: inout [UInt8]) {
        record.value.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// Calls `body` with the canonical line in UTF-8, without copying it.
    public func withUnsafeCanonicalBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try record.value.withUnsafeBytes(body)
    }

    /// The reply as one line of canonical JSON, without a line feed.
    public var canonicalLine: String { record.value.text }
}

extension OperationReply: CustomStringConvertible {
    /// The canonical line, which no terminal takes for commands.
    public var description: String { canonicalLine }
}
