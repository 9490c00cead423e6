/// Writes an error of any shape as the canonical one: `{code, message, target, errorDetail, occurredTime, details, innerError,
/// extensions}`, the same for the outer error, for every detail and every inner one.
///
///     {"code":…,"details":[…],"innererror":{"code":…,"innererror":{…}}}
///      │         │            │
///      │         │            └─▶ the next frame, 64 in a chain at most; what is deeper stays JSON
///      │         └──────────────▶ a frame an element
///      └────────────────────────▶ roles picked from a table of the object's members, one look at each
///
/// Frames are an array, not calls: a chain as deep as the document allows costs no stack. Brackets know their partners, so each
/// member is visited once however deep it is.
struct ErrorWriter: ~Copyable {
    static let chainLimit = 64
    /// How often a message that is JSON may hold a message that is JSON.
    static let heldLimit = 4

    struct Picks {
        var code = SlotTable.Slot()
        var message = SlotTable.Slot()
        var target = SlotTable.Slot()
        var errorDetail = SlotTable.Slot()
        var occurredTime = SlotTable.Slot()
        var details = SlotTable.Slot()
        var inner = SlotTable.Slot()

        var isEmpty: Bool {
            code.kind == .absent && message.kind == .absent && target.kind == .absent
                && errorDetail.kind == .absent && occurredTime.kind == .absent && details.kind == .absent
                && inner.kind == .absent
        }
    }

    struct Frame {
        var outputStart = 0
        var start: UInt32 = 0
        var end: UInt32 = 0
        var members: UInt32 = 0
        var directCuts: UInt32 = 0
        var firstCut = 0
        var depth = 1
        var isChain = false
        var inner = SlotTable.Slot()
        var message = SlotTable.Slot()
        var list = ErrorList()
        var more = ErrorList()
        var hasDetails = false
        var isInnerDone = false
    }

    /// Elements still to be written as details.
    struct ErrorList {
        var token = -1
        var end = -1
    }

    /// Taken members of a document that is itself the error: they fill no role and are not repeated.
    struct Exclusion {
        var cuts: [TextCut] = []
        var direct: UInt32 = 0
    }

    var table: SlotTable
    var frames = ReusedList<Frame>()
    var cuts = ReusedList<TextCut>()
    var scratch = OutputBuffer(capacity: 512)
    let depthLimit: Int
    /// Where in the output the code of the root cause was written, without its quotes.
    var rootCause: Range<Int>?

    init(depthLimit: Int) {
        self.depthLimit = depthLimit
        table = .allocate(nodeCount: 64)
    }

    deinit {
        table.deallocate()
    }

    /// What the engine hands over with an error.
    struct Source {
        var plan: UnsafePointer<ServicePlan>
        var text: IndexedText
        var end: Int
        var stack: UnsafeMutablePointer<UInt32>
        var held = 0
    }

    enum Outcome {
        /// The value says no error: nothing was written.
        case none
        /// Written, and the value is taken.
        case whole
        /// Written, but elements were passed over: the value stays where it was, too.
        case partial
    }

    func walker(_ source: Source) -> SyntaxWalker {
        SyntaxWalker(
            text: source.text,
            end: source.end,
            stack: source.stack,
            depthLimit: depthLimit,
            isProved: true
        )
    }

    // MARK: Values

