/// Picking the roles of one error object, and writing what stands in them.
extension ErrorWriter {
    /// Reads the members of the object at `token` and picks one for each role.
    mutating func pick(
        from token: Int,
        _ source: Source,
        depth: Int,
        excluding exclusion: Exclusion
    ) throws(SyntaxFault) -> Picks {
        let trie = source.plan.pointee.errors.trie
        if table.capacity < trie.nodeCount {
            table.deallocate()
            table = .allocate(nodeCount: trie.nodeCount * 2)
        }
        table.removeAll()
        _ = try walker(source)
            .object(
                at: token,
                trie: trie,
                exact: trie.exactRoot,
                folded: trie.foldedRoot,
                isClean: false,
                into: table
            )
        try table.refuseDuplicates()
        for cut in exclusion.cuts {
            for node in table.filledNodes
            where table[node].pointee.nameStart == cut.start && trie.nodes[Int(node)].depth > 0 {
                table[node].pointee.flags.insert(.used)
            }
        }
        var picks = Picks()
        picks.code = first(.code, source) { $0.kind == .string && !isAboutBlank($0, source) || $0.kind == .number }
        picks.message = first(.message, source) { $0.kind == .string }
        picks.target = first(.target, source) { $0.kind == .string || $0.kind == .number }
        picks.errorDetail = first(.errorDetail, source) { $0.kind == .string || $0.kind == .number }
        picks.occurredTime = firstTime(source)
        picks.details = first(.details, source) { isErrorList($0, source) }
        if depth < Self.chainLimit {
            picks.inner = first(.inner, source) {
                ($0.kind == .object || $0.kind == .string) && yields($0.kind, Int($0.token), source)
            }
        }
        return picks
    }

    @inline(__always)
    private func first(
        _ role: ErrorRole,
        _ source: Source,
        where fits: (SlotTable.Slot) -> Bool
    ) -> SlotTable.Slot {
        let errors = source.plan.pointee.errors
        for index in errors.ranks[Int(role.rawValue)].indices {
            let slot = table[errors.rankedNodes[index]]
            guard slot.pointee.kind != .absent, slot.pointee.kind != .null,
                slot.pointee.flags.isDisjoint(with: [.used, .taken])
            else { continue }
            if slot.pointee.kind == .string, slot.pointee.end &- slot.pointee.start == 2 { continue }
            guard fits(slot.pointee) else { continue }
            slot.pointee.flags.insert(.taken)
            return slot.pointee
        }
        return SlotTable.Slot()
    }

    private mutating func firstTime(_ source: Source) -> SlotTable.Slot {
        let errors = source.plan.pointee.errors
        for index in errors.ranks[Int(ErrorRole.occurredTime.rawValue)].indices {
            let slot = table[errors.rankedNodes[index]]
            guard slot.pointee.kind == .string || slot.pointee.kind == .number,
                slot.pointee.flags.isDisjoint(with: [.used, .taken])
            else { continue }
            let bytes = untraced(slot.pointee, source)
            let formats = source.plan.pointee.timeFormats
            let reading = TimeReader.read(bytes, isNumber: slot.pointee.kind == .number, formats: formats)
            if reading.map({ $0.shortened || $0.leapSecond }) ?? true { source.text.fix(slot.pointee) }
            guard let reading else { continue }
            source.text.look(.time(source.plan, isNone: true), slot.pointee)
            // A text that was cut or moved stays in the extensions too.
            slot.pointee.flags.insert(reading.shortened || reading.leapSecond ? .used : .taken)
            return slot.pointee
        }
        return SlotTable.Slot()
    }

