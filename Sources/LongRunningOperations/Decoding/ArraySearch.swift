/// Finding the elements that searching paths mean (`conditions[type=Failed]/message`) and filling their slots.
///
/// The key may come last in an element (`kubectl` sorts members), so an element is looked at twice: for its key, then for what
/// the path wants. The first element that fits and whose values are still wanted wins.
enum ArraySearch {
    static func fill(
        _ table: SlotTable,
        _ trie: PathTrie,
        _ walker: SyntaxWalker
    ) throws(SyntaxFault) {
        for node in trie.searchNodes {
            let array = table[node].pointee
            guard array.kind == .array else { continue }
            walker.text.refuseLayout()
            try search(array, trie.nodes[Int(node)], table, trie, walker)
        }
    }

    private static func search(
        _ array: SlotTable.Slot,
        _ node: PathTrie.Node,
        _ table: SlotTable,
        _ trie: PathTrie,
        _ walker: SyntaxWalker
    ) throws(SyntaxFault) {
        var scratch = OutputBuffer(capacity: 256)
        let end = Int(walker.text.partners[Int(array.token)])
        var token = Int(array.token) + 1
        var index: UInt32 = 0
        while token < end {
            let value = try walker.value(at: token, depth: 0)
            if value.kind == .object {
                for number in Int(node.searchStart)..<Int(node.searchStart + node.searchCount) {
                    let search = trie.searches[number]
                    guard table[search.node].pointee.kind == .absent,
                        matches(search, token, node.isFolded, trie, walker, &scratch)
                    else { continue }
                    let before = table.header.pointee.filled
                    _ = try walker.object(
                        at: token,
                        trie: trie,
                        exact: node.isFolded ? -1 : search.node,
                        folded: node.isFolded ? search.node : -1,
                        isClean: false,
                        into: table
                    )
                    for filled in before..<table.header.pointee.filled {
                        table[table.order[filled]].pointee.flags.insert(.copied)
                    }
                    table[search.node].pointee.flags.insert(.element)
                    table[search.node].pointee.nameStart = index
                }
            }
            token = value.next + 1
            index += 1
        }
    }

    private static func matches(
        _ search: PathTrie.Search,
        _ first: Int,
        _ isFolded: Bool,
        _ trie: PathTrie,
        _ walker: SyntaxWalker,
        _ scratch: inout OutputBuffer
    ) -> Bool {
        let text = walker.text
        let key = UnsafeRawBufferPointer(
            start: trie.names + Int(search.keyName.start),
            count: Int(search.keyName.count)
        )
        let word = UnsafeRawBufferPointer(start: trie.names + Int(search.word.start), count: Int(search.word.count))
        let end = Int(text.partners[first])
        var token = first + 1
        while token < end {
            guard let value = try? walker.value(at: token + 3, depth: 0) else { return false }
            scratch.removeAll()
            scratch.appendDecoded(text, text.token(token) + 1, text.token(token + 1))
            if isSame(scratch.bytes, key, folded: isFolded) {
                guard value.kind.isScalar else { return false }
                let inset = value.kind == .string ? 1 : 0
                scratch.removeAll()
                scratch.appendDecoded(text, text.token(token + 3) + inset, value.end - inset)
                let fits = ScalarMatch.withFolded(scratch.bytes) { $0.map { ScalarMatch.same($0, word) } ?? false }
                return fits != search.negated
            }
            token = value.next + 1
        }
        return false
    }

    private static func isSame(_ name: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer, folded: Bool) -> Bool {
        guard folded else { return ScalarMatch.same(name, key) }
        return name.count == key.count && name.elementsEqual(key) { $0.asciiLowercased == $1.asciiLowercased }
    }
}
