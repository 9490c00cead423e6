/// Collects the paths of mappings and freezes them into a ``PathTrie``.
struct PathTrieBuilder {
    private struct Draft {
        var parent: Int32
        var depth: Int32
        var isFolded: Bool
        var children: [Child] = []
        var searches: [(key: [UInt8], word: [UInt8], negated: Bool, node: Int32)] = []
    }

    private struct Child {
        /// Tells most names apart: the root of a catalog has hundreds.
        var hash: UInt64
        var name: [UInt8]
        var node: Int32
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
        let key = folded ? name.map(\.asciiLowercased) : name
        let hash = NameKey(of: key).mixed
        if let known = drafts[Int(node)].children.first(where: { $0.hash == hash && $0.name == key }) {
            return known.node
        }
        let made = add(parent: node, depth: drafts[Int(node)].depth + 1, folded: folded)
        drafts[Int(node)].children.append(Child(hash: hash, name: key, node: made))
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
        nodes.reserveCapacity(drafts.count)
        var tables = NameTables()
        var searches: [PathTrie.Search] = []
        var searchNodes: [Int32] = []
        for (index, draft) in drafts.enumerated() {
            var node = PathTrie.Node(parent: draft.parent, depth: draft.depth, isFolded: draft.isFolded)
            node.isWatched = watched.contains(Int32(index))
            if !draft.children.isEmpty {
                let table = tables.add(
                    draft.children.map { child in
                        NameTables.Name(NameKey(of: child.name), start: store(child.name).start, node: child.node)
                    }
                )
                node.tableStart = table.start
                node.shift = table.shift
                node.multiplier = table.multiplier
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
            places: storage.store(tables.places),
            entries: storage.store(tables.entries),
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
        // Names that no multiplier tells apart hang behind one another, as names of the same letters do.
        var groups: [(key: NameKey, members: [(name: [UInt8], exact: Int32, folded: Int32)])] = []
        var groupOfKey: [UInt64: Int] = [:]
        for (root, isFolded) in [(exactRoot, false), (foldedRoot, true)] {
            for child in drafts[Int(root)].children {
                var key = NameKey(of: child.name)
                key.fold()
                let group = groupOfKey[key.mixed] ?? groups.count
                if group == groups.count {
                    groupOfKey[key.mixed] = group
                    groups.append((key, []))
                }
                // A folded name joins an exact one of the same letters, else it has an entry of its own.
                let twin = groups[group].members.firstIndex { $0.name == child.name && $0.folded < 0 }
                if let twin, isFolded {
                    groups[group].members[twin].folded = child.node
                } else {
                    groups[group].members
                        .append((child.name, isFolded ? -1 : child.node, isFolded ? child.node : -1))
                }
            }
        }
        var tables = NameTables()
        let table = tables.add(groups.map { NameTables.Name($0.key, start: 0, node: 0) })
        // The entries of the groups are in their order, behind that of no name.
        var entries = Array(repeating: PathTrie.RootEntry(), count: groups.count + 1)
        for (index, group) in groups.enumerated() {
            var at = index + 1
            for (number, member) in group.members.enumerated() {
                if number > 0 {
                    entries[at].next = Int32(entries.count)
                    at = entries.count
                    entries.append(PathTrie.RootEntry())
                }
                let exactKey = NameKey(of: member.name)
                var lowKey = exactKey
                lowKey.fold()
                entries[at].first = lowKey.first
                entries[at].last = lowKey.last
                entries[at].exactFirst = exactKey.first
                entries[at].exactLast = exactKey.last
                entries[at].length = UInt32(member.name.count)
                entries[at].exact = member.exact
                entries[at].folded = member.folded
                entries[at].name = store(member.name).start
            }
        }
        return PathTrie.RootTable(
            places: storage.store(tables.places),
            entries: storage.store(entries),
            shift: table.shift,
            multiplier: table.multiplier
        )
    }
}
