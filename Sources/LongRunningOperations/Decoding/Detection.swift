/// Which service a body is of: the one that claims it.
///
/// A service claims a body when a shape that its own file declares reads it and the shape's `detect` holds. A claim gives way
/// to one of a service that extends it. One claim left is the service; none or several are an error. Nothing is scored.
extension DocumentEngine {
    @inline(__always)
    mutating func serviceOfDocument(
        _ walker: SyntaxWalker,
        _ request: borrowing Request
    ) throws(DocumentFaultInside) -> Int {
        if !plan.detects { return 0 }
        if let service = request.service { return service }
        return try detect(walker)
    }

    private mutating func detect(_ walker: SyntaxWalker) throws(DocumentFaultInside) -> Int {
        claimants.removeAll(keepingCapacity: true)
        for service in 0..<plan.serviceCount {
            if try claims(service, walker) { claimants.append(service) }
        }
        if claimants.count > 1 {
            let all = claimants
            claimants.removeAll { claimant in
                plan.heirs[claimant].indices.contains { all.contains(Int(plan.heirLists[$0])) }
            }
        }
        if claimants.count == 1 { return claimants[0] }
        let root = plan.trie.exactRoot >= 0 ? plan.trie.exactRoot : plan.trie.foldedRoot
        let offset = Int(table[root].pointee.start)
        throw DocumentFaultInside(claimants.isEmpty ? .noServiceMatches : .severalServicesMatch, offset: offset)
    }

    private mutating func claims(_ service: Int, _ walker: SyntaxWalker) throws(DocumentFaultInside) -> Bool {
        let servicePlan = plan.services + service
        let root = servicePlan.pointee.isFolded ? plan.trie.foldedRoot : plan.trie.exactRoot
        for shape in 0..<servicePlan.pointee.shapeCount {
            let shapePlan = servicePlan.pointee.shapes + shape
            guard shapePlan.pointee.claims else { continue }
            for index in shapePlan.pointee.places.indices {
                let place = servicePlan.pointee.places[Int(servicePlan.pointee.slotLists[index])]
                let slot = table[place.node].pointee
                var scope = RecordScope(
                    plan: servicePlan,
                    shape: shapePlan,
                    binding: place.binding,
                    trie: plan.trie,
                    table: table,
                    text: walker.text,
                    objectNode: place.node,
                    documentNode: root,
                    pointer: place.pointer
                )
                if place.isList {
                    guard slot.kind == .array, let element = try firstObject(slot, walker) else { continue }
                    let trie = servicePlan.pointee.elementTrie
                    let elementRoot = trie.exactRoot >= 0 ? trie.exactRoot : trie.foldedRoot
                    scope = RecordScope(
                        plan: servicePlan,
                        shape: shapePlan,
                        binding: servicePlan.pointee.elementBinding,
                        trie: trie,
                        table: try walkElement(walker.proved, element, service),
                        text: walker.text,
                        objectNode: elementRoot,
                        documentNode: elementRoot,
                        pointer: TextRange()
                    )
                    if scope.table.header.pointee.hasDuplicates { continue }
                } else if slot.kind != .object {
                    continue
                }
                if scope.holds(shapePlan.pointee.when, &record.scratch),
                    scope.holds(shapePlan.pointee.detect, &record.scratch)
                {
                    return true
                }
            }
        }
        return false
    }

    /// The first element of an array that is an object.
    private func firstObject(_ array: SlotTable.Slot, _ walker: SyntaxWalker) throws(DocumentFaultInside) -> Int? {
        let text = walker.text
        let last = Int(text.partners[Int(array.token)])
        var token = Int(array.token) + 1
        while token < last {
            if text.byte(text.token(token)) == UInt8(ascii: "{") { return token }
            do {
                token = try walker.proved.value(at: token, depth: 0).next + 1
            } catch {
                throw DocumentFaultInside(error)
            }
        }
        return nil
    }
}
