/// Remembers, for documents with the same members, which services can claim them at all.
///
/// Logs repeat layouts: the same names in the same order with values of the same kinds. What a mapping's conditions say of
/// presence and kind is then the same, so only the services that passed once are asked about texts. The key is compared whole,
/// so a hit is never a guess.
struct DetectionMemo: ~Copyable {
    private static let entryCount = 256
    private static let keyLimit = 48
    private static let candidateLimit = 14

    private struct Entry {
        var hash: UInt64 = 0
        var keyCount = 0
        var candidateCount = 0
        var isComplete = false
    }

    private let entries: UnsafeMutablePointer<Entry>
    private let keys: UnsafeMutablePointer<UInt64>
    private let candidates: UnsafeMutablePointer<Int32>
    /// The entry that is being made, or -1.
    private var current = -1

    init() {
        entries = .allocate(capacity: Self.entryCount)
        entries.initialize(repeating: Entry(), count: Self.entryCount)
        keys = .allocate(capacity: Self.entryCount * Self.keyLimit)
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
    mutating func entry(for table: SlotTable) -> Int? {
        let nodes = table.filledNodes
        current = -1
        guard nodes.count <= Self.keyLimit else { return nil }
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for node in nodes {
            hash = (hash ^ Self.key(node, table)) &* 0xD134_2543_DE82_EF95
            hash ^= hash &>> 29
        }
        let index = Int(hash % UInt64(Self.entryCount))
        let entry = entries + index
        let known = keys + index * Self.keyLimit
        if entry.pointee.isComplete, entry.pointee.hash == hash, entry.pointee.keyCount == nodes.count {
            var isSame = true
            for position in 0..<nodes.count where known[position] != Self.key(nodes[position], table) {
                isSame = false
                break
            }
            if isSame { return index }
        }
        for position in 0..<nodes.count {
            known[position] = Self.key(nodes[position], table)
        }
        entry.pointee = Entry(hash: hash, keyCount: nodes.count)
        current = index
        return nil
    }

    @inline(__always)
    func candidateCount(_ entry: Int) -> Int {
        entries[entry].candidateCount
    }

    @inline(__always)
    func candidate(_ entry: Int, _ index: Int) -> Int {
        Int(candidates[entry * Self.candidateLimit + index])
    }

    mutating func begin() {
        isOverfull = false
    }

    private var isOverfull = false

    /// Adds a candidate to the entry that is being made.
    mutating func add(_ service: Int) {
        guard current >= 0 else { return }
        let count = entries[current].candidateCount
        guard count < Self.candidateLimit else {
            isOverfull = true
            return
        }
        candidates[current * Self.candidateLimit + count] = Int32(service)
        entries[current].candidateCount = count + 1
    }

    /// Completes the entry.
    mutating func end() {
        guard current >= 0 else { return }
        entries[current].isComplete = !isOverfull
        current = -1
    }
}
