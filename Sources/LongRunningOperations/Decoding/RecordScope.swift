/// One object that a shape reads: the plan, the slots that the walk filled, and the text they point into.
///
/// It owns nothing and is passed by value; looking something up is two array reads.
struct RecordScope {
    let plan: UnsafePointer<ServicePlan>
    let shape: UnsafePointer<ShapePlan>
    let binding: UnsafePointer<Int32>
    let trie: PathTrie
    let table: SlotTable
    let text: IndexedText
    /// The node of the object itself, and of the document (or list element) that it belongs to.
    let objectNode: Int32
    let documentNode: Int32
    /// The JSON Pointer of the object.
    let pointer: TextRange

    @inline(__always)
    func slot(_ slot: Int32) -> UnsafeMutablePointer<SlotTable.Slot> {
        table[binding[Int(slot)]]
    }

    /// Whether a value says nothing: absent, null, `""` or `[]`.
    @inline(__always)
    func saysNothing(_ slot: SlotTable.Slot) -> Bool {
        switch slot.kind {
        case .absent, .null: true
        case .string: slot.end &- slot.start == 2
        case .array: Int(text.partners[Int(slot.token)]) == Int(slot.token) &+ 1
        default: false
        }
    }

    /// The text of a string, number or boolean; of a string with escapes what they mean, in `scratch`.
    @inline(__always)
    func scalarText(_ slot: SlotTable.Slot, _ scratch: inout OutputBuffer) -> UnsafeRawBufferPointer {
        text.fix(slot)
        return untracedText(slot, &scratch)
    }

    /// The text of a scalar, for those who say themselves what they make of it: by a copy, or a look that is not `fixed`.
    @inline(__always)
    func untracedText(_ slot: SlotTable.Slot, _ scratch: inout OutputBuffer) -> UnsafeRawBufferPointer {
        let isString = slot.kind == .string
        let start = Int(slot.start) &+ (isString ? 1 : 0)
        let end = Int(slot.end) &- (isString ? 1 : 0)
        if !isString || text.isClean(start, end) {
            return text.slice(start..<end)
        }
        scratch.removeAll()
        scratch.appendDecoded(text, start, end)
        return scratch.bytes
    }

    // MARK: Taking

    /// Notes that a member's value reaches the record whole.
    ///
    /// What a search found is a copy and may be used again.
    @inline(__always)
    func take(_ slotNumber: Int32) {
        let node = binding[Int(slotNumber)]
        let slot = table[node]
        if slot.pointee.flags.contains(.copied) { return }
        slot.pointee.flags.insert(.used)
        cut(node)
    }

    /// Cuts a member from what is left.
    ///
    /// Values found by search are copies and stay.
    @inline(__always)
    func cut(_ node: Int32) {
        let slot = table[node]
        if !slot.pointee.flags.isDisjoint(with: [.copied, .taken]) { return }
        slot.pointee.flags.insert(.taken)
        var parent = trie.nodes[Int(node)].parent
        guard parent >= 0 else { return }
        table[parent].pointee.cuts &+= 1
        repeat {
            table[parent].pointee.flags.insert(.opened)
            parent = trie.nodes[Int(parent)].parent
        } while parent >= 0
    }

    // MARK: Conditions

    /// Whether one of the clauses holds; no clause is a condition that always does.
    ///
    /// With `allowsOthers` a clause says only what must be there, not what must be absent.
    @inline(__always)
    func holds(_ condition: PlanRange, _ scratch: inout OutputBuffer, allowsOthers: Bool = false) -> Bool {
        if condition.isEmpty { return true }
        let clauses = plan.pointee.clauses
        for index in condition.indices where holds(clauses[index], &scratch, allowsOthers) {
            return true
        }
        return false
    }

    private func holds(_ clause: ClausePlan, _ scratch: inout OutputBuffer, _ allowsOthers: Bool) -> Bool {
        let literals = plan.pointee.literals
        for index in clause.literals.indices {
            let literal = literals[index]
            let slot = slot(literal.slot).pointee
            switch literal.relation {
            case .has: if saysNothing(slot) { return false }
            case .lacks: if !allowsOthers, !saysNothing(slot) { return false }
            default: if !ScalarMatch.holds(literal, slot, self, &scratch) { return false }
            }
        }
        return allowsOthers || !clause.isClosed || isClosed
    }

    /// Whether a condition can hold for values of these kinds, whatever their texts are.
    func mayHold(_ condition: PlanRange) -> Bool {
        if condition.isEmpty { return true }
        for index in condition.indices where mayHold(plan.pointee.clauses[index]) {
            return true
        }
        return false
    }

    private func mayHold(_ clause: ClausePlan) -> Bool {
        for index in clause.literals.indices {
            let literal = plan.pointee.literals[index]
            let slot = slot(literal.slot).pointee
            switch literal.relation {
            case .has: if saysNothing(slot) { return false }
            case .lacks: if !saysNothing(slot) { return false }
            case .is, .isNot: if !slot.kind.isScalar { return false }
            case .like: if slot.kind != .string || saysNothing(slot) { return false }
            }
        }
        return !clause.isClosed || isClosed
    }

    /// Whether every member of the object is one that the shape names.
    private var isClosed: Bool {
        var named: UInt32 = 0
        for index in shape.pointee.known.indices where slot(plan.pointee.slotLists[index]).pointee.kind != .absent {
            named &+= 1
        }
        return named == table[objectNode].pointee.members
    }
}
