import LongRunningOperations

/// What reading an entry uses: memory that is kept from one to the next.
final class EntryReader {
    let document: IndexedDocument
    /// For documents that a string of the entry holds.
    let inner: IndexedDocument
    /// A body that does not stand in the entry as it is, where kernels may read behind it.
    @exclusivity(unchecked)
    var text = OutputBuffer(capacity: 4096)
    private var head = ExchangeHead()

    init(depthLimit: Int) {
        // A recording wraps a body in a few levels of its own.
        document = IndexedDocument(depthLimit: depthLimit + 16)
        inner = IndexedDocument(depthLimit: depthLimit + 16)
    }

    /// An exchange without anything yet; its head uses the memory of the last one's unless somebody still holds that.
    func exchange() -> RecordedExchange {
        if isKnownUniquelyReferenced(&head) { head.removeAll() } else { head = ExchangeHead() }
        return RecordedExchange(head: head)
    }

    /// Opens an entry, which must be an object.
    func object(_ entry: UnsafeRawBufferPointer) throws(IndexedDocument.Fault) -> IndexedDocument.Value {
        let value = try document.open(entry, readable: entry.count)
        guard value.kind == .object else { throw Self.noEntry(at: value.range.lowerBound) }
        return value
    }

    static func noEntry(at offset: Int) -> IndexedDocument.Fault {
        IndexedDocument.Fault(code: .notAReply, message: "this is no entry of the recording", offset: offset)
    }

    /// Whether a text begins like JSON in a string, or like JSON that was escaped.
    static func isWrapped(_ text: UnsafeRawBufferPointer) -> Bool {
        let start = skipWhiteSpace(text, from: 0, to: text.count)
        guard start < text.count else { return false }
        switch text[start] {
        case UInt8(ascii: "\""): return true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return start + 1 < text.count && text[start + 1] == UInt8(ascii: "\\")
        default: return false
        }
    }

    /// A body that is JSON in a string, once or, where one logger wrote what another had written, several times.
    func unwrapped(_ text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0..<4 {
            guard text.withUnsafeBytes(Self.isWrapped), let start = text.firstIndex(where: { !isWhiteSpace($0) }) else {
                return text
            }
            var string = text
            if text[start] != UInt8(ascii: "\"") {
                // Escaped, but without the quotes around it; line ends behind it are not part of it.
                let last = text.lastIndex { !isWhiteSpace($0) } ?? start
                string = [UInt8(ascii: "\"")] + text[start...last] + [UInt8(ascii: "\"")]
            }
            let decoded = string.withUnsafeBytes { bytes -> [UInt8]? in
                guard let value = try? inner.open(bytes, readable: bytes.count), value.kind == .string else {
                    return nil
                }
                return inner.text(of: value)
            }
            guard let decoded else { return text }
            text = decoded
        }
        return text
    }
}
