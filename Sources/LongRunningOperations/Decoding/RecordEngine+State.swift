/// The state: rules in order, then the word table, then the rule for no word, then the rule for any other word.
extension RecordEngine {
    mutating func decideState(_ scope: RecordScope) {
        let plan = scope.shape.pointee.state
        sourceCount = 0
        var decided: StateOutcome?
        var special: PlanRange?
        var missed: Int32 = -1
        let main = firstWord(plan.at, scope)
        if main >= 0 { addSource(main) }
        for index in plan.rules.indices {
            let rule = scope.plan.pointee.rules[index]
            guard scope.holds(rule.when, &scratch) else { continue }
            if let outcome = rule.outcome {
                decided = outcome
                if rule.hasSource { special = rule.source }
                if let diagnostic = rule.diagnostic { note(diagnostic, firstSlot(plan.at, scope), scope) }
                break
            }
            let slot = firstWord(rule.at, scope)
            guard slot >= 0 else { continue }
            addSource(slot)
            decided = outcomeOfWord(at: slot, rule.words, scope)
            if decided != nil { break }
            missed = slot
        }
        if decided == nil, main >= 0 {
            decided = outcomeOfWord(at: main, plan.words, scope)
        }
        if decided == nil, sourceCount > 0 {
            decided = plan.otherwise
            let place = missed >= 0 ? missed : main
            if !plan.isOtherwiseDeclared { note(.unknownState, place, scope) }
            tally.unknownWordSlot = place
        }
        if decided == nil {
            decided = plan.absent
            if !plan.isAbsentDeclared { note(.missingState, firstSlot(plan.at, scope), scope) }
        }
        if let special {
            sourceCount = 0
            for index in special.indices {
                let slot = scope.plan.pointee.alternatives[index].slot
                if scope.slot(slot).pointee.kind.isScalar { addSource(slot) }
            }
        }
        for index in 0..<sourceCount {
            scope.take(sources[index])
        }
        outcome = decided ?? StateOutcome(.unknown)
    }

    private mutating func addSource(_ slot: Int32) {
        guard sourceCount < Self.sourceLimit else { return }
        sources[sourceCount] = slot
        sourceCount += 1
    }

    private func firstSlot(_ alternatives: PlanRange, _ scope: RecordScope) -> Int32 {
        alternatives.isEmpty ? -1 : scope.plan.pointee.alternatives[Int(alternatives.start)].slot
    }

    /// The first of the alternatives that holds a word, or -1.
    @inline(__always)
    func firstWord(_ alternatives: PlanRange, _ scope: RecordScope) -> Int32 {
        for index in alternatives.indices {
            let slot = scope.plan.pointee.alternatives[index].slot
            let value = scope.slot(slot).pointee
            if value.kind.isScalar, !scope.saysNothing(value) { return slot }
        }
        return -1
    }

    @inline(__always)
    mutating func outcomeOfWord(at slot: Int32, _ table: Int32, _ scope: RecordScope) -> StateOutcome? {
        guard table >= 0 else { return nil }
        let words = scope.plan.pointee.words[Int(table)]
        let entries = scope.plan.pointee.wordEntries
        let text = scope.plan.pointee.text
        let slotOfWord = scope.slot(slot).pointee
        if let outcome = outcomeOfShortWord(slotOfWord, words, scope) { return outcome }
        return ScalarMatch.withFolded(scope.scalarText(slotOfWord, &scratch)) { folded in
            guard let folded, let start = folded.baseAddress else { return nil }
            let key = NameKey(start, folded.count, readable: WordFolding.longest)
            let place = Int(words.start) + key.hash(multiplier: words.multiplier, shift: words.shift)
            var entry = entries + Int(scope.plan.pointee.wordPlaces[place])
            while true {
                if entry.pointee.first == key.first, entry.pointee.last == key.last,
                    entry.pointee.length == UInt32(folded.count),
                    folded.elementsEqual(
                        UnsafeRawBufferPointer(start: text + Int(entry.pointee.name), count: folded.count)
                    )
                {
                    return StateOutcome.all[Int(entry.pointee.node)]
                }
                if entry.pointee.next < 0 { return nil }
                entry = entries + Int(entry.pointee.next)
            }
        }
    }

    /// The outcome of a word of 16 bytes at most that folding only makes low: its low form is the key, whole.
    ///
    /// A word with `_`, `-` or blanks finds nothing here, for no folded word holds them.
    @inline(__always)
    private func outcomeOfShortWord(
        _ slot: SlotTable.Slot,
        _ words: WordTablePlan,
        _ scope: RecordScope
    ) -> StateOutcome? {
        guard slot.kind == .string else { return nil }
        scope.text.fix(slot)
        let start = Int(slot.start) &+ 1
        let length = Int(slot.end) &- 1 &- start
        guard length <= 16 else { return nil }
        var key = NameKey(scope.text.bytes + start, length, readable: scope.text.readable &- start)
        key.fold()
        let place = Int(words.start) + key.hash(multiplier: words.multiplier, shift: words.shift)
        let entry = scope.plan.pointee.wordEntries + Int(scope.plan.pointee.wordPlaces[place])
        guard entry.pointee.first == key.first, entry.pointee.last == key.last, entry.pointee.length == UInt32(length)
        else { return nil }
        return StateOutcome.all[Int(entry.pointee.node)]
    }
}