    /// Writes the error that a value says.
    mutating func write(
        _ slot: SlotTable.Slot,
        skip: PlanRange,
        _ source: Source,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Outcome {
        switch slot.kind {
        case .array: return try writeArray(slot, skip: skip, source, into: &output)
        case .object:
            if !skip.isEmpty, elementMatches(skip, Int(slot.token), source) { return .none }
            return try writeTop(Int(slot.token), source, into: &output) ? .whole : .none
        case .string, .number:
            guard yields(slot.kind, Int(slot.token), source) else { return .none }
            writeScalar(slot, source, isChain: true, into: &output)
            return .whole
        default: return .none
        }
    }

    /// Writes an object that must say something in a role, or nothing is written.
    mutating func writeTop(
        _ token: Int,
        _ source: Source,
        excluding exclusion: Exclusion = Exclusion(),
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Bool {
        var token = token
        while let wrapped = wrappedObject(in: token, source) { token = wrapped }
        let picks = try pick(from: token, source, depth: 1, excluding: exclusion)
        if picks.isEmpty { return false }
        frames.removeAll()
        cuts.removeAll()
        push(picks, token, source, depth: 1, isChain: true, excluding: exclusion, into: &output)
        try run(source, into: &output)
        return true
    }

    private mutating func writeArray(
        _ slot: SlotTable.Slot,
        skip: PlanRange,
        _ source: Source,
        into output: inout OutputBuffer
    ) throws(SyntaxFault) -> Outcome {
        // First the elements that count, so that the first can carry the others.
        var first = -1
        var others = 0
        var isPartial = false
        var token = Int(slot.token) + 1
        let end = Int(source.text.partners[Int(slot.token)])
        let walker = walker(source)
        var isUniform = true
        while token < end {
            let value = try walker.value(at: token, depth: 0)
            if (!skip.isEmpty && value.kind == .object && elementMatches(skip, token, source))
                || !yields(value.kind, token, source)
            {
                isPartial = true
                isUniform = false
            } else if first < 0 {
                first = token
            } else {
                others += 1
            }
            token = value.next + 1
        }
        guard first >= 0 else { return .none }
        let value = try walker.value(at: first, depth: 0)
        var more = ErrorList()
        if others > 0 {
            more = ErrorList(token: value.next + 1, end: end)
        }
        moreSkip = isUniform ? nil : skip
        if value.kind == .object {
            var token = first
            while let wrapped = wrappedObject(in: token, source) { token = wrapped }
            let picks = try pick(from: token, source, depth: 1, excluding: Exclusion())
            frames.removeAll()
            cuts.removeAll()
            push(picks, token, source, depth: 1, isChain: true, excluding: Exclusion(), into: &output)
            frames[0].more = more
            try run(source, into: &output)
        } else {
            let start = output.count
            let element = scalarSlot(first, value, source)
            writeScalar(element, source, isChain: true, into: &output)
            if others > 0 {
                output.count -= 1
                frames.removeAll()
                cuts.removeAll()
                var frame = Frame()
                frame.outputStart = start
                frame.more = more
                frame.isInnerDone = true
                frames.append(frame)
                try run(source, into: &output)
            }
        }
        return isPartial ? .partial : .whole
    }

    /// The condition by which further elements of an array are passed over; nil where all count.
    var moreSkip: PlanRange?

    func scalarSlot(_ token: Int, _ value: SyntaxWalker.Value, _ source: Source) -> SlotTable.Slot {
        SlotTable.Slot(
            start: UInt32(truncatingIfNeeded: source.text.token(token)),
            end: UInt32(truncatingIfNeeded: value.end),
            token: UInt32(truncatingIfNeeded: token),
            kind: value.kind
        )
    }

    /// A string is a message, a number a code.
    mutating func writeScalar(
        _ slot: SlotTable.Slot,
        _ source: Source,
        isChain: Bool,
        into output: inout OutputBuffer
    ) {
        if slot.kind == .number {
            output.append("{\"code\":\"")
            appendCode(slot, source, isChain: isChain, into: &output)
            output.append("\"}")
            return
        }
        output.append("{\"message\":")
        output.appendCanonical(source.text, Int(slot.start), Int(slot.end))
        if source.plan.pointee.errors.messageHoldsJSON {
            writeHeld(slot, source, into: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Whether a value inside an error says an error of its own.
    func yields(_ kind: JSONKind, _ token: Int, _ source: Source) -> Bool {
        switch kind {
        case .string: return source.text.token(token + 1) - source.text.token(token) > 1
        case .number: return true
        case .object: return objectYields(token, source)
        default: return false
        }
    }

    /// An object says something unless all it has are roles that are null.
    private func objectYields(_ first: Int, _ source: Source) -> Bool {
        source.text.touch(token: first)
        let walker = walker(source)
        let end = Int(source.text.partners[first])
        var token = first + 1
        while token < end {
            guard let value = try? walker.value(at: token + 3, depth: 0) else { return false }
            if value.kind != .null || !isRole(token, source) { return true }
            token = value.next + 1
        }
        return false
    }

    private func isRole(_ token: Int, _ source: Source) -> Bool {
        let node = node(ofName: token, source)
        guard node >= 0 else { return false }
        return source.plan.pointee.errors.isRole(node)
    }

    func node(ofName token: Int, _ source: Source) -> Int32 {
        let trie = source.plan.pointee.errors.trie
        let root = trie.anyRoot
        guard root >= 0, trie.nodes[Int(root)].hasChildren else { return -1 }
        let start = source.text.token(token) + 1
        let end = source.text.token(token + 1)
        if source.text.isClean(start, end) {
            return trie.child(
                of: root,
                name: source.text.bytes + start,
                length: end - start,
                readable: source.text.readable - start
            )
        }
        var decoded = OutputBuffer(capacity: 256)
        decoded.appendDecoded(source.text, start, end)
        return trie.child(of: root, name: decoded.base, length: decoded.count, readable: decoded.capacity)
    }

    /// The object that is the only member of another one, under a name that only wraps.
    func wrappedObject(in first: Int, _ source: Source) -> Int? {
        let errors = source.plan.pointee.errors
        guard errors.hasWrappers else { return nil }
        let text = source.text
        guard text.byte(text.token(first + 1)) == UInt8(ascii: "\"") else { return nil }
        let value = first + 4
        guard text.byte(text.token(value)) == UInt8(ascii: "{") else { return nil }
        // Nothing but the closing bracket may follow.
        guard Int(text.partners[value]) + 1 == Int(text.partners[first]) else { return nil }
        guard errors.isWrapper(node(ofName: first + 1, source)) else { return nil }
        return yields(.object, value, source) ? value : nil
    }
}
