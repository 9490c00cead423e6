/// The loop over frames: details, then the inner error, then what is left, then the bracket.
extension ErrorWriter {
    mutating func run(_ source: Source, into output: inout OutputBuffer) throws(SyntaxFault) {
        while frames.count > 0 {
            let index = frames.count - 1
            if try writeDetail(of: index, source, into: &output) { continue }
            if try writeInner(of: index, source, into: &output) { continue }
            writeRest(of: index, source, into: &output)
            let frame = frames[index]
            frames.count = index
            cuts.count = frame.firstCut
            if output.count == frame.outputStart {
                output.append(UInt8(ascii: "{"))
            } else {
                output.base.storeBytes(of: UInt8(ascii: "{"), toByteOffset: frame.outputStart, as: UInt8.self)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// Writes one element of the details; false where none is left.
    private mutating func writeDetail(
        of index: Int,
        _ source: Source,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Bool {
        while true {
            var isMore = false
            var list = frames[index].list
            if list.token < 0 || list.token >= list.end {
                list = frames[index].more
                isMore = true
            }
            guard list.token >= 0, list.token < list.end else {
                if frames[index].hasDetails {
                    frames[index].hasDetails = false
                    output.append(UInt8(ascii: "]"))
                }
                return false
            }
            let token = list.token
            let value = try walker(source).value(at: token, depth: 0)
            if isMore { frames[index].more.token = value.next + 1 } else { frames[index].list.token = value.next + 1 }
            if isMore, let skip = moreSkip {
                let isSkipped = value.kind == .object && !skip.isEmpty && elementMatches(skip, token, source)
                if isSkipped || !yields(value.kind, token, source) { continue }
            }
            if frames[index].hasDetails {
                output.append(UInt8(ascii: ","))
            } else {
                output.append(",\"details\":[")
                frames[index].hasDetails = true
            }
            if value.kind == .object {
                try pushObject(token, source, depth: 1, isChain: false, into: &output)
            } else {
                writeScalar(scalarSlot(token, value, source), source, isChain: false, into: &output)
            }
            return true
        }
    }

    private mutating func pushObject(
        _ token: Int,
        _ source: Source,
        depth: Int,
        isChain: Bool,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) {
        var token = token
        while let wrapped = wrappedObject(in: token, source) { token = wrapped }
        let picks = try pick(from: token, source, depth: depth, excluding: Exclusion())
        push(picks, token, source, depth: depth, isChain: isChain, excluding: Exclusion(), into: &output)
    }

    /// Writes the inner error; true where a frame for it was opened.
    private mutating func writeInner(
        of index: Int,
        _ source: Source,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Bool {
        if frames[index].isInnerDone { return false }
        frames[index].isInnerDone = true
        let inner = frames[index].inner
        switch inner.kind {
        case .object:
            output.append(",\"innerError\":")
            let depth = frames[index].depth + 1
            let isChain = frames[index].isChain
            try pushObject(Int(inner.token), source, depth: depth, isChain: isChain, into: &output)
            return true
        case .string:
            output.append(",\"innerError\":")
            writeScalar(inner, source, isChain: false, into: &output)
        default:
            if frames[index].message.kind == .string, source.plan.pointee.errors.messageHoldsJSON {
                writeHeld(frames[index].message, source, into: &output)
            }
        }
        return false
    }

    private func writeRest(of index: Int, _ source: Source, into output: inout OutputBuffer) {
        let frame = frames[index]
        guard frame.directCuts < frame.members else { return }
        output.append(",\"extensions\":")
        output.appendRemainder(
            source.text,
            Int(frame.start),
            Int(frame.end),
            UnsafeBufferPointer(rebasing: cuts.elements[frame.firstCut...])
        )
    }

    /// Writes the error that stands as JSON inside a message, as `innerError`; nothing where the message holds none.
    mutating func writeHeld(_ message: SlotTable.Slot, _ source: Source, into output: inout OutputBuffer) {
        guard source.held < Self.heldLimit else { return }
        guard let start = source.text.startOfHeldJSON(in: message.inside) else {
            source.text.look(.message, message)
            return
        }
        source.text.fix(message)
        var holder = OutputBuffer(capacity: Int(message.end) - start + 64)
        holder.appendDecoded(source.text, start, Int(message.end) - 1)
        var index = TokenIndex(capacity: holder.count)
        guard let text = index.index(holder.bytes, readable: holder.capacity) else { return }
        var held = source
        held.text = text
        held.end = holder.count
        held.held += 1
        var nested = ErrorWriter(depthLimit: depthLimit)
        let before = output.count
        do {
            let walker = SyntaxWalker(text: text, end: held.end, stack: source.stack, depthLimit: depthLimit)
            let value = try walker.value(at: 0, depth: 0)
            guard value.kind == .object, text.token(value.next) >= held.end else { return }
            output.append(",\"innerError\":")
            let object = nested.wrappedMember(of: 0, held) ?? 0
            if try nested.writeTop(object, held, into: &output) { return }
        } catch {
            // Not JSON after all, or a member twice: the message is plain text.
        }
        output.count = before
    }

    /// The object under a wrapping name, whatever stands beside it.
    private func wrappedMember(of first: Int, _ source: Source) -> Int? {
        let errors = source.plan.pointee.errors
        guard errors.hasWrappers else { return nil }
        let end = Int(source.text.partners[first])
        var token = first + 1
        while token < end {
            guard let value = try? walker(source).value(at: token + 3, depth: 0) else { return nil }
            if value.kind == .object, errors.isWrapper(node(ofName: token, source)) { return token + 3 }
            token = value.next + 1
        }
        return nil
    }

    // MARK: Passing elements over

    /// Whether a condition on an element's own members holds.
    func elementMatches(_ condition: PlanRange, _ token: Int, _ source: Source) -> Bool {
        let plan = source.plan
        for index in condition.indices {
            let clause = plan.pointee.clauses[index]
            var holds = true
            for number in clause.literals.indices where holds {
                holds = elementMatches(plan.pointee.literals[number], token, source)
            }
            if holds { return true }
        }
        return false
    }

    /// Whether the inside of a string means the given text; escapes are decoded first.
    func isText(_ text: IndexedText, _ start: Int, _ end: Int, equalTo wanted: UnsafeRawBufferPointer) -> Bool {
        if text.isClean(start, end) { return ScalarMatch.same(text.slice(start..<end), wanted) }
        var decoded = OutputBuffer(capacity: 256)
        decoded.appendDecoded(text, start, end)
        return ScalarMatch.same(decoded.bytes, wanted)
    }

    private func elementMatches(_ literal: LiteralPlan, _ first: Int, _ source: Source) -> Bool {
        let text = source.text
        let name = source.plan.pointee.bytes(literal.name)
        let end = Int(text.partners[first])
        var token = first + 1
        while token < end {
            guard let value = try? walker(source).value(at: token + 3, depth: 0) else { return false }
            if isText(text, text.token(token) + 1, text.token(token + 1), equalTo: name) {
                text.touch(token: token + 3)
                let slot = scalarSlot(token + 3, value, source)
                let isNothing =
                    value.kind == .null || value.kind == .string && slot.end - slot.start == 2
                    || value.kind == .array && Int(text.partners[token + 3]) == token + 4
                switch literal.relation {
                case .has: return !isNothing
                case .lacks: return isNothing
                default: break
                }
                guard value.kind.isScalar else { return false }
                let inset = value.kind == .string ? 1 : 0
                source.text.fix(slot)
                var decoded = OutputBuffer(capacity: 256)
                decoded.appendDecoded(text, Int(slot.start) + inset, Int(slot.end) - inset)
                switch literal.relation {
                case .is: return ScalarMatch.isAmong(literal, decoded.bytes, source.plan)
                case .isNot: return !ScalarMatch.isAmong(literal, decoded.bytes, source.plan)
                default: return value.kind == .string && ScalarMatch.isLike(literal, decoded.bytes, source.plan)
                }
            }
            token = value.next + 1
        }
        return literal.relation == .lacks
    }
}

extension IndexedText {
    /// Where, behind blanks, the inside of a string begins like JSON that was written as a string; nil where it does not.
    func startOfHeldJSON(in string: Range<Int>) -> Int? {
        var start = string.lowerBound
        while start < string.upperBound, byte(start) == 0x20 { start &+= 1 }
        // Behind the string is its quote.
        let first = byte(start)
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "\\") ? start : nil
    }
}
