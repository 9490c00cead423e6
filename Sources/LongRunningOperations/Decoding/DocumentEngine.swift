/// Converts one document after another: walk, choose the service and the shape, write the records.
///
///     tokens ──▶ walk (grammar, slots) ──▶ service: named, by URL, or by claims ──▶ shape and place ──▶ records
///                                                                                       │
///                                            a list: each element walked again, with its own slots
struct DocumentEngine: ~Copyable {
    let plan: DecodingPlan
    let table: SlotTable
    /// Tables for list elements, by service; made when first needed.
    var elementTables: [SlotTable?]
    var record: RecordEngine
    let depthLimit: Int
    var faults: [ElementFault] = []
    /// The services that claimed the last document for which there were several.
    var claimants = ReusedList<Int>()
    var memo = DetectionMemo()

    /// A record that could not be made, of a document whose other records could.
    struct ElementFault {
        var item: Int
        var start: Int
        var end: Int
        var fault: DocumentFaultCode
        var offset: Int
        var outputOffset: Int
    }

    /// What is asked of a document beside its bytes.
    struct Request {
        var document = 0
        /// The HTTP status, where it is known and decides (400 and above).
        var status: Int?
        var facts: ReplyFacts?
        /// The service that the URL names.
        var service: Int?
        var provenance: ProvenanceSource?
        /// Whether each record is followed by a line feed.
        var endsLines = true
    }

    struct Result {
        var records = 0
        var ignored = 0
        /// The service of the records, or -1.
        var service = -1
        /// The token behind the document.
        var next = 0
    }

    init(plan: DecodingPlan, depthLimit: Int) {
        self.plan = plan
        self.depthLimit = depthLimit
        table = .allocate(nodeCount: max(plan.trie.nodeCount, 1))
        elementTables = Array(repeating: nil, count: plan.serviceCount)
        record = RecordEngine(depthLimit: depthLimit, serviceCount: plan.serviceCount)
    }

    deinit {
        table.deallocate()
        for table in elementTables {
            table?.deallocate()
        }
    }

    /// Converts the document whose first token is `token` and which ends at `end`.
    ///
    /// - Throws: Where nothing of the document can be used; the output is then as it was.
    mutating func convert(
        _ text: IndexedText,
        token: Int,
        end: Int,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        let before = output.count
        if request.facts != nil || record.facts != nil { record.facts = request.facts }
        do throws(DocumentFaultInside) {
            return try convertOrThrow(text, token: token, end: end, request, into: &output)
        } catch {
            output.count = before
            faults.removeAll(keepingCapacity: true)
            throw error
        }
    }

    private mutating func convertOrThrow(
        _ text: IndexedText,
        token: Int,
        end: Int,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        faults.removeAll(keepingCapacity: true)
        let walker = SyntaxWalker(text: text, end: end, stack: record.stack, depthLimit: depthLimit)
        let start = text.token(token)
        guard start < end else { throw DocumentFaultInside(walker.truncated) }
        guard text.byte(start) == UInt8(ascii: "{") else {
            let value = try syntax { () throws(SyntaxFault) in try walker.value(at: token, depth: 0) }
            try refuseTrailing(text, value.next, end)
            guard value.kind == .array else { throw DocumentFaultInside(.notAReply, offset: start) }
            var result = try convertList(text, token: token, end: end, request, into: &output)
            result.next = value.next
            return result
        }
        let isClean = text.isClean(start, end)
        let next = try walk(walker, token, isClean: isClean)
        try refuseTrailing(text, next, end)
        let service = try serviceOfDocument(walker, request)
        var result = try convertObject(walker, service, request, item: nil, into: &output)
        result.service = service
        result.next = next
        return result
    }

    /// Walks an object with the trie of documents.
    @inline(__always)
    mutating func walk(
        _ walker: SyntaxWalker,
        _ token: Int,
        isClean: Bool
    ) throws(DocumentFaultInside) -> Int {
        table.removeAll()
        let trie = plan.trie
        let table = self.table
        return try syntax { () throws(SyntaxFault) in
            let next = try walker.object(
                at: token,
                trie: trie,
                exact: trie.exactRoot,
                folded: trie.foldedRoot,
                isClean: isClean,
                into: table
            )
            if !trie.searchNodes.isEmpty { try ArraySearch.fill(table, trie, walker.proved) }
            return next
        }
    }

