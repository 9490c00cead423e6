/// Strings, times, percentages, results: which alternative fills which member.
extension RecordEngine {
    mutating func decideFields(_ scope: RecordScope) {
        let fields = scope.plan.pointee.fields
        for index in scope.shape.pointee.fields.indices {
            let field = fields[index]
            let found =
                switch field.kind {
                case .string: string(field.alternatives, scope)
                case .time: time(field.alternatives, scope)
                case .percent: percent(field.alternatives, scope)
                case .result: result(field.alternatives, scope)
                case .httpStatus: httpStatus(field.alternatives, scope)
                }
            locate(field.member, found)
        }
        if !scope.shape.pointee.percentTotal.isEmpty {
            locate(.percentComplete, counters(scope))
        }
    }

    @inline(__always)
    private mutating func locate(_ member: RecordMember, _ place: Located) {
        guard place.form != .nothing else { return }
        located[Int(member.rawValue)] = place
        filledMembers |= 1 &<< UInt32(member.rawValue)
    }

    // MARK: Strings

    @inline(__always)
    mutating func string(_ alternatives: PlanRange, _ scope: RecordScope) -> Located {
        for index in alternatives.indices {
            let alternative = scope.plan.pointee.alternatives[index]
            let node = scope.binding[Int(alternative.slot)]
            let slot = scope.table[node].pointee
            guard slot.kind != .absent, !slot.flags.contains(.used) else { continue }
            guard slot.kind.isScalar else {
                if slot.kind.isContainer { note(.wrongType, alternative.slot, scope) }
                continue
            }
            if slot.kind == .string {
                guard slot.end &- slot.start > 2 else { continue }
                if alternative.isLastSegment {
                    let path = scope.untracedText(slot, &scratch)
                    let segment = PathSegment.last(of: path)
                    if segment.isEmpty || segment.count == path.count {
                        scope.text.fix(slot)
                    } else {
                        scope.text.look(.path, slot)
                    }
                    guard !segment.isEmpty else { continue }
                    if segment.count == path.count { scope.take(alternative.slot) }
                    return Located(form: .lastSegment, start: slot.start, end: slot.end, slot: alternative.slot)
                }
                scope.take(alternative.slot)
                return Located(form: .text, start: slot.start &+ 1, end: slot.end &- 1, slot: alternative.slot)
            }
            scope.take(alternative.slot)
            return Located(form: .text, start: slot.start, end: slot.end, slot: alternative.slot)
        }
        return Located()
    }

    // MARK: Times

    @inline(__always)
    mutating func time(_ alternatives: PlanRange, _ scope: RecordScope) -> Located {
        for index in alternatives.indices {
            let number = scope.plan.pointee.alternatives[index].slot
            let node = scope.binding[Int(number)]
            let slot = scope.table[node].pointee
            guard slot.kind != .absent, slot.kind != .null, !slot.flags.contains(.used) else { continue }
            guard slot.kind == .string || slot.kind == .number else {
                if slot.kind.isContainer {
                    note(.wrongType, number, scope)
                } else if !isNoTime(slot, scope) {
                    note(.invalidTime, number, scope)
                }
                continue
            }
            if scope.saysNothing(slot) { continue }
            if !scope.plan.pointee.noTimes.isEmpty, isNoTime(slot, scope) { continue }
            if let located = readTime(slot, node, number, scope) {
                scope.text.look(.time(scope.plan, isNone: false), slot)
                return located
            }
            scope.text.fix(slot)
            note(.invalidTime, number, scope)
        }
        return Located()
    }

    @inline(__always)
    private mutating func readTime(
        _ slot: SlotTable.Slot,
        _ node: Int32,
        _ number: Int32,
        _ scope: RecordScope
    ) -> Located? {
        let isNumber = slot.kind == .number
        let start = isNumber ? slot.start : slot.start &+ 1
        let end = isNumber ? slot.end : slot.end &- 1
        let formats = scope.plan.pointee.timeFormats
        if isNumber || scope.text.isClean(Int(start), Int(end)) {
            let bytes = scope.text.slice(Int(start)..<Int(end))
            switch TimeReader.canonicalForm(bytes, isNumber: isNumber, formats: formats) {
            case .verbatim:
                scope.take(number)
                return Located(form: .time, start: start, end: end, slot: number)
            case .zuluAfter(let count):
                scope.take(number)
                return Located(form: .timeBeforeOffset, start: start, end: start &+ UInt32(count), slot: number)
            case .rewritten: break
            case nil: return nil
            }
        }
        let bytes = scope.untracedText(slot, &scratch)
        guard let reading = TimeReader.read(bytes, isNumber: isNumber, formats: formats) else { return nil }
        if reading.shortened { note(.shortenedTime, number, scope) }
        if reading.leapSecond { note(.leapSecond, number, scope) }
        if reading.shortened || reading.leapSecond {
            // What was cut or moved must not be lost: the text stays in `extensions` too.
            scope.text.fix(slot)
            scope.table[node].pointee.flags.insert(.used)
        } else {
            scope.take(number)
        }
        return Located(form: .timeRewritten, start: slot.start, end: slot.end, slot: number)
    }

