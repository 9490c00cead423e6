/// Reading canonical text back: JSON is proved in full, brought to canonical form, and compared with what was given.
enum CanonicalLine {
    /// The deepest level of a line.
    ///
    /// What is a document's level 512 lies deeper in its record, under `extensions` and errors.
    static let depthLimit = 4096

    /// The canonical form of one JSON value.
    static func canonicalize(_ text: [UInt8]) throws(OperationDecodingError) -> ReplyStorage {
        try text.withUnsafeBufferPointer { text throws(OperationDecodingError) in
            var proof = CanonicalProof(depthLimit: DecodingLimits().depth)
            return try proof.prove(UnsafeRawBufferPointer(text)) { text, range throws(OperationDecodingError) in
                var output = OutputBuffer(capacity: range.count)
                output.appendCanonical(text, range.lowerBound, range.upperBound)
                try checkLength(output.count)
                return .copy(output.bytes)
            }
        }
    }

    /// The reply that a canonical line says.
    static func read(_ line: [UInt8]) throws(OperationDecodingError) -> ReplyStorage {
        try line.withUnsafeBufferPointer { line throws(OperationDecodingError) in
            let bytes = UnsafeRawBufferPointer(line)
            var proof = CanonicalProof(depthLimit: depthLimit)
            return try proof.prove(bytes) { text, range throws(OperationDecodingError) in
                var output = OutputBuffer(capacity: range.count)
                output.appendCanonical(text, range.lowerBound, range.upperBound)
                if let offset = difference(bytes, output.bytes) {
                    throw OperationDecodingError(
                        code: .notCanonical,
                        message: "the line is not in canonical form: white space or an escape is written otherwise",
                        byteOffset: offset
                    )
                }
                try checkLength(output.count)
                var checker = CanonicalRecordChecker(text: text)
                try checker.check()
                return RecordMembers().store(output.bytes)
            }
        }
    }

    static func checkLength(_ count: Int) throws(OperationDecodingError) {
        guard count <= ReplyStorage.longest else { throw OperationDecodingError(.tooLong, at: nil) }
    }

    /// The first byte at which two texts differ.
    private static func difference(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int? {
        if CanonicalScan.areSame(one, other) { return nil }
        var offset = 0
        while offset < min(one.count, other.count), one[offset] == other[offset] { offset += 1 }
        return offset
    }
}

/// What proving JSON needs: an index, and a stack of open brackets.
struct CanonicalProof: ~Copyable {
    private let stack: UnsafeMutableRawPointer
    private var index = TokenIndex()
    private let depthLimit: Int

    init(depthLimit: Int) {
        self.depthLimit = depthLimit
        stack = .allocate(byteCount: SyntaxWalker.stackByteCount(depthLimit: depthLimit), alignment: 16)
    }

    deinit {
        stack.deallocate()
    }

    /// Proves that bytes are one JSON value, and calls `body` with where it is; of several faults the first is thrown.
    mutating func prove<Result>(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (IndexedText, Range<Int>) throws(OperationDecodingError) -> Result
    ) throws(OperationDecodingError) -> Result {
        guard bytes.count > 0 else { throw OperationDecodingError(.truncated, at: 0) }
        guard bytes.count <= TokenIndex.longest else { throw OperationDecodingError(.tooLong, at: nil) }
        if let text = index.index(bytes, readable: bytes.count) {
            let end = try walk(text, bytes.count)
            return try body(text, text.token(0)..<end)
        }
        let lexical = SyntaxFault.lexical(in: bytes) ?? SyntaxFault(code: .unexpectedCharacter, offset: 0)
        let sound = SyntaxFault.beginning(of: bytes, before: lexical)
        if let text = index.index(sound, readable: sound.count) {
            do throws(OperationDecodingError) {
                _ = try walk(text, sound.count)
            } catch {
                if let offset = error.byteOffset, offset < sound.count { throw error }
            }
        }
        throw OperationDecodingError(DocumentFaultCode(lexical.code), at: lexical.offset)
    }

    private func walk(_ text: IndexedText, _ end: Int) throws(OperationDecodingError) -> Int {
        let walker = SyntaxWalker(
            text: text,
            end: end,
            stack: stack.assumingMemoryBound(to: UInt32.self),
            depthLimit: depthLimit
        )
        do throws(SyntaxFault) {
            let value = try walker.value(at: 0, depth: 0)
            if value.next < text.tokenCount {
                throw SyntaxFault(code: .trailingData, offset: text.token(value.next))
            }
            return value.end
        } catch {
            throw OperationDecodingError(DocumentFaultCode(error.code), at: error.offset)
        }
    }
}

extension OperationDecodingError {
    /// The error of a fault inside.
    init(_ code: DocumentFaultCode, at offset: Int?) {
        self.init(code: code.publicCode, message: code.message.description, byteOffset: offset)
    }
}
