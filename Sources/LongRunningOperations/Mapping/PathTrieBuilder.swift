/// Collects the paths of mappings and freezes them into a ``PathTrie``.
struct PathTrieBuilder {
    private struct Draft {
        var parent: Int32
        var depth: Int32
        var isFolded: Bool
        var children: [(name: [UInt8], node: Int32)] = []
        var searches: [(key: [UInt8], word: [UInt8], negated: Bool, node: Int32)] = []
    }

    private var drafts: [Draft] = []
    private(set) var exactRoot: Int32 = -1
    private(set) var foldedRoot: Int32 = -1

    var nodeCount: Int { drafts.count }

    /// The root for names of that kind, made when first asked for.
    mutating func root(folded: Bool) -> Int32 {
        if folded {
            if foldedRoot < 0 { foldedRoot = add(parent: -1, depth: 0, folded: true) }
            return foldedRoot
        }
        if exactRoot < 0 { exactRoot = add(parent: -1, depth: 0, folded: false) }
        return exactRoot
    }

    private mutating func add(parent: Int32, depth: Int32, folded: Bool) -> Int32 {
        drafts.append(Draft(parent: parent, depth: depth, isFolded: folded))
        return Int32(drafts.count - 1)
    }

    /// The node of a path below `node`, made as far as it is new.
    mutating func node(at path: MappingPath, below node: Int32) -> Int32 {
        var node = node
        for step in path.steps {
            node = child(of: node, named: step.name)
            if let search = step.search {
                node = self.search(search, at: node)
            }
        }
        return node
    }

    private mutating func child(of node: Int32, named name: [UInt8]) -> Int32 {
        let folded = drafts[Int(node)].isFolded
        let key = folded ? name.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 } : name
        if let known = drafts[Int(node)].children.first(where: { $0.name == key }) {
            return known.node
        }
        let made = add(parent: node, depth: drafts[Int(node)].depth + 1, folded: folded)
        drafts[Int(node)].children.append((key, made))
        return made
    }

    private mutating func search(_ search: MappingPath.Search, at node: Int32) -> Int32 {
        let folded = drafts[Int(node)].isFolded
        let key = search.key
        let word = WordFolding.folded(search.word)
        if let known = drafts[Int(node)].searches
            .first(where: {
                $0.key == key && $0.word == word && $0.negated == search.negated
            })
        {
            return known.node
        }
        let made = add(parent: node, depth: drafts[Int(node)].depth + 1, folded: folded)
        drafts[Int(node)].searches.append((key, word, search.negated, made))
        return made
    }

    /// The frozen trie, its memory owned by `storage`.
    ///
    /// `watched` are the nodes that decide between services.
    func frozen(in storage: PlanStorage, watched: Set<Int32> = []) -> PathTrie {
        var names: [UInt8] = []
        func store(_ bytes: [UInt8]) -> PathTrie.ByteRange {
            defer { names += bytes }
            return PathTrie.ByteRange(start: UInt32(names.count), count: UInt32(bytes.count))
        }
        var nodes: [PathTrie.Node] = []
        var entries: [PathTrie.Entry] = []
        var searches: [PathTrie.Search] = []
        var searchNodes: [Int32] = []
        for (index, draft) in drafts.enumerated() {
            var node = PathTrie.Node(parent: draft.parent, depth: draft.depth, isFolded: draft.isFolded)
            node.isWatched = watched.contains(Int32(index))
            if !draft.children.isEmpty {
                let keys = draft.children.map { child in
                    (child.name.withUnsafeBytes { bytes in NameKey(in: bytes) }, store(child.name).start, child.node)
                }
                let table = NameTable(keys)
                node.tableStart = Int32(entries.count)
                node.shift = table.shift
                node.multiplier = table.multiplier
                let base = Int32(entries.count)
                entries += table.entries.map { entry in
                    var moved = entry
                    if moved.next >= 0 { moved.next += base }
                    return moved
                }
            }
            if !draft.searches.isEmpty {
                node.searchStart = Int32(searches.count)
                node.searchCount = Int32(draft.searches.count)
                for search in draft.searches {
                    searches.append(
                        PathTrie.Search(
                            keyName: store(search.key),
                            word: store(search.word),
                            negated: search.negated,
                            node: search.node
                        )
                    )
                }
                searchNodes.append(Int32(index))
            }
            nodes.append(node)
        }
        let bothRoots = exactRoot >= 0 && foldedRoot >= 0 ? rootTable(in: storage, store: store) : nil
        return PathTrie(
            nodes: storage.store(nodes),
            nodeCount: nodes.count,
            entries: storage.store(entries),
            searches: storage.store(searches),
            searchNodes: UnsafeBufferPointer(start: storage.store(searchNodes), count: searchNodes.count),
            names: storage.store(names),
            bothRoots: bothRoots,
            exactRoot: exactRoot,
            foldedRoot: foldedRoot
        )
    }

    /// One table for the children of both roots.
    private func rootTable(
        in storage: PlanStorage,
        store: ([UInt8]) -> PathTrie.ByteRange
    ) -> PathTrie.RootTable {
        var lowNames: [[UInt8]] = []
        var groups: [[UInt8]: [(name: [UInt8], exact: Int32, folded: Int32)]] = [:]
        for (root, isFolded) in [(exactRoot, false), (foldedRoot, true)] {
            for child in drafts[Int(root)].children {
                let low = child.name.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
                if groups[low] == nil { lowNames.append(low) }
                // A folded name joins an exact one of the same letters, else it has an entry of its own.
                if let twin = groups[low]?.firstIndex(where: { $0.name == child.name && $0.folded < 0 }), isFolded {
                    groups[low]?[twin].folded = child.node
                } else {
                    groups[low, default: []]
                        .append((child.name, isFolded ? -1 : child.node, isFolded ? child.node : -1))
                }
            }
        }
        // Names that no multiplier tells apart hang behind one another, as names of the same letters do.
        var keyed: [(key: NameKey, members: [(name: [UInt8], exact: Int32, folded: Int32)])] = []
        for low in lowNames {
            let key = low.withUnsafeBytes { NameKey(in: $0) }
            if let same = keyed.firstIndex(where: { $0.key.mixed == key.mixed }) {
                keyed[same].members += groups[low] ?? []
            } else {
                keyed.append((key, groups[low] ?? []))
            }
        }
        let table = NameTable(keyed.enumerated().map { ($1.key, 0, Int32($0)) })
        let empty = PathTrie.RootEntry(
            first: 0,
            last: 0,
            exactFirst: 0,
            exactLast: 0,
            length: .max,
            exact: -1,
            folded: -1,
            name: 0,
            next: -1
        )
        var entries = Array(repeating: empty, count: table.entries.count)
        for (place, slot) in table.entries.enumerated() where slot.node >= 0 {
            let group = keyed[Int(slot.node)]
            var at = place
            for (index, member) in group.members.enumerated() {
                let exactKey = member.name.withUnsafeBytes { NameKey(in: $0) }
                var lowKey = exactKey
                lowKey.fold()
                if index > 0 {
                    entries[at].next = Int32(entries.count)
                    at = entries.count
                    entries.append(empty)
                }
                entries[at] = PathTrie.RootEntry(
                    first: lowKey.first,
                    last: lowKey.last,
                    exactFirst: exactKey.first,
                    exactLast: exactKey.last,
                    length: UInt32(member.name.count),
                    exact: member.exact,
                    folded: member.folded,
                    name: store(member.name).start,
                    next: -1
                )
            }
        }
        return PathTrie.RootTable(
            entries: storage.store(entries),
            shift: table.shift,
            multiplier: table.multiplier
        )
    }
}

