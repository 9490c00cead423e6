/// Writing the record: what was decided, in the canonical order, as bytes of the input.
extension RecordEngine {
    /// What surrounds a record.
    struct Surroundings {
        var service = 0
        var childLevel = 0
        /// Counts for words that no mapping lists: the document at hand.
        var document = 0
        /// The rest of the list wrapper, canonical, where this is the list's last record.
        var list: [UInt8]?
        /// What `--provenance` asks for, canonical.
        var provenance: [UInt8]?
    }

    /// What was decided of the record's error.
    private struct ErrorDecision {
        var isThere = false
        /// Whether the document itself is the error.
        var isDocument = false
    }

    /// Decides what the object says and appends its record, without a line end.
    mutating func write(
        _ scope: RecordScope,
        _ surroundings: borrowing Surroundings,
        end: Int,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) {
        let isFailure = scope.shape.pointee.isFailure
        let error = try decide(scope, isFailure: isFailure, end: end)
        if recording != nil {
            record(scope, surroundings, error.isThere, isDocument: error.isDocument, at: output.count)
        }
        let start = output.count
        let isChild = surroundings.childLevel > 0
        if !isChild {
            output.append(scope.plan.pointee.bytes(scope.plan.pointee.head))
            output.append(isFailure ? "requestFailed\"" : "operation\"")
        }
        appendOperation(scope, isFailure: isFailure, into: &output)
        appendError(scope, isThere: error.isThere, isFailure: isFailure, isChild: isChild, into: &output)
        appendExchange(scope, into: &output)
        count(scope, surroundings, isFailure: isFailure, hasError: error.isThere)
        if scope.shape.pointee.children >= 0 {
            // Children are records of their own: they use the same memory.
            let noted = Array(diagnostics.elements)
            let exchange = facts
            facts = nil
            defer { facts = exchange }
            try writeChildren(scope, surroundings, end: end, into: &output)
            diagnostics.replace(with: noted)
        }
        listPlace = output.count
        if let list = surroundings.list {
            prefixes.appendBare(.list, to: &output)
            list.withUnsafeBytes { output.append($0) }
        }
        if !(error.isDocument && scope.objectNode == scope.documentNode) {
            appendExtensions(scope, into: &output)
        }
        if !diagnostics.isEmpty { appendDiagnostics(scope, into: &output) }
        if let provenance = surroundings.provenance {
            prefixes.appendBare(.provenance, to: &output)
            provenance.withUnsafeBytes { output.append($0) }
        }
        if isChild {
            // Each member begins with a comma; the first one's becomes the brace.
            if output.count == start {
                output.append(UInt8(ascii: "{"))
            } else {
                output.base.storeBytes(of: UInt8(ascii: "{"), toByteOffset: start, as: UInt8.self)
            }
        }
        output.append(UInt8(ascii: "}"))
    }

    // MARK: Deciding

    /// Finds which slot fills which member, and writes the error aside.
    @inline(__always)
    private mutating func decide(
        _ scope: RecordScope,
        isFailure: Bool,
        end: Int
    ) throws(SyntaxFault) -> ErrorDecision {
        let shape = scope.shape
        filledMembers = 0
        diagnostics.removeAll()
        tally.unknownWordSlot = -1
        for index in shape.pointee.takes.indices {
            let node = scope.binding[Int(scope.plan.pointee.slotLists[index])]
            if scope.table[node].pointee.kind == .null { scope.cut(node) }
        }
        if isFailure { outcome = StateOutcome(.unknown) } else { decideState(scope) }
        let source = ErrorWriter.Source(plan: scope.plan, text: scope.text, end: end, stack: stack)
        errorText.removeAll()
        errors.rootCause = nil
        let trace = scope.text.trace
        if let trace { trace.pointee.beginError() }
        var error = ErrorDecision()
        if !shape.pointee.errorSources.isEmpty {
            error.isThere = try decideError(scope, source, isFailure: isFailure)
        }
        decideFields(scope)
        if shape.pointee.isError, !error.isThere {
            error.isThere = try writeWholeError(scope, source)
            error.isDocument = error.isThere
        }
        if let trace { trace.pointee.endError(isKept: error.isThere) }
        noteContradictions(
            scope,
            isFailure: isFailure,
            wholeDocumentIsError: error.isDocument,
            hasError: error.isThere
        )
        if let facts, facts.isRetryAfterInvalid { note(.invalidRetryAfter, -1, scope) }
        return error
    }

