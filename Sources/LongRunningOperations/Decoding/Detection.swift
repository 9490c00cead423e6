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
        claimants.removeAll()
        if let entry = memo.entry(for: table) {
            // The same members with values of the same kinds: only these services can claim it.
            for index in 0..<memo.candidateCount(entry) {
                let service = memo.candidate(entry, index)
                if try claims(service, walker) { claimants.append(service) }
            }
        } else {
            memo.begin()
            for service in 0..<plan.serviceCount where mayClaim(service) {
                memo.add(service)
                if try claims(service, walker) { claimants.append(service) }
            }
            memo.end()
        }
        if claimants.count > 1 {
            let all = Array(claimants.elements)
            claimants.removeAll()
            for claimant in all
            where !plan.heirs[claimant].indices.contains(where: { all.contains(Int(plan.heirLists[$0])) }) {
                claimants.append(claimant)
            }
        }
        if claimants.count == 1 { return claimants[0] }
        let root = plan.trie.exactRoot >= 0 ? plan.trie.exactRoot : plan.trie.foldedRoot
        let offset = Int(table[root].pointee.start)
        throw DocumentFaultInside(claimants.isEmpty ? .noServiceMatches : .severalServicesMatch, offset: offset)
    }

    private func scope(_ service: UnsafePointer<ServicePlan>, _ shape: Int, _ place: PlacePlan, _ text: IndexedText)
        -> RecordScope
    {
        RecordScope(
            plan: service,
            shape: service.pointee.shapes + shape,
            binding: place.binding,
            trie: plan.trie,
            table: table,
            text: text,
            objectNode: place.node,
            documentNode: service.pointee.isFolded ? plan.trie.foldedRoot : plan.trie.exactRoot,
            pointer: place.pointer
        )
    }

    /// Whether a service can claim documents with these members, whatever the texts of their values are.
    private func mayClaim(_ service: Int) -> Bool {
        let servicePlan = plan.services + service
        for shape in 0..<servicePlan.pointee.shapeCount {
            let shapePlan = servicePlan.pointee.shapes + shape
            guard shapePlan.pointee.claims else { continue }
            for index in shapePlan.pointee.places.indices {
                let place = servicePlan.pointee.places[Int(servicePlan.pointee.slotLists[index])]
                let kind = table[place.node].pointee.kind
                if place.isList {
                    if kind == .array { return true }
                    continue
                }
                guard kind == .object else { continue }
                let scope = scope(servicePlan, shape, place, walkedText)
                if scope.mayHold(shapePlan.pointee.when), scope.mayHold(shapePlan.pointee.detect) { return true }
            }
        }
        return false
    }

    private mutating func claims(_ service: Int, _ walker: SyntaxWalker) throws(DocumentFaultInside) -> Bool {
        let servicePlan = plan.services + service
        for shape in 0..<servicePlan.pointee.shapeCount {
            let shapePlan = servicePlan.pointee.shapes + shape
            guard shapePlan.pointee.claims else { continue }
            for index in shapePlan.pointee.places.indices {
                let place = servicePlan.pointee.places[Int(servicePlan.pointee.slotLists[index])]
                let slot = table[place.node].pointee
                if place.isList {
                    guard slot.kind == .array, let element = try firstObject(slot, walker) else { continue }
                    let trie = servicePlan.pointee.elementTrie
                    let elementRoot = trie.exactRoot >= 0 ? trie.exactRoot : trie.foldedRoot
                    let scope = RecordScope(
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
                    if holdsAll(scope) { return true }
                } else if slot.kind == .object, holdsAll(scope(servicePlan, shape, place, walker.text)) {
                    return true
                }
            }
        }
        return false
    }

    private mutating func holdsAll(_ scope: RecordScope) -> Bool {
        scope.holds(scope.shape.pointee.when, &record.scratch) && scope.holds(scope.shape.pointee.detect, &record.scratch)
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
