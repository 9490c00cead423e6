/// The parts of an operation: each element of an array, read by the same shape. Eight levels at most; deeper ones stay JSON.
extension RecordEngine {
    static let childLimit = 8

    mutating func writeChildren(
        _ scope: RecordScope,
        _ surroundings: borrowing Surroundings,
        end: Int,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) {
        let number = scope.shape.pointee.children
        let array = scope.slot(number).pointee
        guard surroundings.childLevel < Self.childLimit, array.kind == .array, !array.flags.contains(.used),
            !scope.saysNothing(array)
        else { return }
        let walker = SyntaxWalker(text: scope.text, end: end, stack: stack, depthLimit: depthLimit, isProved: true)
        let last = Int(scope.text.partners[Int(array.token)])
        var token = Int(array.token) + 1
        while token < last {
            let value = try walker.value(at: token, depth: 0)
            guard value.kind == .object else { return }
            token = value.next + 1
        }
        let trie = scope.plan.pointee.elementTrie
        let root = trie.anyRoot
        let table = childTable(level: surroundings.childLevel, nodeCount: trie.nodeCount)
        prefixes.appendBare(.children, to: &output)
        output.append(UInt8(ascii: "["))
        token = Int(array.token) + 1
        var isFirst = true
        while token < last {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            let next = try writeChild(
                at: token,
                scope,
                trie,
                root,
                table,
                walker,
                surroundings,
                end: end,
                into: &output
            )
            token = next + 1
        }
        output.append(UInt8(ascii: "]"))
        scope.take(number)
    }

    private mutating func writeChild(
        at token: Int,
        _ scope: RecordScope,
        _ trie: PathTrie,
        _ root: Int32,
        _ table: SlotTable,
        _ walker: SyntaxWalker,
        _ surroundings: borrowing Surroundings,
        end: Int,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Int {
        table.removeAll()
        let next = try walker.object(
            at: token,
            trie: trie,
            exact: trie.exactRoot,
            folded: trie.foldedRoot,
            isClean: false,
            into: table
        )
        try table.refuseDuplicates()
        try ArraySearch.fill(table, trie, walker)
        let child = RecordScope(
            plan: scope.plan,
            shape: scope.shape,
            binding: scope.plan.pointee.elementBinding,
            trie: trie,
            table: table,
            text: scope.text,
            objectNode: root,
            documentNode: root,
            pointer: TextRange()
        )
        var inside = Surroundings()
        inside.service = surroundings.service
        inside.childLevel = surroundings.childLevel + 1
        inside.document = surroundings.document
        try write(child, inside, end: end, into: &output)
        return next
    }

    private mutating func childTable(level: Int, nodeCount: Int) -> SlotTable {
        while childTables.count <= level {
            childTables.append(.allocate(nodeCount: max(nodeCount, 64)))
        }
        if childTables[level].capacity < nodeCount {
            childTables[level].deallocate()
            childTables[level] = .allocate(nodeCount: nodeCount)
        }
        return childTables[level]
    }
}