    @inline(__always)
    func syntax<Value>(_ body: () throws(SyntaxFault) -> Value) throws(DocumentFaultInside) -> Value {
        do throws(SyntaxFault) {
            return try body()
        } catch {
            throw DocumentFaultInside(error)
        }
    }

    func refuseTrailing(_ text: IndexedText, _ token: Int, _ end: Int) throws(DocumentFaultInside) {
        if token < text.tokenCount, text.token(token) < end {
            throw DocumentFaultInside(SyntaxFault(code: .trailingData, offset: text.token(token)))
        }
    }

    // MARK: Lists of documents

    /// A top-level array: each element is a document; the first object says of which service they are.
    private mutating func convertList(
        _ text: IndexedText,
        token: Int,
        end: Int,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        let walker = SyntaxWalker(
            text: text,
            end: end,
            stack: record.stack,
            depthLimit: depthLimit,
            isProved: true
        )
        let last = Int(text.partners[token])
        var element = token + 1
        var item = 0
        var service = -1
        var result = Result()
        if element == last {
            result.ignored = 1
            return result
        }
        while element < last {
            let value = try syntax { () throws(SyntaxFault) in try walker.value(at: element, depth: 0) }
            let start = text.token(element)
            let before = output.count
            do throws(DocumentFaultInside) {
                guard value.kind == .object else { throw DocumentFaultInside(.notAReply, offset: start) }
                _ = try walk(walker, element, isClean: false)
                if service < 0 {
                    do throws(DocumentFaultInside) {
                        service = try serviceOfDocument(walker, request)
                    } catch {
                        throw DocumentFaultInside(error.code, offset: text.token(token))
                    }
                }
                result.records += try convertObject(walker, service, request, item: item, into: &output).records
            } catch {
                if service < 0, value.kind == .object { throw error }
                output.count = before
                faults.append(
                    ElementFault(
                        item: item,
                        start: start,
                        end: value.end,
                        fault: error.code,
                        offset: error.offset,
                        outputOffset: before
                    )
                )
            }
            element = value.next + 1
            item += 1
        }
        if service < 0 || result.records == 0 {
            throw DocumentFaultInside(.notAReply, offset: text.token(token))
        }
        result.service = service
        return result
    }

    // MARK: Objects

