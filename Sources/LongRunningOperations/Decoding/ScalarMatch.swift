import CJSONKernels

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
        CanonicalScan.areSame(one, other)
    }

    /// Whether a text matches a glob whose letters are low; `*` is any run, ASCII case does not count.
    @inline(__always)
    static func glob(_ pattern: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) -> Bool {
        guard let glob = pattern.baseAddress, let start = text.baseAddress else {
            return pattern.allSatisfy { $0 == 0x2A }
        }
        return cjson_matches_glob(
            glob.assumingMemoryBound(to: UInt8.self),
            pattern.count,
            start.assumingMemoryBound(to: UInt8.self),
            text.count
        )
    }
}
