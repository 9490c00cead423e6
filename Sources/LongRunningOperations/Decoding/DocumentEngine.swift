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
    var layouts = LayoutCache()
    /// Where the document that is decoded to learn its layout is traced.
    let trace: UnsafeMutablePointer<DecodingTrace>
    /// Whether layouts are used: where not, every document is decoded the general way.
    let usesLayouts: Bool

    /// How many elements of a document's lists may be rejected alone; where more are, the document is rejected whole, so that
    /// what is kept of them takes no more memory than the document.
    static let mostElementFaults = 1 << 16

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
        /// Of a list nothing but the element of that number.
        var item: Int?
        var provenance: ProvenanceSource?
        /// How many elements of lists may be rejected alone.
        var mostFaults = DocumentEngine.mostElementFaults
        /// Whether each record is followed by a line feed.
        var endsLines = true

        /// Whether the HTTP status says that the request failed.
        var isFailed: Bool { (status ?? 0) >= 400 }

        /// Whether that element of a list is to be converted.
        func asks(for element: Int) -> Bool { item.map { $0 == element } ?? true }

        /// Whether nothing but the body says what the record is.
        @inline(__always)
        var isPlain: Bool {
            status == nil && facts == nil && service == nil && item == nil && provenance == nil
        }
    }

    struct Result {
        var records = 0
        var ignored = 0
        /// The service of the records, or -1.
        var service = -1
        /// The token behind the document.
        var next = 0
        /// Whether a known layout wrote the record.
        var isKnown = false
    }

    init(plan: DecodingPlan, depthLimit: Int, usesLayouts: Bool) {
        self.plan = plan
        self.depthLimit = depthLimit
        self.usesLayouts = usesLayouts
        table = .allocate(nodeCount: max(plan.trie.nodeCount, 1))
        elementTables = Array(repeating: nil, count: plan.serviceCount)
        record = RecordEngine(depthLimit: depthLimit, serviceCount: plan.serviceCount)
        trace = .allocate(capacity: 1)
        trace.initialize(to: DecodingTrace())
    }

    deinit {
        trace.deinitialize(count: 1)
        trace.deallocate()
        table.deallocate()
        for table in elementTables {
            table?.deallocate()
        }
    }

    /// Lets go of working memory for more than `limit` bytes or values; the faults of the last document are forgotten.
    mutating func shrink(above limit: Int) {
        faults = []
        claimants.shrink(above: limit)
        record.shrink(above: limit)
    }

    /// Converts the document whose first token is `token` and which ends at `end`.
    ///
    /// `answer` is what became of it by its layout, where that was tried: it may be learned.
    ///
    /// - Throws: Where nothing of the document can be used; the output is then as it was.
    mutating func convert(
        _ text: IndexedText,
        token: Int,
        end: Int,
        _ request: borrowing Request,
        _ answer: LayoutCache.Answer? = nil,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        if case .new = answer, layouts.wantsToLearn(length: end &- text.token(token)) {
            return try learn(text, token: token, end: end, request, into: &output)
        }
        return try convertGenerally(text, token: token, end: end, request, into: &output)
    }

    /// Converts a document by the compiled plan, whatever its layout.
    mutating func convertGenerally(
        _ text: IndexedText,
        token: Int,
        end: Int,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        let before = output.count
        // Enough bytes for so many elements, whose records may be counted before it shows.
        let tally = end &- text.token(token) > 2 * request.mostFaults ? record.tally : nil
        if request.facts != nil || record.facts != nil { record.facts = request.facts }
        do throws(DocumentFaultInside) {
            return try convertOrThrow(text, token: token, end: end, request, into: &output)
        } catch {
            output.count = before
            faults.removeAll(keepingCapacity: true)
            if let tally, error.code == .tooManyRejects { record.tally = tally }
            throw error
        }
    }

    mutating func convertOrThrow(
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

    // MARK: Objects

    /// Writes the record or records of the object in `table`.
    mutating func convertObject(
        _ walker: SyntaxWalker,
        _ service: Int,
        _ request: borrowing Request,
        item: Int?,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        let servicePlan = plan.services + service
        if table.header.pointee.hasDuplicates { try refuseDuplicates(of: servicePlan) }
        let root = plan.trie.root(folded: servicePlan.pointee.isFolded)
        if let result = try convert(walker, service, request, item: item, into: &output) { return result }
        if request.isFailed {
            // The code has said what the document is: what an error of this service never stands beside no longer matters.
            let result = try convert(walker, service, request, item: item, allowsOthers: true, into: &output)
            if let result { return result }
            writeUnreadFailure(walker, service, root, request, into: &output)
            return Result(records: 1)
        }
        throw DocumentFaultInside(.notAReply, offset: Int(table[root].pointee.start))
    }

    /// Writes by the first shape that reads the object; nil where none does.
    private mutating func convert(
        _ walker: SyntaxWalker,
        _ service: Int,
        _ request: borrowing Request,
        item: Int?,
        allowsOthers: Bool = false,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result? {
        let servicePlan = plan.services + service
        let isFailed = request.isFailed
        for shape in 0..<servicePlan.pointee.shapeCount {
            let shapePlan = servicePlan.pointee.shapes + shape
            if isFailed, !shapePlan.pointee.isFailure { continue }
            for index in shapePlan.pointee.places.indices {
                let place = servicePlan.pointee.places[Int(servicePlan.pointee.slotLists[index])]
                let slot = table[place.node].pointee
                if place.isList {
                    guard slot.kind == .array, item == nil, !allowsOthers else { continue }
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
                    documentNode: plan.trie.root(folded: servicePlan.pointee.isFolded),
                    pointer: place.pointer
                )
                guard scope.holds(shapePlan.pointee.when, &record.scratch, allowsOthers: allowsOthers) else { continue }
                try write(scope, walker, service, request, item: item, list: nil, into: &output)
                return Result(records: 1)
            }
        }
        return nil
    }

    func refuseDuplicates(of service: UnsafePointer<ServicePlan>) throws(DocumentFaultInside) {
        for node in table.filledNodes where table[node].pointee.flags.contains(.duplicate) {
            if service.pointee.reads(node, in: plan.trie) {
                let offset = Int(table[node].pointee.nameStart)
                throw DocumentFaultInside(SyntaxFault(code: .duplicateMember, offset: offset))
            }
        }
    }

    mutating func write(
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
    mutating func writeUnreadFailure(
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
        record.recording?.note(.init(outputStart: output.count, service: service))
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