    /// Writes the record or records of the object in `table`.
    private mutating func convertObject(
        _ walker: SyntaxWalker,
        _ service: Int,
        _ request: borrowing Request,
        item: Int?,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        let servicePlan = plan.services + service
        if table.header.pointee.hasDuplicates { try refuseDuplicates(of: servicePlan) }
        let root = servicePlan.pointee.isFolded ? plan.trie.foldedRoot : plan.trie.exactRoot
        let isFailedRequest = (request.status ?? 0) >= 400
        for shape in 0..<servicePlan.pointee.shapeCount {
            let shapePlan = servicePlan.pointee.shapes + shape
            if isFailedRequest, !shapePlan.pointee.isFailure { continue }
            for index in shapePlan.pointee.places.indices {
                let place = servicePlan.pointee.places[Int(servicePlan.pointee.slotLists[index])]
                let slot = table[place.node].pointee
                if place.isList {
                    guard slot.kind == .array, item == nil || !place.isList else { continue }
                    if let result = try convertElements(walker, service, place, request, into: &output) {
                        return result
                    }
                    continue
                }
                guard slot.kind == .object else { continue }
                let scope = RecordScope(
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
                guard scope.holds(shapePlan.pointee.when, &record.scratch) else { continue }
                try write(scope, walker, service, request, item: item, list: nil, into: &output)
                var result = Result()
                result.records = 1
                return result
            }
        }
        if isFailedRequest {
            writeUnreadFailure(walker, service, root, request, into: &output)
            var result = Result()
            result.records = 1
            return result
        }
        throw DocumentFaultInside(.notAReply, offset: Int(table[root].pointee.start))
    }

    private func refuseDuplicates(of service: UnsafePointer<ServicePlan>) throws(DocumentFaultInside) {
        for node in table.filledNodes where table[node].pointee.flags.contains(.duplicate) {
            if service.pointee.reads(node, in: plan.trie) {
                let offset = Int(table[node].pointee.nameStart)
                throw DocumentFaultInside(SyntaxFault(code: .duplicateMember, offset: offset))
            }
        }
    }

    private mutating func write(
        _ scope: RecordScope,
        _ walker: SyntaxWalker,
        _ service: Int,
        _ request: borrowing Request,
        item: Int?,
        list: [UInt8]?,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) {
        var surroundings = RecordEngine.Surroundings()
        surroundings.service = service
        surroundings.document = request.document
        surroundings.list = list
        if let provenance = request.provenance {
            surroundings.provenance = provenance.text(item: item, version: plan.definitions[service].version)
        }
        do throws(SyntaxFault) {
            try record.write(scope, surroundings, end: walker.end, into: &output)
        } catch {
            throw DocumentFaultInside(error)
        }
        if request.endsLines { output.append(UInt8(ascii: "\n")) }
    }

    /// A failed request whose body no shape reads: the body is kept whole.
    private mutating func writeUnreadFailure(
        _ walker: SyntaxWalker,
        _ service: Int,
        _ root: Int32,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) {
        let document = table[root].pointee
        var body = OutputBuffer(capacity: 256)
        if document.members > 0 {
            body.appendCanonical(walker.text, Int(document.start), Int(document.end))
        }
        ReplyWriter.appendFailure(
            plan,
            service,
            record.facts ?? ReplyFacts(),
            extensions: document.members > 0 ? body.bytes : nil,
            isBodyInvalid: false,
            provenance: request.provenance?.text(item: nil, version: plan.definitions[service].version),
            into: &output
        )
        record.tally.replies[service * EngineTally.kinds + EngineTally.requestFailed] += 1
        if request.endsLines { output.append(UInt8(ascii: "\n")) }
    }

    // MARK: Elements

    /// Writes the records of a list's elements; nil where none of them is a reply.
    private mutating func convertElements(
        _ walker: SyntaxWalker,
        _ service: Int,
        _ place: PlacePlan,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result? {
        let array = table[place.node].pointee
        let text = walker.text
        let proved = walker.proved
        let last = Int(text.partners[Int(array.token)])
        var result = Result()
        if Int(array.token) + 1 == last {
            result.ignored = 1
            return result
        }
        // The last record carries the rest of the wrapper, so which one is last is found out first.
        var lastGood = -1
        var token = Int(array.token) + 1
        var item = 0
        while token < last {
            let value = try syntax { () throws(SyntaxFault) in try proved.value(at: token, depth: 0) }
            if value.kind == .object, try shapeOfElement(proved, token, service, place, request) != nil {
                lastGood = item
            }
            token = value.next + 1
            item += 1
        }
        guard lastGood >= 0 else { return nil }
        let rest = remainder(without: place.node, service, text)
        token = Int(array.token) + 1
        item = 0
        while token < last {
            let value = try syntax { () throws(SyntaxFault) in try proved.value(at: token, depth: 0) }
            let before = output.count
            do throws(DocumentFaultInside) {
                guard value.kind == .object, let scope = try shapeOfElement(proved, token, service, place, request)
                else {
                    throw DocumentFaultInside(.notAReply, offset: text.token(token))
                }
                try syntax { () throws(SyntaxFault) in try scope.table.refuseDuplicates() }
                let list = item == lastGood ? rest : nil
                try write(scope, proved, service, request, item: item, list: list, into: &output)
                result.records += 1
            } catch {
                output.count = before
                faults.append(
                    ElementFault(
                        item: item,
                        start: text.token(token),
                        end: value.end,
                        fault: error.code,
                        offset: error.offset,
                        outputOffset: before
                    )
                )
            }
            token = value.next + 1
            item += 1
        }
        return result
    }

    /// Walks an element and finds the first shape of this place that reads it.
    private mutating func shapeOfElement(
        _ walker: SyntaxWalker,
        _ token: Int,
        _ service: Int,
        _ place: PlacePlan,
        _ request: borrowing Request
    ) throws(DocumentFaultInside) -> RecordScope? {
        let servicePlan = plan.services + service
        let table = try walkElement(walker, token, service)
        let trie = servicePlan.pointee.elementTrie
        let root = trie.exactRoot >= 0 ? trie.exactRoot : trie.foldedRoot
        let isFailedRequest = (request.status ?? 0) >= 400
        for shape in 0..<servicePlan.pointee.shapeCount {
            let shapePlan = servicePlan.pointee.shapes + shape
            if isFailedRequest, !shapePlan.pointee.isFailure { continue }
            for index in shapePlan.pointee.places.indices {
                let other = servicePlan.pointee.places[Int(servicePlan.pointee.slotLists[index])]
                guard other.isList, other.node == place.node else { continue }
                let scope = RecordScope(
                    plan: servicePlan,
                    shape: shapePlan,
                    binding: servicePlan.pointee.elementBinding,
                    trie: trie,
                    table: table,
                    text: walker.text,
                    objectNode: root,
                    documentNode: root,
                    pointer: TextRange()
                )
                if scope.holds(shapePlan.pointee.when, &record.scratch) { return scope }
            }
        }
        return nil
    }

    mutating func walkElement(
        _ walker: SyntaxWalker,
        _ token: Int,
        _ service: Int
    ) throws(DocumentFaultInside) -> SlotTable {
        let trie = plan.services[service].elementTrie
        let table: SlotTable
        if let made = elementTables[service] {
            table = made
        } else {
            table = .allocate(nodeCount: max(trie.nodeCount, 1))
            elementTables[service] = table
        }
        table.removeAll()
        try syntax { () throws(SyntaxFault) in
            _ = try walker.object(
                at: token,
                trie: trie,
                exact: trie.exactRoot,
                folded: trie.foldedRoot,
                isClean: false,
                into: table
            )
            if !trie.searchNodes.isEmpty { try ArraySearch.fill(table, trie, walker) }
        }
        return table
    }

    /// What the wrapper of a list holds beside the list.
    private func remainder(without node: Int32, _ service: Int, _ text: IndexedText) -> [UInt8]? {
        let isFolded = plan.services[service].isFolded
        let root = isFolded ? plan.trie.foldedRoot : plan.trie.exactRoot
        var cut = node
        // Objects that held nothing but the list go with it.
        while plan.trie.nodes[Int(cut)].parent != root, table[plan.trie.nodes[Int(cut)].parent].pointee.members == 1 {
            cut = plan.trie.nodes[Int(cut)].parent
        }
        let document = table[root].pointee
        if plan.trie.nodes[Int(cut)].parent == root, document.members == 1 { return nil }
        let slot = table[cut].pointee
        var rest = OutputBuffer(capacity: 256)
        withUnsafePointer(to: TextCut(start: slot.nameStart, end: slot.end)) { cut in
            let cuts = UnsafeBufferPointer(start: cut, count: 1)
            rest.appendRemainder(text, Int(document.start), Int(document.end), cuts)
        }
        return Array(rest.bytes)
    }
}

extension SyntaxWalker {
    /// The same walker, for tokens whose grammar it has proved.
    var proved: SyntaxWalker {
        SyntaxWalker(text: text, end: end, stack: stack, depthLimit: depthLimit, isProved: true)
    }
}

extension ServicePlan {
    /// Whether a node of the trie of documents is one of this service's slots.
    func reads(_ node: Int32, in trie: PathTrie) -> Bool {
        for place in places {
            if place.node == node { return true }
            if place.isList { continue }
            for slot in 0..<slotCount where place.binding[slot] == node {
                return true
            }
        }
        return false
    }
}
