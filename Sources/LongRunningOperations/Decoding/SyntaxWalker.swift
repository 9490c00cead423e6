/// Walks the tokens of one document: proves the grammar of RFC 8259 and fills slots on the way.
///
///     token ──▶ on a path of the trie? ──▶ object: go into it, one level of a short stack
///                      │                   other:  skip it, note start and end in the slot
///                      └─ no ────────────▶ skip it: a loop over tokens, open brackets on a stack of token numbers
///
/// Closing a bracket writes its token number beside the opening one (`partners`): whoever comes later skips in one step, so
/// nothing here or behind costs more than the document is long. Nothing recurses.
struct SyntaxWalker {
    let text: IndexedText
    /// Where the document ends; tokens from here on belong to others.
    let end: Int
    /// Room for `depthLimit` token numbers.
    let stack: UnsafeMutablePointer<UInt32>
    let depthLimit: Int
    /// Whether the grammar of these tokens is already proved and partners are known.
    var isProved = false

    static let pathDepthLimit = 64

    struct Value {
        var kind: JSONKind
        /// The offset behind the value.
        var end: Int
        /// The token behind the value.
        var next: Int
    }

    private struct Level {
        var exact: Int32
        var folded: Int32
        var open: Int
        var members: UInt32
        /// The nodes whose slots this object fills.
        var exactSlot: Int32
        var foldedSlot: Int32
    }

    // MARK: Values

    /// The value whose first token is `token`.
    @inline(__always)
    func value(at token: Int, depth: Int) throws(SyntaxFault) -> Value {
        let offset = text.token(token)
        guard offset < end else { throw truncated }
        switch text.byte(offset) {
        case UInt8(ascii: "\""):
            return Value(kind: .string, end: text.token(token &+ 1) &+ 1, next: token &+ 2)
        case UInt8(ascii: "{"):
            let next = try container(at: token, depth: depth)
            return Value(kind: .object, end: text.token(next &- 1) &+ 1, next: next)
        case UInt8(ascii: "["):
            let next = try container(at: token, depth: depth)
            return Value(kind: .array, end: text.token(next &- 1) &+ 1, next: next)
        default:
            return try scalar(at: token, offset)
        }
    }

    /// A number or literal.
    @inline(__always)
    func scalar(at token: Int, _ offset: Int) throws(SyntaxFault) -> Value {
        let byte = text.byte(offset)
        let kind: JSONKind
        let stop: Int
        switch byte {
        case UInt8(ascii: "-"), 0x30...0x39:
            let length = JSONNumber.scan(text.bytes + offset, count: end &- offset)
            guard length > 0 else { throw SyntaxFault(code: .invalidNumber, offset: offset) }
            kind = .number
            stop = offset &+ length
        case UInt8(ascii: "t"):
            kind = .true
            stop = try literal(offset, 0x6575_7274, 4)
        case UInt8(ascii: "n"):
            kind = .null
            stop = try literal(offset, 0x6C6C_756E, 4)
        case UInt8(ascii: "f"):
            kind = .false
            stop = try literal(offset &+ 1, 0x6573_6C61, 4)
        default:
            throw SyntaxFault(code: .unexpectedCharacter, offset: offset)
        }
        // What follows directly without being a token of its own belongs to this run, and spoils it.
        if stop < end {
            switch text.byte(stop) {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"),
                UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
                break
            default:
                throw SyntaxFault(code: kind == .number ? .invalidNumber : .unexpectedCharacter, offset: stop)
            }
        }
        return Value(kind: kind, end: stop, next: token &+ 1)
    }

    @inline(__always)
    private func literal(_ offset: Int, _ word: UInt32, _ length: Int) throws(SyntaxFault) -> Int {
        guard end &- offset >= length else { throw truncated }
        guard (text.bytes + offset).loadUnaligned(as: UInt32.self) == word else {
            throw SyntaxFault(code: .unexpectedCharacter, offset: offset)
        }
        return offset &+ length
    }

    var truncated: SyntaxFault {
        SyntaxFault(code: .truncated, offset: end)
    }

    private func unexpected(_ offset: Int) -> SyntaxFault {
        offset < end ? SyntaxFault(code: .unexpectedCharacter, offset: offset) : truncated
    }

    /// Steps over a member name and its colon; answers the token of the value.
    @inline(__always)
    private func name(at token: Int) throws(SyntaxFault) -> Int {
        let offset = text.token(token)
        guard offset < end, text.byte(offset) == UInt8(ascii: "\"") else { throw unexpected(offset) }
        let colon = text.token(token &+ 2)
        guard colon < end, text.byte(colon) == UInt8(ascii: ":") else { throw unexpected(colon) }
        return token &+ 3
    }

