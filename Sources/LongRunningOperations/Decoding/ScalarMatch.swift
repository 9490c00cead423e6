/// Comparing scalars with the words and globs of a mapping: `is`, `isNot`, `like`.
enum ScalarMatch {
    static func holds(
        _ literal: LiteralPlan,
        _ slot: SlotTable.Slot,
        _ scope: RecordScope,
        _ scratch: inout OutputBuffer
    ) -> Bool {
        guard slot.kind.isScalar else { return false }
        switch literal.relation {
        case .like:
            guard slot.kind == .string, !scope.saysNothing(slot) else { return false }
            // `*` alone is the commonest glob: any string.
            if literal.operands.count == 1 {
                let glob = scope.plan.pointee.operands[Int(literal.operands.start)]
                if glob.count == 1, scope.plan.pointee.text[Int(glob.start)] == UInt8(ascii: "*") { return true }
            }
            let isLike = isLike(literal, scope.untracedText(slot, &scratch), scope.plan)
            scope.text.look(.like(literal, scope.plan, isLike), slot)
            return isLike
        case .is: return isAmong(literal, scope.scalarText(slot, &scratch), scope.plan)
        case .isNot: return !isAmong(literal, scope.scalarText(slot, &scratch), scope.plan)
        case .has, .lacks: return false
        }
    }

    static func isLike(
        _ literal: LiteralPlan,
        _ text: UnsafeRawBufferPointer,
        _ plan: UnsafePointer<ServicePlan>
    ) -> Bool {
        for index in literal.operands.indices where glob(plan.pointee.bytes(plan.pointee.operands[index]), text) {
            return true
        }
        return false
    }

    static func isAmong(
        _ literal: LiteralPlan,
        _ text: UnsafeRawBufferPointer,
        _ plan: UnsafePointer<ServicePlan>
    ) -> Bool {
        withFolded(text) { folded in
            guard let folded else { return false }
            for index in literal.operands.indices
            where same(plan.pointee.bytes(plan.pointee.operands[index]), folded) {
                return true
            }
            return false
        }
    }

    /// Hands over the folded text, or nil where it is too long to be a word.
    @inline(__always)
    static func withFolded<Result>(
        _ text: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        var space: (SIMD32<UInt8>, SIMD32<UInt8>) = (SIMD32(), SIMD32())
        return withUnsafeMutableBytes(of: &space) { scratch -> Result in
            guard let start = scratch.baseAddress else { return body(nil) }
            let length = WordFolding.fold(text, into: start.assumingMemoryBound(to: UInt8.self))
            if length < 0 { return body(nil) }
            return body(UnsafeRawBufferPointer(start: start, count: length))
        }
    }

    @inline(__always)
    static func same(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        one.count == other.count && one.elementsEqual(other)
    }

    /// Whether a text matches a glob whose letters are low; `*` is any run, ASCII case does not count.
    ///
    /// Each part between stars is looked for behind the one before, the first at the start and the last at the end; the
    /// earliest place is always good, so nothing is tried twice.
    static func glob(_ pattern: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) -> Bool {
        let star = UInt8(ascii: "*")
        var part = 0
        var from = 0
        while true {
            var end = part
            while end < pattern.count, pattern[end] != star { end &+= 1 }
            let length = end &- part
            let room = text.count &- length
            let isFirst = part == 0
            let isLast = end == pattern.count
            if isLast {
                // What is behind the last star must end the text; without a star, be it.
                guard isFirst ? room == 0 : room >= from else { return false }
                return hasPart(pattern, part, length, text, room)
            }
            if isFirst {
                guard room >= 0, hasPart(pattern, part, length, text, 0) else { return false }
                from = length
            } else if length > 0 {
                let first = pattern[part]
                while from <= room {
                    if low(text[from]) == first, hasPart(pattern, part, length, text, from) { break }
                    from &+= 1
                }
                guard from <= room else { return false }
                from &+= length
            }
            part = end &+ 1
        }
    }

    /// Whether a part of a pattern stands at a place of the text, which has room for it there.
    @inline(__always)
    private static func hasPart(
        _ pattern: UnsafeRawBufferPointer,
        _ part: Int,
        _ length: Int,
        _ text: UnsafeRawBufferPointer,
        _ place: Int
    ) -> Bool {
        var offset = 0
        while offset < length {
            if low(text[place &+ offset]) != pattern[part &+ offset] { return false }
            offset &+= 1
        }
        return true
    }

    @inline(__always)
    private static func low(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}
