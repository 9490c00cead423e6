/// Remembers, for documents with the same members, which services can claim them at all.
///
/// Logs repeat layouts: the same names in the same order with values of the same kinds. What a mapping's conditions say of
/// presence and kind is then the same, so only the services that passed once are asked about texts. The key is compared whole,
/// so a hit is never a guess.
struct DetectionMemo: ~Copyable {
    private static let entryCount = 256
    private static let keyLimit = 48
    private static let candidateLimit = 14

    /// A shape of a service in one of its places.
    struct Candidate: BitwiseCopyable {
        var service: Int32
        var shape: Int32
        var place: Int32
    }

    private struct Entry {
        var hash: UInt64 = 0
        var keyCount = 0
        var candidateCount = 0
        var isComplete = false
    }

    private let entries: UnsafeMutablePointer<Entry>
    private let keys: UnsafeMutablePointer<UInt64>
    private let candidates: UnsafeMutablePointer<Candidate>
    /// The entry that is being made, or -1.
    private var current = -1

    init() {
        entries = .allocate(capacity: Self.entryCount)
        entries.initialize(repeating: Entry(), count: Self.entryCount)
        keys = .allocate(capacity: (Self.entryCount + 1) * Self.keyLimit)
        candidates = .allocate(capacity: Self.entryCount * Self.candidateLimit)
    }

    deinit {
        entries.deallocate()
        keys.deallocate()
        candidates.deallocate()
    }

    /// What of a slot the conditions can see without its text.
    @inline(__always)
    private static func key(_ node: Int32, _ table: SlotTable) -> UInt64 {
        let slot = table[node].pointee
        let isEmpty = slot.end &- slot.start == 2 ? UInt64(1) << 40 : 0
        return UInt64(UInt32(bitPattern: node)) | UInt64(slot.kind.rawValue) << 32 | isEmpty
            | UInt64(slot.members) << 41
    }

    /// The entry for the document in `table`, or nil; where nil, one may be made.
    mutating func entry(for table: SlotTable, _ trie: PathTrie) -> Int? {
        current = -1
        var count = 0
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        let probe = keys + Self.entryCount * Self.keyLimit
        for node in table.filledNodes where trie.nodes[Int(node)].isWatched {
            guard count < Self.keyLimit else { return nil }
            let key = Self.key(node, table)
            probe[count] = key
            count &+= 1
            hash = (hash ^ key) &* 0xD134_2543_DE82_EF95
            hash ^= hash &>> 29
        }
        let index = Int(truncatingIfNeeded: hash & UInt64(Self.entryCount - 1))
        let entry = entries + index
        let known = keys + index * Self.keyLimit
        if entry.pointee.isComplete, entry.pointee.hash == hash, entry.pointee.keyCount == count {
            var position = 0
            while position < count, known[position] == probe[position] { position &+= 1 }
            if position == count { return index }
        }
        known.update(from: probe, count: count)
        entry.pointee = Entry(hash: hash, keyCount: count)
        current = index
        return nil
    }

    @inline(__always)
    func candidateCount(_ entry: Int) -> Int {
        entries[entry].candidateCount
    }

    @inline(__always)
    func candidate(_ entry: Int, _ index: Int) -> Candidate {
        candidates[entry * Self.candidateLimit + index]
    }

    /// Adds a candidate to the entry that is being made.
    mutating func add(_ candidate: Candidate) {
        guard current >= 0 else { return }
        let count = entries[current].candidateCount
        guard count < Self.candidateLimit else {
            // Too many to remember: documents of this layout are asked about anew each time.
            current = -1
            return
        }
        candidates[current * Self.candidateLimit + count] = candidate
        entries[current].candidateCount = count + 1
    }

    /// Completes the entry.
    mutating func end() {
        if current >= 0 { entries[current].isComplete = true }
        current = -1
    }
}