    /// Steps over an array or object; answers the token behind it.
    @inline(never)
    private func container(at first: Int, depth outer: Int) throws(SyntaxFault) -> Int {
        if isProved { return Int(text.partners[first]) &+ 1 }
        var depth = outer
        var token = first
        var inObject = false
        while true {
            let offset = text.token(token)
            guard offset < end else { throw truncated }
            let byte = text.byte(offset)
            if byte == UInt8(ascii: "\"") {
                token &+= 2
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                guard depth < depthLimit else { throw SyntaxFault(code: .tooDeep, offset: offset) }
                stack[depth] = UInt32(truncatingIfNeeded: token)
                depth &+= 1
                token &+= 1
                inObject = byte == UInt8(ascii: "{")
                let inside = text.token(token)
                guard inside < end else { throw truncated }
                // `{` and `}`, `[` and `]` are two apart.
                if text.byte(inside) != byte &+ 2 {
                    if inObject { token = try name(at: token) }
                    continue
                }
            } else {
                token = try scalar(at: token, offset).next
            }
            // A value ended, or an empty container is about to be closed by the loop.
            while true {
                if depth == outer { return token }
                let offset = text.token(token)
                guard offset < end else { throw truncated }
                let byte = text.byte(offset)
                if byte == UInt8(ascii: ",") {
                    token &+= 1
                    if inObject { token = try name(at: token) }
                    break
                }
                guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw unexpected(offset) }
                depth &-= 1
                text.partners[Int(stack[depth])] = UInt32(truncatingIfNeeded: token)
                token &+= 1
                if depth > outer {
                    inObject = text.byte(text.token(Int(stack[depth &- 1]))) == UInt8(ascii: "{")
                }
            }
        }
    }

    // MARK: Objects on paths

    /// Walks the object at `first`, filling the slots of `table` from the given roots; answers the token behind it.
    func object(
        at first: Int,
        trie: PathTrie,
        exact exactRoot: Int32,
        folded foldedRoot: Int32,
        isClean: Bool,
        into table: SlotTable
    ) throws(SyntaxFault) -> Int {
        let levels = self.levels
        var level = 0
        // A root may lead nowhere (a mapping without error roles): no name may be looked up there.
        var here = Level(
            exact: exactRoot >= 0 && trie.nodes[Int(exactRoot)].hasChildren ? exactRoot : -1,
            folded: foldedRoot >= 0 && trie.nodes[Int(foldedRoot)].hasChildren ? foldedRoot : -1,
            open: first,
            members: 0,
            exactSlot: exactRoot,
            foldedSlot: foldedRoot
        )
        open(here, nameStart: text.token(first), table)
        var token = first &+ 1
        var isEmpty = startsEmpty(token)
        while true {
            if !isEmpty {
                let valueToken = try name(at: token)
                let nameStart = text.token(token)
                let nameEnd = text.token(token &+ 1)
                here.members &+= 1
                var exact: Int32 = -1
                var folded: Int32 = -1
                let start = text.bytes + (nameStart &+ 1)
                let length = nameEnd &- nameStart &- 1
                let readable = text.readable &- nameStart &- 1
                if level == 0, let table = trie.bothRoots, exactRoot >= 0, foldedRoot >= 0 {
                    (exact, folded) = trie.children(in: table, name: start, length: length, readable: readable)
                } else {
                    if here.exact >= 0 {
                        exact = trie.child(of: here.exact, name: start, length: length, readable: readable)
                    }
                    if here.folded >= 0 {
                        folded = trie.child(of: here.folded, name: start, length: length, readable: readable)
                    }
                }
                // No name of a mapping holds a backslash, so a name with escapes can only miss.
                if exact & folded < 0, exact < 0, folded < 0, !isClean, !text.isClean(nameStart &+ 1, nameEnd) {
                    (exact, folded) = lookUpDecoded(nameStart, nameEnd, here, trie)
                }
                let offset = text.token(valueToken)
                guard offset < end else { throw truncated }
                let goesOn =
                    (exact >= 0 && trie.nodes[Int(exact)].hasChildren)
                    || (folded >= 0 && trie.nodes[Int(folded)].hasChildren)
                text.met(offset, isOnPath: exact >= 0 || folded >= 0)
                if goesOn, text.byte(offset) == UInt8(ascii: "{"), level &+ 1 < Self.pathDepthLimit {
                    guard level &+ 1 < depthLimit else { throw SyntaxFault(code: .tooDeep, offset: offset) }
                    levels[level] = here
                    level &+= 1
                    here = Level(
                        exact: exact >= 0 && trie.nodes[Int(exact)].hasChildren ? exact : -1,
                        folded: folded >= 0 && trie.nodes[Int(folded)].hasChildren ? folded : -1,
                        open: valueToken,
                        members: 0,
                        exactSlot: exact,
                        foldedSlot: folded
                    )
                    open(here, nameStart: nameStart, table)
                    token = valueToken &+ 1
                    isEmpty = startsEmpty(token)
                    continue
                }
                let value = try value(at: valueToken, depth: level &+ 1)
                if exact >= 0 || folded >= 0 {
                    let slot = SlotTable.Slot(
                        nameStart: UInt32(truncatingIfNeeded: nameStart),
                        start: UInt32(truncatingIfNeeded: offset),
                        end: UInt32(truncatingIfNeeded: value.end),
                        token: UInt32(truncatingIfNeeded: valueToken),
                        kind: value.kind
                    )
                    if exact >= 0 { table.fill(exact, slot) }
                    if folded >= 0 { table.fill(folded, slot) }
                }
                token = value.next
            }
            isEmpty = false
            // Behind a value, or at the end of an empty object.
            while true {
                let offset = text.token(token)
                guard offset < end else { throw truncated }
                let byte = text.byte(offset)
                if byte == UInt8(ascii: ",") {
                    guard here.members > 0 else { throw unexpected(offset) }
                    token &+= 1
                    break
                }
                guard byte == UInt8(ascii: "}") else { throw unexpected(offset) }
                text.partners[here.open] = UInt32(truncatingIfNeeded: token)
                close(here, end: offset &+ 1, table)
                token &+= 1
                if level == 0 { return token }
                level &-= 1
                here = levels[level]
            }
        }
    }

    @inline(__always)
    private func startsEmpty(_ token: Int) -> Bool {
        let offset = text.token(token)
        return offset < end && text.byte(offset) == UInt8(ascii: "}")
    }

    @inline(__always)
    private func open(_ level: Level, nameStart: Int, _ table: SlotTable) {
        let slot = SlotTable.Slot(
            nameStart: UInt32(truncatingIfNeeded: nameStart),
            start: UInt32(truncatingIfNeeded: text.token(level.open)),
            token: UInt32(truncatingIfNeeded: level.open),
            kind: .object
        )
        if level.exactSlot >= 0 { table.fill(level.exactSlot, slot) }
        if level.foldedSlot >= 0 { table.fill(level.foldedSlot, slot) }
    }

    @inline(__always)
    private func close(_ level: Level, end: Int, _ table: SlotTable) {
        if level.exactSlot >= 0 { close(table[level.exactSlot], level, end) }
        if level.foldedSlot >= 0 { close(table[level.foldedSlot], level, end) }
    }

    @inline(__always)
    private func close(_ slot: UnsafeMutablePointer<SlotTable.Slot>, _ level: Level, _ end: Int) {
        // The slot may hold an earlier member of the same name.
        guard slot.pointee.token == UInt32(truncatingIfNeeded: level.open) else { return }
        slot.pointee.end = UInt32(truncatingIfNeeded: end)
        slot.pointee.members = level.members
    }

    /// Looks up a name that may hold escapes.
    @inline(never)
    private func lookUpDecoded(_ start: Int, _ end: Int, _ level: Level, _ trie: PathTrie) -> (Int32, Int32) {
        var decoded = OutputBuffer(capacity: 256)
        decoded.appendDecoded(text, start + 1, end)
        var exact: Int32 = -1
        var folded: Int32 = -1
        if level.exact >= 0 {
            exact = trie.child(of: level.exact, name: decoded.base, length: decoded.count, readable: decoded.capacity)
        }
        if level.folded >= 0 {
            folded = trie.child(of: level.folded, name: decoded.base, length: decoded.count, readable: decoded.capacity)
        }
        return (exact, folded)
    }

    private var levels: UnsafeMutablePointer<Level> {
        let behind = (depthLimit * MemoryLayout<UInt32>.stride + 15) & ~15
        return (UnsafeMutableRawPointer(stack) + behind).assumingMemoryBound(to: Level.self)
    }

    /// Bytes that `stack` must have for a depth limit: the token numbers, then the levels of objects on paths.
    static func stackByteCount(depthLimit: Int) -> Int {
        depthLimit * MemoryLayout<UInt32>.stride + (pathDepthLimit + 1) * MemoryLayout<Level>.stride + 32
    }
}
