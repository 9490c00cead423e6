/// Which value is the error, and what contradicts the state.
extension RecordEngine {
    /// Tries the sources in order; the first that says something is the error, written to `errorText`.
    mutating func decideError(
        _ scope: RecordScope,
        _ source: ErrorWriter.Source,
        isFailure: Bool
    ) throws(SyntaxFault) -> Bool {
        for index in scope.shape.pointee.errorSources.indices {
            let plan = scope.plan.pointee.errorSources[index]
            if !isFailure, !plan.counts(in: outcome.state) { continue }
            if plan.slot >= 0 {
                let slot = scope.slot(plan.slot).pointee
                guard !scope.saysNothing(slot), !slot.flags.contains(.used) else { continue }
                switch try errors.write(slot, skip: plan.skip, source, into: &errorText) {
                case .none: continue
                case .whole: scope.take(plan.slot)
                case .partial: break
                }
                errorSlot = plan.slot
                return true
            }
            if try writeFlat(plan, scope, source) { return true }
        }
        return false
    }

    /// An error whose parts stand side by side in the object.
    private mutating func writeFlat(
        _ plan: ErrorSourcePlan,
        _ scope: RecordScope,
        _ source: ErrorWriter.Source
    ) throws(SyntaxFault) -> Bool {
        errorSlot = -1
        let code = string(plan.code, scope)
        if code.slot >= 0 {
            errorSlot = code.slot
            errorText.append(",\"code\":\"")
            errors.appendCode(scope.slot(code.slot).pointee, source, isChain: true, into: &errorText)
            errorText.append(UInt8(ascii: "\""))
        }
        let message = appendFlat(",\"message\":\"", plan.message, scope)
        appendFlat(",\"target\":\"", plan.target, scope)
        appendFlat(",\"errorDetail\":\"", plan.errorDetail, scope)
        let occurred = time(plan.occurredTime, scope)
        if occurred.slot >= 0 {
            if errorSlot < 0 { errorSlot = occurred.slot }
            errorText.append(",\"occurredTime\":\"")
            let slot = scope.slot(occurred.slot).pointee
            scope.text.copied(.time, slot, to: errorText.count)
            let text = scope.untracedText(slot, &scratch)
            let formats = scope.plan.pointee.timeFormats
            if let reading = TimeReader.read(text, isNumber: slot.kind == .number, formats: formats) {
                errorText.append(reading.timestamp)
            }
            errorText.append(UInt8(ascii: "\""))
        }
        try appendFlatNested(",\"details\":", isList: true, plan.details, scope, source)
        let before = errorText.count
        try appendFlatNested(",\"innerError\":", isList: false, plan.inner, scope, source)
        if errorText.count == before, message >= 0, scope.plan.pointee.errors.messageHoldsJSON {
            let slot = scope.slot(message).pointee
            if slot.kind == .string { errors.writeHeld(slot, source, into: &errorText) }
        }
        guard errorText.count > 0 else { return false }
        errorText.base.storeBytes(of: UInt8(ascii: "{"), as: UInt8.self)
        errorText.append(UInt8(ascii: "}"))
        return true
    }

    @discardableResult
    private mutating func appendFlat(_ prefix: StaticString, _ alternatives: PlanRange, _ scope: RecordScope) -> Int32 {
        let place = string(alternatives, scope)
        guard place.slot >= 0 else { return -1 }
        if errorSlot < 0 { errorSlot = place.slot }
        errorText.append(prefix)
        errorText.appendCanonical(scope.text, Int(place.start), Int(place.end))
        errorText.append(UInt8(ascii: "\""))
        return place.slot
    }

    private mutating func appendFlatNested(
        _ prefix: StaticString,
        isList: Bool,
        _ alternatives: PlanRange,
        _ scope: RecordScope,
        _ source: ErrorWriter.Source
    ) throws(SyntaxFault) {
        for index in alternatives.indices {
            let number = scope.plan.pointee.alternatives[index].slot
            let slot = scope.slot(number).pointee
            guard !scope.saysNothing(slot), !slot.flags.contains(.used) else { continue }
            let before = errorText.count
            errorText.append(prefix)
            let isWritten =
                try isList
                ? errors.writeList(slot, source, into: &errorText)
                : errors.writeInner(slot, source, into: &errorText)
            guard isWritten else {
                errorText.count = before
                if let trace = scope.text.trace { trace.pointee.dropErrorCopies(from: before) }
                continue
            }
            if errorSlot < 0 { errorSlot = number }
            scope.take(number)
            return
        }
    }