    // MARK: Members

    /// The members from `id` to `result`.
    @inline(__always)
    private mutating func appendOperation(_ scope: RecordScope, isFailure: Bool, into output: inout OutputBuffer) {
        if !appendText(.id, scope, into: &output), let facts { ReplyFacts.append(.id, facts.id, to: &output) }
        appendText(.name, scope, into: &output)
        appendText(.type, scope, into: &output)
        if !isFailure { appendState(scope, into: &output) }
        appendNumber(.percentComplete, scope, into: &output)
        appendText(.message, scope, into: &output)
        appendTime(.createdTime, scope, into: &output)
        appendTime(.startTime, scope, into: &output)
        appendTime(.lastUpdatedTime, scope, into: &output)
        appendTime(.endTime, scope, into: &output)
        appendText(.resourceId, scope, into: &output)
        appendText(.resourceLocation, scope, into: &output)
        appendText(.link, scope, into: &output)
        if isFilled(.result) {
            let result = located[Int(RecordMember.result.rawValue)]
            prefixes.appendBare(.result, to: &output)
            output.appendCanonical(scope.text, Int(result.start), Int(result.end))
        }
    }

    /// The error that was written aside, or of a failed request without one the code that a header says.
    @inline(__always)
    private mutating func appendError(
        _ scope: RecordScope,
        isThere: Bool,
        isFailure: Bool,
        isChild: Bool,
        into output: inout OutputBuffer
    ) {
        if isThere {
            prefixes.appendBare(.error, to: &output)
            if let trace = scope.text.trace {
                let counts = outcome.state == .failed && !isFailure && !isChild
                trace.pointee.placeError(at: output.count, rootCause: counts ? errors.rootCause : nil)
            }
            output.append(errorText.bytes)
        } else if isFailure, let code = facts?.errorCode {
            prefixes.appendBare(.error, to: &output)
            output.append("{\"code\":\"")
            code.withUnsafeBytes { output.appendEscaped($0) }
            output.append("\"}")
        }
    }

    @inline(__always)
    @discardableResult
    private mutating func appendText(
        _ member: RecordMember,
        _ scope: RecordScope,
        into output: inout OutputBuffer
    ) -> Bool {
        guard isFilled(member) else { return false }
        let place = located[Int(member.rawValue)]
        switch place.form {
        case .text:
            prefixes.appendQuoted(member, to: &output)
            output.appendCanonical(scope.text, Int(place.start), Int(place.end))
            output.append(UInt8(ascii: "\""))
        case .lastSegment:
            prefixes.appendQuoted(member, to: &output)
            scope.text.copied(.lastSegment, scope.slot(place.slot).pointee, to: output.count)
            scratch.removeAll()
            scratch.appendDecoded(scope.text, Int(place.start) + 1, Int(place.end) - 1)
            output.appendEscaped(PathSegment.last(of: scratch.bytes))
            output.append(UInt8(ascii: "\""))
        default: break
        }
        return true
    }

    @inline(__always)
    private mutating func appendTime(_ member: RecordMember, _ scope: RecordScope, into output: inout OutputBuffer) {
        guard isFilled(member) else { return }
        let place = located[Int(member.rawValue)]
        switch place.form {
        case .time:
            prefixes.appendQuoted(member, to: &output)
            traceTime(place, scope, output.count)
            output.copy(scope.text, Int(place.start), Int(place.end))
            output.append(UInt8(ascii: "\""))
        case .timeBeforeOffset:
            prefixes.appendQuoted(member, to: &output)
            traceTime(place, scope, output.count)
            output.copy(scope.text, Int(place.start), Int(place.end))
            output.append("Z\"")
        case .timeRewritten:
            let slot = scope.slot(place.slot).pointee
            let isNumber = slot.kind == .number
            let bytes = scope.untracedText(slot, &scratch)
            let formats = scope.plan.pointee.timeFormats
            guard let reading = TimeReader.read(bytes, isNumber: isNumber, formats: formats) else { return }
            prefixes.appendQuoted(member, to: &output)
            traceTime(place, scope, output.count)
            output.append(reading.timestamp)
            output.append(UInt8(ascii: "\""))
        default: break
        }
    }

