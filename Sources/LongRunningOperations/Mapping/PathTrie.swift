/// The member names that mappings read, as a trie of nodes; each node is a slot that a walk can fill.
///
///     error/code, error/message, value[]           (root) ─ error ─ code
///                                                     │        └─ message
///                                                     └─ value
///
/// A node's children are found by one probe of a perfect hash over the length, the first and the last eight bytes of the name.
/// Two roots stand side by side: names that must match to the letter, and names that match without ASCII case.
struct PathTrie {
    struct Node {
        var parent: Int32
        /// The children's hash table: its first place, the hash's shift (64 minus its logarithm), and the multiplier.
        var tableStart: Int32 = -1
        var shift: UInt32 = 0
        var multiplier: UInt64 = 0
        /// The array-search entries of this node: a range of `searches`.
        var searchStart: Int32 = 0
        var searchCount: Int32 = 0
        /// The depth below the root: the root's is 0.
        var depth: Int32
        var isFolded: Bool
        /// Whether a condition that decides between services looks at this node.
        var isWatched = false

        var hasChildren: Bool { tableStart >= 0 }
    }

    struct Entry {
        var first: UInt64 = 0
        var last: UInt64 = 0
        /// No name's in the entry that empty places lead to.
        var length: UInt32 = .max
        var node: Int32 = -1
        /// Where the name stands in `names`.
        var name: UInt32 = 0
        /// The next entry with the same hash under every multiplier, or -1: names that differ only in their middle, say.
        var next: Int32 = -1
    }

    /// `phases[status!=SUCCEEDED]`: the elements of the array at a node whose member `key` is (or is not) `word`.
    struct Search {
        var keyName: ByteRange
        var word: ByteRange
        var negated: Bool
        /// The root under which the found element is read.
        var node: Int32
    }

    /// The children of the two roots, found by one probe with the name's low form.
    struct RootTable {
        var places: UnsafePointer<Int32>
        var entries: UnsafePointer<RootEntry>
        var shift: UInt32
        var multiplier: UInt64
    }

    struct RootEntry {
        /// The low form of the name.
        var first: UInt64 = 0
        var last: UInt64 = 0
        /// The name to the letter, for the root that wants it so.
        var exactFirst: UInt64 = 0
        var exactLast: UInt64 = 0
        /// No name's in the entry that empty places lead to.
        var length: UInt32 = .max
        /// -1 where only the other root has the name.
        var exact: Int32 = -1
        var folded: Int32 = -1
        var name: UInt32 = 0
        /// The next entry with the same hash under every multiplier (`Id` beside `id`), or -1.
        var next: Int32 = -1
    }

    /// The children of both roots that a name leads to, each -1 where there is none.
    @inline(__always)
    func children(
        in table: RootTable,
        name: UnsafeRawPointer,
        length: Int,
        readable: Int
    ) -> (exact: Int32, folded: Int32) {
        let key = NameKey(name, length, readable: readable)
        var low = key
        low.fold()
        var exact: Int32 = -1
        var folded: Int32 = -1
        let place = low.hash(multiplier: table.multiplier, shift: table.shift)
        var entry = table.entries + Int(table.places[place])
        while true {
            if entry.pointee.first == low.first, entry.pointee.last == low.last, entry.pointee.length == UInt32(length)
            {
                if entry.pointee.folded >= 0,
                    length <= 16 || middleMatches(entry.pointee.name, name, length, folded: true)
                {
                    folded = entry.pointee.folded
                }
                if entry.pointee.exact >= 0, entry.pointee.exactFirst == key.first, entry.pointee.exactLast == key.last,
                    length <= 16 || middleMatches(entry.pointee.name, name, length, folded: false)
                {
                    exact = entry.pointee.exact
                }
            }
            if entry.pointee.next < 0 { return (exact, folded) }
            entry = table.entries + Int(entry.pointee.next)
        }
    }

    struct ByteRange {
        var start: UInt32
        var count: UInt32
    }

    let nodes: UnsafePointer<Node>
    let nodeCount: Int
    /// The places of all hash tables, each the number of an entry: see ``NameTables``.
    let places: UnsafePointer<Int32>
    let entries: UnsafePointer<Entry>
    let searches: UnsafePointer<Search>
    let searchNodes: UnsafeBufferPointer<Int32>
    let names: UnsafePointer<UInt8>
    /// The children of both roots in one table; nil where there is only one root.
    let bothRoots: RootTable?
    /// The roots, or -1.
    let exactRoot: Int32
    let foldedRoot: Int32

    /// The one root of a trie that has one, the exact root of one that has both.
    var anyRoot: Int32 { exactRoot >= 0 ? exactRoot : foldedRoot }

    /// The root of those whose names match without ASCII case, or of the others.
    func root(folded: Bool) -> Int32 { folded ? foldedRoot : exactRoot }

    /// The child of `node` that a member name leads to, or -1.
    ///
    /// - Precondition: `node` has children; the name lies in the text and holds no escape.
    @inline(__always)
    func child(of node: Int32, name: UnsafeRawPointer, length: Int, readable: Int) -> Int32 {
        let place = nodes + Int(node)
        var key = NameKey(name, length, readable: readable)
        if place.pointee.isFolded { key.fold() }
        let hash = key.hash(multiplier: place.pointee.multiplier, shift: place.pointee.shift)
        var entry = entries + Int(places[Int(place.pointee.tableStart) + hash])
        while true {
            if entry.pointee.first == key.first, entry.pointee.last == key.last, entry.pointee.length == UInt32(length),
                length <= 16
                    || middleMatches(entry.pointee.name, name, length, folded: place.pointee.isFolded)
            {
                return entry.pointee.node
            }
            if entry.pointee.next < 0 { return -1 }
            entry = entries + Int(entry.pointee.next)
        }
    }

    @inline(never)
    private func middleMatches(
        _ wantedName: UInt32,
        _ name: UnsafeRawPointer,
        _ length: Int,
        folded: Bool
    ) -> Bool {
        let wanted = names + Int(wantedName)
        for offset in 8..<length - 8 {
            let byte = name.load(fromByteOffset: offset, as: UInt8.self)
            if (folded ? byte.asciiLowercased : byte) != wanted[offset] { return false }
        }
        return true
    }
}
