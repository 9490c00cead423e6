/// The limit: the corpus copied from one place to another.
enum MemoryCopyRow {
    static func row(_ corpus: Corpus) -> Row {
        let target = UnsafeMutableRawBufferPointer.allocate(byteCount: max(corpus.count, 1), alignment: 64)
        target.initializeMemory(as: UInt8.self, repeating: 0)
        return Row(name: "memcpy", corpus: corpus) {
            target.copyMemory(from: corpus.bytes)
        }
    }
}
