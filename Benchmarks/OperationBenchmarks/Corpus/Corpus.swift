/// The bytes that a row reads, and where their documents are.
///
///     memory:   line \n line \n … line \n │ 64 bytes of room, so that vector loads may run over the end
final class Corpus {
    let name: String
    let memory: UnsafeMutableRawBufferPointer
    /// Bytes of documents; `memory` has room behind them.
    let count: Int
    /// The documents, where they are not lines.
    let documents: [Range<Int>]?
    let recordCount: Int

    static let room = 64

    /// Copies `bytes`; `documents` says where the documents are, where they are not one a line.
    init(name: String, bytes: [UInt8], documents: [Range<Int>]? = nil) {
        self.name = name
        self.documents = documents
        count = bytes.count
        memory = .allocate(byteCount: bytes.count + Self.room, alignment: 64)
        memory.copyBytes(from: bytes)
        memory[bytes.count...].initializeMemory(as: UInt8.self, repeating: 0)
        if let documents {
            recordCount = documents.count
        } else {
            var lines = LineWindows(bytes: UnsafeRawBufferPointer(start: memory.baseAddress, count: count))
            var records = 0
            while lines.next() { records += lines.documents.count }
            recordCount = records
        }
    }

    deinit {
        memory.deallocate()
    }

    /// The documents' bytes.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory.baseAddress, count: count)
    }

    /// The first documents of a corpus of lines, about `length` bytes.
    func prefix(_ length: Int) -> Corpus {
        guard length < count, documents == nil else { return self }
        var end = length
        while end < count, bytes[end - 1] != UInt8(ascii: "\n") { end += 1 }
        return Corpus(name: name, bytes: Array(bytes[..<end]))
    }
}