    private mutating func isNoTime(_ slot: SlotTable.Slot, _ scope: RecordScope) -> Bool {
        if scope.plan.pointee.noTimes.isEmpty { return false }
        let isNone = scope.plan.pointee.isNoTime(scope.untracedText(slot, &scratch))
        if isNone { scope.text.fix(slot) }
        return isNone
    }

    // MARK: Numbers

    private mutating func percent(_ alternatives: PlanRange, _ scope: RecordScope) -> Located {
        for index in alternatives.indices {
            let number = scope.plan.pointee.alternatives[index].slot
            let node = scope.binding[Int(number)]
            let slot = scope.table[node].pointee
            guard !scope.saysNothing(slot), !slot.flags.contains(.used) else { continue }
            if slot.kind.isContainer {
                note(.wrongType, number, scope)
                continue
            }
            let text = scope.untracedText(slot, &scratch)
            let reading =
                slot.kind == .string || slot.kind == .number
                ? PercentReader.read(text, isNumber: slot.kind == .number) : nil
            // A number that stands alone is a percentage wherever its digits make one.
            if slot.kind != .number || reading == nil {
                scope.text.fix(slot)
            } else {
                scope.text.look(.percentage, slot)
            }
            guard let reading else {
                note(.invalidPercent, number, scope)
                continue
            }
            scope.take(number)
            switch reading {
            case .whole(let value):
                return Located(form: .integer, start: UInt32(truncatingIfNeeded: value), slot: number)
            case .text(let range):
                if slot.kind == .string, !scope.text.isClean(Int(slot.start) + 1, Int(slot.end) - 1) {
                    // Only a text of plain digits is left by the reader, so the escapes are gone: read it again later.
                    return Located(form: .number, start: slot.start, end: slot.end, slot: number)
                }
                let base = slot.start &+ (slot.kind == .string ? 1 : 0)
                return Located(
                    form: .number,
                    start: base &+ UInt32(range.lowerBound),
                    end: base &+ UInt32(range.upperBound),
                    slot: -1
                )
            }
        }
        return Located()
    }

    /// A percentage out of counters: `done · 100 / total`, cut to an integer.
    private mutating func counters(_ scope: RecordScope) -> Located {
        guard let done = sum(scope.shape.pointee.percentDone, scope),
            let total = sum(scope.shape.pointee.percentTotal, scope),
            let percent = PercentReader.ratio(done, of: total)
        else { return Located() }
        return Located(form: .integer, start: UInt32(truncatingIfNeeded: percent))
    }

    private mutating func sum(_ alternatives: PlanRange, _ scope: RecordScope) -> UInt64? {
        var total: UInt64 = 0
        var isCounted = false
        for index in alternatives.indices {
            let slot = scope.slot(scope.plan.pointee.alternatives[index].slot).pointee
            guard slot.kind.isScalar else { continue }
            let text = scope.scalarText(slot, &scratch)
            guard (1...18).contains(text.count), text.allSatisfy({ 0x30...0x39 ~= $0 }) else { continue }
            let count = text.reduce(UInt64(0)) { $0 &* 10 &+ UInt64($1 &- 0x30) }
            let (sum, overflow) = total.addingReportingOverflow(count)
            if overflow { return nil }
            total = sum
            isCounted = true
        }
        return isCounted ? total : nil
    }

    private func httpStatus(_ alternatives: PlanRange, _ scope: RecordScope) -> Located {
        for index in alternatives.indices {
            let number = scope.plan.pointee.alternatives[index].slot
            let slot = scope.slot(number).pointee
            guard slot.kind == .number, !slot.flags.contains(.used) else { continue }
            scope.text.fix(slot)
            guard slot.end &- slot.start == 3, 0x31...0x35 ~= scope.text.byte(Int(slot.start)) else { continue }
            let digits = scope.text.slice(Int(slot.start)..<Int(slot.end))
            guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { continue }
            // The status that was received is the record's; another one that the body tells of stays where it is.
            let status = digits.reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) }
            if let received = facts?.httpStatus, received != status { continue }
            scope.take(number)
            return Located(form: .number, start: slot.start, end: slot.end)
        }
        return Located()
    }

    // MARK: Results

    private func result(_ alternatives: PlanRange, _ scope: RecordScope) -> Located {
        for index in alternatives.indices {
            let number = scope.plan.pointee.alternatives[index].slot
            let slot = scope.slot(number).pointee
            // A container of which a part was taken is not taken any more.
            guard !scope.saysNothing(slot), slot.flags.isDisjoint(with: [.used, .opened]) else { continue }
            scope.take(number)
            return Located(form: .value, start: slot.start, end: slot.end)
        }
        return Located()
    }
}
