/// Owns the flat arrays of compiled plans: plain values in memory that never moves, freed with the plan.
///
/// Walks read them through bare pointers: no reference counting, no bounds to check, nothing to share but addresses.
final class PlanStorage {
    private var blocks: [UnsafeMutableRawPointer] = []
    /// Tries of nothing but a root, for most services read no elements.
    private var bareTries: [Bool: PathTrie] = [:]

    deinit {
        for block in blocks {
            block.deallocate()
        }
    }

    /// Copies values that own nothing; the pointer is valid as long as the storage.
    func store<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
        let block = UnsafeMutableRawPointer.allocate(
            byteCount: max(elements.count, 1) * MemoryLayout<Element>.stride + 16,
            alignment: max(MemoryLayout<Element>.alignment, 16)
        )
        blocks.append(block)
        let start = block.bindMemory(to: Element.self, capacity: max(elements.count, 1))
        start.initialize(from: elements, count: elements.count)
        return UnsafePointer(start)
    }

    /// A trie of nothing but a root for names of that kind.
    func bareTrie(folded: Bool) -> PathTrie {
        if let made = bareTries[folded] { return made }
        var builder = PathTrieBuilder()
        _ = builder.root(folded: folded)
        let trie = builder.frozen(in: self)
        bareTries[folded] = trie
        return trie
    }

    func storeBuffer<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: store(elements), count: elements.count)
    }
}