    /// The document is the error: what other members took is left out of it.
    mutating func writeWholeError(
        _ scope: RecordScope,
        _ source: ErrorWriter.Source
    ) throws(SyntaxFault) -> Bool {
        var exclusion = ErrorWriter.Exclusion()
        for node in scope.table.filledNodes where scope.table[node].pointee.flags.contains(.taken) {
            let slot = scope.table[node].pointee
            let parent = scope.trie.nodes[Int(node)].parent
            // Members of objects inside the error are cut with the object that the role table sees.
            guard slot.start >= scope.table[scope.objectNode].pointee.start,
                slot.end <= scope.table[scope.objectNode].pointee.end
            else { continue }
            exclusion.cuts.append(TextCut(start: slot.nameStart, end: slot.end))
            if parent == scope.objectNode { exclusion.direct += 1 }
        }
        let object = scope.table[scope.objectNode].pointee
        errorSlot = -1
        guard try errors.writeTop(Int(object.token), source, excluding: exclusion, into: &errorText) else {
            return false
        }
        if scope.objectNode != scope.documentNode { scope.cut(scope.objectNode) }
        return true
    }

    /// Notes what does not go with the state.
    mutating func noteContradictions(
        _ scope: RecordScope,
        isFailure: Bool,
        wholeDocumentIsError: Bool,
        hasError: Bool
    ) {
        guard !isFailure else { return }
        let isUnderWay = outcome.state == .notStarted || outcome.state == .running
        let isPlainSuccess = outcome.state == .succeeded && outcome.detail == nil
        if hasError, isUnderWay || isPlainSuccess {
            note(.errorWithoutFailure, wholeDocumentIsError ? -1 : errorSlot, scope)
        }
        if isUnderWay, isFilled(.endTime) {
            note(.endTimeWhileRunning, located[Int(RecordMember.endTime.rawValue)].slot, scope)
        }
    }

    /// Counts the reply.
    mutating func count(
        _ scope: RecordScope,
        _ surroundings: borrowing Surroundings,
        isFailure: Bool,
        hasError: Bool
    ) {
        if surroundings.childLevel == 0 {
            let kind = isFailure ? EngineTally.requestFailed : Int(outcome.state.rawValue)
            tally.replies[surroundings.service * EngineTally.kinds + kind] += 1
            if tally.countsRootCauses, hasError, outcome.state == .failed, !isFailure, let cause = errors.rootCause {
                let code = UnsafeRawBufferPointer(rebasing: errorText.bytes[cause])
                tally.rootCauses[EngineTally.key(code), default: 0] += 1
            }
        }
        for noted in diagnostics.elements {
            tally.diagnostics[Int(noted.code.rawValue)] += 1
        }
        if let trace = scope.text.trace {
            let kind = isFailure ? EngineTally.requestFailed : Int(outcome.state.rawValue)
            let reply = surroundings.service * EngineTally.kinds + kind
            trace.pointee.count(reply: surroundings.childLevel == 0 ? reply : nil, diagnostics.elements)
            if tally.unknownWordSlot >= 0 { trace.pointee.refuse() }
        }
        guard tally.unknownWordSlot >= 0 else { return }
        let word = scope.scalarText(scope.slot(tally.unknownWordSlot).pointee, &scratch)
        let key = EngineTally.UnknownWord(service: surroundings.service, word: EngineTally.key(word))
        let document = surroundings.document
        tally.unknownWords[key, default: (0, document)].count += 1
    }
}

extension ErrorWriter {
    /// Writes details that stand on their own, as an array of errors.
    mutating func writeList(
        _ slot: SlotTable.Slot,
        _ source: Source,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Bool {
        guard slot.kind == .array || slot.kind == .object || slot.kind == .string else { return false }
        let start = output.count
        output.append(UInt8(ascii: "["))
        let walker = walker(source)
        var token = slot.kind == .array ? Int(slot.token) + 1 : Int(slot.token)
        let end = slot.kind == .array ? Int(source.text.partners[Int(slot.token)]) : token + 1
        while token < end {
            let value = try walker.value(at: token, depth: 0)
            guard yields(value.kind, token, source) else {
                output.count = start
                if let trace = source.text.trace { trace.pointee.dropErrorCopies(from: start) }
                return false
            }
            if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
            _ = try writeAny(scalarSlot(token, value, source), source, into: &output)
            token = value.next + 1
        }
        output.append(UInt8(ascii: "]"))
        return output.count > start + 2
    }

    /// Writes an inner error that stands on its own.
    mutating func writeInner(
        _ slot: SlotTable.Slot,
        _ source: Source,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Bool {
        guard slot.kind == .object || slot.kind == .string, yields(slot.kind, Int(slot.token), source) else {
            return false
        }
        return try writeAny(slot, source, into: &output)
    }

    private mutating func writeAny(
        _ slot: SlotTable.Slot,
        _ source: Source,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Bool {
        guard slot.kind == .object else {
            writeScalar(slot, source, isChain: false, into: &output)
            return true
        }
        var token = Int(slot.token)
        while let wrapped = wrappedObject(in: token, source) { token = wrapped }
        let picks = try pick(from: token, source, depth: 2, excluding: Exclusion())
        frames.removeAll()
        cuts.removeAll()
        push(picks, token, source, depth: 2, isChain: false, excluding: Exclusion(), into: &output)
        try run(source, into: &output)
        return true
    }
}