    static var aboutBlank: UnsafeRawBufferPointer {
        let text: StaticString = "about:blank"
        return UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// `about:blank` is how RFC 9457 says that there is no code.
    private func isAboutBlank(_ slot: SlotTable.Slot, _ source: Source) -> Bool {
        let isBlank = isText(source.text, Int(slot.start) + 1, Int(slot.end) - 1, equalTo: Self.aboutBlank)
        source.text.look(isBlank ? .fixed : .code, slot)
        return isBlank
    }

    private func isErrorList(_ slot: SlotTable.Slot, _ source: Source) -> Bool {
        guard slot.kind == .array else {
            return slot.kind != .number && yields(slot.kind, Int(slot.token), source)
        }
        let walker = walker(source)
        let end = Int(source.text.partners[Int(slot.token)])
        var token = Int(slot.token) + 1
        if token == end { return false }
        while token < end {
            guard let value = try? walker.value(at: token, depth: 0), yields(value.kind, token, source) else {
                return false
            }
            token = value.next + 1
        }
        return true
    }

    mutating func decoded(_ slot: SlotTable.Slot, _ source: Source) -> UnsafeRawBufferPointer {
        source.text.fix(slot)
        return untraced(slot, source)
    }

    /// The text of a value, for those who say themselves what they make of it.
    private mutating func untraced(_ slot: SlotTable.Slot, _ source: Source) -> UnsafeRawBufferPointer {
        let inset = slot.kind == .string ? 1 : 0
        let start = Int(slot.start) + inset
        let end = Int(slot.end) - inset
        if source.text.isClean(start, end) { return source.text.slice(start..<end) }
        scratch.removeAll()
        scratch.appendDecoded(source.text, start, end)
        return scratch.bytes
    }

    // MARK: Frames

    /// Opens a frame for picked roles: writes the scalars, notes what is to be cut.
    mutating func push(
        _ picks: Picks,
        _ token: Int,
        _ source: Source,
        depth: Int,
        isChain: Bool,
        excluding exclusion: Exclusion,
        into output: inout OutputBuffer
    ) {
        var frame = Frame()
        frame.outputStart = output.count
        frame.start = UInt32(truncatingIfNeeded: source.text.token(token))
        frame.end = UInt32(truncatingIfNeeded: source.text.endOfContainer(at: token))
        frame.depth = depth
        frame.isChain = isChain
        frame.inner = picks.inner
        frame.message = picks.message
        frame.firstCut = cuts.count
        let errors = source.plan.pointee.errors
        let trie = errors.trie
        let root = trie.anyRoot
        frame.members = table[root].pointee.members
        for node in table.filledNodes where node != root {
            let slot = table[node].pointee
            if slot.flags.contains(.taken) || slot.kind == .null && errors.isRole(node) {
                cuts.append(TextCut(start: slot.nameStart, end: slot.end))
            }
        }
        frame.directCuts = UInt32(cuts.count - frame.firstCut) + exclusion.direct
        if !exclusion.cuts.isEmpty {
            for cut in exclusion.cuts { cuts.append(cut) }
            cuts.sort(from: frame.firstCut) { $0.start < $1.start }
        }
        if picks.details.kind == .array {
            let details = Int(picks.details.token)
            frame.list = ErrorList(token: details + 1, end: Int(source.text.partners[details]))
        } else if picks.details.kind != .absent {
            let details = Int(picks.details.token)
            let next = picks.details.kind == .object ? Int(source.text.partners[details]) + 1 : details + 2
            frame.list = ErrorList(token: details, end: next)
        }
        writeScalars(picks, source, isChain: isChain, into: &output)
        frames.append(frame)
    }

    private mutating func writeScalars(
        _ picks: Picks,
        _ source: Source,
        isChain: Bool,
        into output: inout OutputBuffer
    ) {
        if picks.code.kind != .absent {
            output.append(",\"code\":\"")
            appendCode(picks.code, source, isChain: isChain, into: &output)
            output.append(UInt8(ascii: "\""))
        }
        appendText(picks.message, ",\"message\":\"", source, into: &output)
        appendText(picks.target, ",\"target\":\"", source, into: &output)
        appendText(picks.errorDetail, ",\"errorDetail\":\"", source, into: &output)
        if picks.occurredTime.kind != .absent {
            output.append(",\"occurredTime\":\"")
            source.text.copied(.time, picks.occurredTime, to: output.count)
            let bytes = untraced(picks.occurredTime, source)
            let formats = source.plan.pointee.timeFormats
            if let reading = TimeReader.read(bytes, isNumber: picks.occurredTime.kind == .number, formats: formats) {
                output.append(reading.timestamp)
            }
            output.append(UInt8(ascii: "\""))
        }
    }

    private func appendText(
        _ slot: SlotTable.Slot,
        _ prefix: StaticString,
        _ source: Source,
        into output: inout OutputBuffer
    ) {
        guard slot.kind != .absent else { return }
        output.append(prefix)
        let inset = slot.kind == .string ? 1 : 0
        output.appendCanonical(source.text, Int(slot.start) + inset, Int(slot.end) - inset)
        output.append(UInt8(ascii: "\""))
    }

    /// Appends a code: its name, where the mapping has a table for numbers.
    mutating func appendCode(
        _ slot: SlotTable.Slot,
        _ source: Source,
        isChain: Bool,
        into output: inout OutputBuffer
    ) {
        let start = output.count
        defer { if isChain { rootCause = start..<output.count } }
        let names = source.plan.pointee.errors.codeNames
        if !names.isEmpty {
            let text = decoded(slot, source)
            var index = Int(names.start)
            while index < Int(names.start + names.count) {
                if ScalarMatch.same(source.plan.pointee.bytes(source.plan.pointee.operands[index]), text) {
                    output.appendEscaped(source.plan.pointee.bytes(source.plan.pointee.operands[index + 1]))
                    return
                }
                index += 2
            }
        }
        let inset = slot.kind == .string ? 1 : 0
        output.appendCanonical(source.text, Int(slot.start) + inset, Int(slot.end) - inset)
    }
}
