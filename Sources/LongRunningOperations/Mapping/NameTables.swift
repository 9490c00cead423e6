/// Hash tables of names, in which one probe finds a name.
///
///     name ── hash ──▶ place, one of many ── number ──▶ entry, one a name ── next ──▶ …
///
/// In each table no two names share a place: multipliers are tried until one sees to that. This takes many places, so they
/// are small; what is known of a name stands apart. Names that no multiplier tells apart, alike in length, first and last
/// eight bytes among them, hang behind one another.
struct NameTables {
    struct Name {
        var key: NameKey
        /// Where the name's bytes stand.
        var start: UInt32
        var node: Int32

        init(_ key: NameKey, start: UInt32, node: Int32) {
            self.key = key
            self.start = start
            self.node = node
        }
    }

    /// One of the tables.
    struct Table {
        /// The first of its places.
        var start: Int32
        var shift: UInt32
        var multiplier: UInt64
    }

    /// The places of all tables, each the number of an entry.
    private(set) var places: [Int32] = []
    /// The entries of all tables; the first is of no name, and empty places lead there.
    private(set) var entries = [PathTrie.Entry()]

    /// Adds a table; its entries are in the order of the names.
    ///
    /// Of several names that are the same, the first is found.
    mutating func add(_ names: [Name]) -> Table {
        var table = Self.emptyTable(for: names)
        table.start = Int32(places.count)
        places += repeatElement(0, count: 1 << (64 - Int(table.shift)))
        for name in names {
            let number = Int32(entries.count)
            entries.append(
                PathTrie.Entry(
                    first: name.key.first,
                    last: name.key.last,
                    length: UInt32(truncatingIfNeeded: name.key.length),
                    node: name.node,
                    name: name.start
                )
            )
            let place = Int(table.start) + name.key.hash(multiplier: table.multiplier, shift: table.shift)
            if places[place] == 0 {
                places[place] = number
            } else {
                var last = Int(places[place])
                while entries[last].next >= 0 { last = Int(entries[last].next) }
                entries[last].next = number
            }
        }
        return table
    }

    /// The size and the multiplier of a table in which each name that can be told apart has a place of its own.
    private static func emptyTable(for names: [Name]) -> Table {
        var logarithm: UInt32 = 1
        // By the birthday rule, some fifty tries are enough in such a table, and many more in a smaller one.
        while 1 << logarithm < names.count * 2 || 8 << logarithm < names.count * names.count {
            logarithm += 1
        }
        while true {
            var table = Table(start: 0, shift: 64 - logarithm, multiplier: 0x9E37_79B9_7F4A_7C15)
            // For each place the last name that took it: its number, beyond those of all earlier tries.
            var taker = [Int32](repeating: -1, count: 1 << logarithm)
            for attempt in 0..<256 {
                if isPerfect(table, names, &taker, first: attempt * names.count) { return table }
                table.multiplier = table.multiplier &* 0xD134_2543_DE82_EF95 | 1
            }
            logarithm += 1
        }
    }

    private static func isPerfect(_ table: Table, _ names: [Name], _ taker: inout [Int32], first: Int) -> Bool {
        for (index, name) in names.enumerated() {
            let place = name.key.hash(multiplier: table.multiplier, shift: table.shift)
            let earlier = Int(taker[place]) - first
            if earlier >= 0, names[earlier].key.mixed != name.key.mixed { return false }
            taker[place] = Int32(truncatingIfNeeded: first + index)
        }
        return true
    }
}

extension NameKey {
    init(of name: [UInt8]) {
        self = name.withUnsafeBytes { NameKey(of: $0) }
    }

    init(of name: UnsafeRawBufferPointer) {
        guard let start = name.baseAddress, !name.isEmpty else {
            self.init()
            return
        }
        self.init(start, name.count, readable: name.count)
    }
}