    @inline(__always)
    private func traceTime(_ place: Located, _ scope: RecordScope, _ output: Int) {
        if scope.text.trace != nil { scope.text.copied(.time, scope.slot(place.slot).pointee, to: output) }
    }

    @inline(__always)
    private mutating func appendNumber(_ member: RecordMember, _ scope: RecordScope, into output: inout OutputBuffer) {
        guard isFilled(member) else { return }
        let place = located[Int(member.rawValue)]
        switch place.form {
        case .number:
            prefixes.appendBare(member, to: &output)
            if place.slot >= 0 {
                // A string with escapes: the digits are what it decodes to.
                let text = scope.scalarText(scope.slot(place.slot).pointee, &scratch)
                if case .text(let range)? = PercentReader.read(text, isNumber: false) {
                    output.append(UnsafeRawBufferPointer(rebasing: text[range]))
                }
            } else {
                if let trace = scope.text.trace {
                    trace.pointee.copy(.number, Int(place.start), Int(place.end), to: output.count)
                }
                output.copy(scope.text, Int(place.start), Int(place.end))
            }
        case .integer:
            prefixes.appendBare(member, to: &output)
            output.append(decimal: Int(place.start))
        default: break
        }
    }

    @inline(__always)
    private mutating func appendState(_ scope: RecordScope, into output: inout OutputBuffer) {
        prefixes.appendQuoted(.state, to: &output)
        output.append(outcome.state.wireName)
        output.append(UInt8(ascii: "\""))
        if let detail = outcome.detail {
            prefixes.appendQuoted(.stateDetail, to: &output)
            output.append(detail.wireName)
            output.append(UInt8(ascii: "\""))
        }
        guard sourceCount > 0 else { return }
        prefixes.appendQuoted(.sourceState, to: &output)
        for index in 0..<sourceCount {
            if index > 0 { output.append(UInt8(ascii: "/")) }
            let slot = scope.slot(sources[index]).pointee
            let inset = slot.kind == .string ? 1 : 0
            output.appendCanonical(scope.text, Int(slot.start) + inset, Int(slot.end) - inset)
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Members that headers and the URL may fill where the body does not.
    @inline(__always)
    private mutating func appendExchange(_ scope: RecordScope, into output: inout OutputBuffer) {
        guard facts == nil else {
            appendFacts(scope, into: &output)
            return
        }
        appendNumber(.httpStatus, scope, into: &output)
        appendTime(.retryAt, scope, into: &output)
        appendText(.traceId, scope, into: &output)
        appendText(.etag, scope, into: &output)
    }

    @inline(never)
    private mutating func appendFacts(_ scope: RecordScope, into output: inout OutputBuffer) {
        guard let facts else { return }
        facts.appendMembers(to: &output) { member, output in
            switch member {
            case .httpStatus: appendNumber(member, scope, into: &output)
            case .retryAt: appendTime(member, scope, into: &output)
            default: appendText(member, scope, into: &output)
            }
            return isFilled(member)
        }
    }

    // MARK: What is left

    /// Appends every member of the document that no rule took.
    private mutating func appendExtensions(_ scope: RecordScope, into output: inout OutputBuffer) {
        let table = scope.table
        let filled = table.filledNodes
        // An object whose every member was taken goes with them; parents stand before children in the order.
        var index = filled.count
        while index > 0 {
            index -= 1
            let node = filled[index]
            let slot = table[node].pointee
            if slot.kind == .object, slot.members > 0, UInt32(slot.cuts) == slot.members, node != scope.documentNode {
                scope.cut(node)
            }
        }
        let document = table[scope.documentNode].pointee
        if document.members == UInt32(document.cuts) { return }
        cuts.removeAll()
        for node in filled {
            let slot = table[node].pointee
            if slot.flags.contains(.taken) { cuts.append(TextCut(start: slot.nameStart, end: slot.end)) }
        }
        prefixes.appendBare(.extensions, to: &output)
        output.appendRemainder(scope.text, Int(document.start), Int(document.end), cuts.elements)
    }
}