extension NameKey {
    init(in bytes: UnsafeRawBufferPointer) {
        if let start = bytes.baseAddress, !bytes.isEmpty {
            self.init(start, bytes.count, readable: bytes.count)
        } else {
            self.init()
        }
    }
}

/// A hash table in which no two names share a place, found by trying multipliers.
///
/// Names that no multiplier tells apart, alike in length, first and last eight bytes among them, hang behind one another.
struct NameTable {
    var entries: [PathTrie.Entry] = []
    var shift: UInt32 = 63
    var multiplier: UInt64 = 1

    init(_ keys: [(key: NameKey, name: UInt32, node: Int32)]) {
        var distinct: [(key: NameKey, name: UInt32, node: Int32)] = []
        var twins: [(key: NameKey, name: UInt32, node: Int32)] = []
        for key in keys {
            if distinct.contains(where: { $0.key.mixed == key.key.mixed }) {
                twins.append(key)
            } else {
                distinct.append(key)
            }
        }
        var logarithm: UInt32 = 1
        // By the birthday rule, 256 tries are hopeless in a smaller table.
        while 1 << logarithm < distinct.count * 2 || 16 << logarithm < distinct.count * distinct.count {
            logarithm += 1
        }
        search: while true {
            shift = 64 - logarithm
            multiplier = 0x9E37_79B9_7F4A_7C15
            var takenIn = [UInt16](repeating: 0, count: 1 << logarithm)
            for attempt in 1...256 as ClosedRange<UInt16> {
                if isPerfect(distinct, &takenIn, attempt) { break search }
                multiplier = multiplier &* 0xD134_2543_DE82_EF95 | 1
            }
            logarithm += 1
        }
        fill(distinct, size: 1 << logarithm)
        for twin in twins {
            var place = twin.key.hash(multiplier: multiplier, shift: shift)
            while entries[place].next >= 0 { place = Int(entries[place].next) }
            entries[place].next = Int32(entries.count)
            entries.append(Self.entry(twin))
        }
    }

    /// Whether each key has a place of its own; `takenIn` says for each place in which attempt it was taken last.
    private func isPerfect(
        _ keys: [(key: NameKey, name: UInt32, node: Int32)],
        _ takenIn: inout [UInt16],
        _ attempt: UInt16
    ) -> Bool {
        for key in keys {
            let place = key.key.hash(multiplier: multiplier, shift: shift)
            if takenIn[place] == attempt { return false }
            takenIn[place] = attempt
        }
        return true
    }

    private mutating func fill(_ keys: [(key: NameKey, name: UInt32, node: Int32)], size: Int) {
        let empty = PathTrie.Entry(first: 0, last: 0, length: .max, node: -1, name: 0, next: -1)
        entries = Array(repeating: empty, count: size)
        for key in keys {
            entries[key.key.hash(multiplier: multiplier, shift: shift)] = Self.entry(key)
        }
    }

    private static func entry(_ key: (key: NameKey, name: UInt32, node: Int32)) -> PathTrie.Entry {
        PathTrie.Entry(
            first: key.key.first,
            last: key.key.last,
            length: UInt32(truncatingIfNeeded: key.key.length),
            node: key.node,
            name: key.name,
            next: -1
        )
    }
}
