/// Documents that hold many records: a top-level array of documents, and a list under a member.
///
///     [ {…}, {…} ]              each element is walked as a document is
///     {"value":[ {…}, {…} ]}    each element is walked with the trie of elements; the wrapper's rest goes to the last record
extension DocumentEngine {
    // MARK: Lists of documents

    /// A top-level array: each element is a document; the first object says of which service they are.
    mutating func convertList(
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
            defer {
                element = value.next + 1
                item += 1
            }
            let isAskedFor = request.asks(for: item)
            guard isAskedFor || service < 0 && value.kind == .object else { continue }
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
                guard isAskedFor else { continue }
                result.records += try convertObject(walker, service, request, item: item, into: &output).records
            } catch {
                if service < 0, value.kind == .object { throw error }
                output.count = before
                try reject(item, start..<value.end, error, request, at: before)
            }
        }
        if service < 0 || result.records == 0 && request.item == nil {
            throw DocumentFaultInside(.notAReply, offset: text.token(token))
        }
        result.service = service
        return result
    }

    // MARK: Elements

    /// Writes the records of a list's elements; nil where none of them is a reply.
    mutating func convertElements(
        _ walker: SyntaxWalker,
        _ service: Int,
        _ place: PlacePlan,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result? {
        let array = table[place.node].pointee
        let text = walker.text
        text.refuseLayout()
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
        let firstFault = faults.count
        var isRestWritten = false
        var restPlace = 0
        token = Int(array.token) + 1
        item = 0
        while token < last {
            let value = try syntax { () throws(SyntaxFault) in try proved.value(at: token, depth: 0) }
            defer {
                token = value.next + 1
                item += 1
            }
            guard request.asks(for: item) else { continue }
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
                isRestWritten = list != nil
                restPlace = record.listPlace
            } catch {
                output.count = before
                try reject(item, text.token(token)..<value.end, error, request, at: before)
            }
        }
        if result.records == 0, request.item == nil {
            faults.removeLast(faults.count - firstFault)
            return nil
        }
        if let rest, !isRestWritten, request.item == nil {
            insert(rest, at: restPlace, into: &output)
        }
        return result
    }

    /// Notes that an element is no record.
    private mutating func reject(
        _ item: Int,
        _ range: Range<Int>,
        _ fault: DocumentFaultInside,
        _ request: borrowing Request,
        at outputOffset: Int
    ) throws(DocumentFaultInside) {
        guard faults.count < request.mostFaults else {
            throw DocumentFaultInside(.tooManyRejects, offset: range.lowerBound)
        }
        faults.append(
            ElementFault(
                item: item,
                start: range.lowerBound,
                end: range.upperBound,
                fault: fault.code,
                offset: fault.offset,
                outputOffset: outputOffset
            )
        )
    }

    /// Inserts the rest of a list wrapper into the last record, where another one was taken for the last but has a fault.
    private mutating func insert(_ rest: [UInt8], at place: Int, into output: inout OutputBuffer) {
        let before = output.count
        record.prefixes.appendBare(.list, to: &output)
        rest.withUnsafeBytes { output.append($0) }
        let text = Array(output.bytes[before...])
        output.count = before
        text.withUnsafeBytes { output.insert($0, at: place) }
        for index in faults.indices where faults[index].outputOffset > place {
            faults[index].outputOffset += text.count
        }
    }

    /// Walks an element and finds the first shape of this place that reads it.
    mutating func shapeOfElement(
        _ walker: SyntaxWalker,
        _ token: Int,
        _ service: Int,
        _ place: PlacePlan,
        _ request: borrowing Request
    ) throws(DocumentFaultInside) -> RecordScope? {
        let servicePlan = plan.services + service
        let table = try walkElement(walker, token, service)
        let trie = servicePlan.pointee.elementTrie
        let root = trie.anyRoot
        let isFailedRequest = request.isFailed
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
    func remainder(without node: Int32, _ service: Int, _ text: IndexedText) -> [UInt8]? {
        let root = plan.trie.root(folded: plan.services[service].isFolded)
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
