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
        record.recording?.claimants = []
        if let entry = memo.entry(for: table, plan.trie) {
            // The same members with values of the same kinds: nothing else can claim it.
            for index in 0..<memo.candidateCount(entry) {
                try ask(memo.candidate(entry, index), walker)
            }
        } else {
            for service in 0..<plan.serviceCount { try findCandidates(service, walker) }
            memo.end()
        }
        if claimants.count > 1 { giveWay() }
        if claimants.count == 1 { return claimants[0] }
        let offset = Int(table[plan.trie.anyRoot].pointee.start)
        throw DocumentFaultInside(claimants.isEmpty ? .noServiceMatches : .severalServicesMatch, offset: offset)
    }

    /// Takes back claims of services that another claimant extends.
    private mutating func giveWay() {
        if record.recording != nil { record.recording?.claimants = Array(claimants.elements) }
        // A claim that gives way is complemented, so that it still counts against others until all are weighed.
        for index in 0..<claimants.count {
            let claimant = claimants[index]
            let givesWay = plan.heirs[claimant].indices
                .contains { number in
                    let heir = Int(plan.heirLists[number])
                    return claimants.elements.contains { $0 == heir || ~$0 == heir }
                }
            if givesWay { claimants[index] = ~claimant }
        }
        var kept = 0
        for index in 0..<claimants.count where claimants[index] >= 0 {
            claimants[kept] = claimants[index]
            kept += 1
        }
        claimants.count = kept
    }

    /// Notes and asks the shapes that can claim documents with these members, whatever the texts of their values are.
    private mutating func findCandidates(_ service: Int, _ walker: SyntaxWalker) throws(DocumentFaultInside) {
        let servicePlan = plan.services + service
        for shape in 0..<servicePlan.pointee.shapeCount {
            let shapePlan = servicePlan.pointee.shapes + shape
            guard shapePlan.pointee.claims else { continue }
            for index in shapePlan.pointee.places.indices {
                let number = servicePlan.pointee.slotLists[index]
                let place = servicePlan.pointee.places[Int(number)]
                let kind = table[place.node].pointee.kind
                guard kind == (place.isList ? .array : .object) else { continue }
                if !place.isList {
                    let scope = scope(servicePlan, shape, place, walker.text)
                    guard scope.mayHold(shapePlan.pointee.when), scope.mayHold(shapePlan.pointee.detect) else {
                        continue
                    }
                }
                let candidate = DetectionMemo.Candidate(service: Int32(service), shape: Int32(shape), place: number)
                memo.add(candidate)
                try ask(candidate, walker)
            }
        }
    }

    /// Adds the candidate's service to the claimants if it claims the document.
    private mutating func ask(_ candidate: DetectionMemo.Candidate, _ walker: SyntaxWalker) throws(DocumentFaultInside)
    {
        let service = Int(candidate.service)
        if claimants.count > 0, claimants[claimants.count - 1] == service { return }
        let servicePlan = plan.services + service
        let place = servicePlan.pointee.places[Int(candidate.place)]
        guard place.isList else {
            if holdsAll(scope(servicePlan, Int(candidate.shape), place, walker.text)) { claimants.append(service) }
            return
        }
        walker.text.refuseLayout()
        guard let element = try firstObject(in: Int(table[place.node].pointee.token), walker) else { return }
        let trie = servicePlan.pointee.elementTrie
        let elementRoot = trie.anyRoot
        let scope = RecordScope(
            plan: servicePlan,
            shape: servicePlan.pointee.shapes + Int(candidate.shape),
            binding: servicePlan.pointee.elementBinding,
            trie: trie,
            table: try walkElement(walker.proved, element, service),
            text: walker.text,
            objectNode: elementRoot,
            documentNode: elementRoot,
            pointer: TextRange()
        )
        if !scope.table.header.pointee.hasDuplicates, holdsAll(scope) { claimants.append(service) }
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
            documentNode: plan.trie.root(folded: service.pointee.isFolded),
            pointer: place.pointer
        )
    }

    private mutating func holdsAll(_ scope: RecordScope) -> Bool {
        scope.holds(scope.shape.pointee.when, &record.scratch)
            && scope.holds(scope.shape.pointee.detect, &record.scratch)
    }

    /// The first element that is an object of the array at a token.
    func firstObject(in array: Int, _ walker: SyntaxWalker) throws(DocumentFaultInside) -> Int? {
        let text = walker.text
        let last = Int(text.partners[array])
        var token = array + 1
        while token < last {
            if text.byte(text.token(token)) == UInt8(ascii: "{") { return token }
            token = try syntax { () throws(SyntaxFault) in try walker.proved.value(at: token, depth: 0) }.next + 1
        }
        return nil
    }
}
