/// Running a program: the hot end of the library.
///
/// Literals and holes are copied whole vectors at a time to a cursor that runs through reserved memory: what is written too
/// much is written over by what follows. The cursor is a local, so that nothing written can be thought to move it.
extension LayoutProgram {
    /// Appends the record of a document whose holes are known; false, with something appended or not, where a value is not
    /// what the layout wants.
    ///
    /// `rootCause` becomes the range of the output that holds the code of the root cause, where the program has one.
    ///
    /// - Precondition: `slack` bytes behind the document may be read.
    @inline(__always)
    func write(
        _ text: IndexedText,
        _ holes: UnsafePointer<UInt32>,
        length: Int,
        rootCause found: inout Range<Int>?,
        into output: inout OutputBuffer
    ) -> Bool {
        output.reserve(fixedCount &+ growth &* length)
        let start = output.base
        var cursor = start + output.count
        var operation = operations
        let last = operations + operationCount
        while operation < last {
            let step = operation.pointee
            let hole = Hole(holes, step.hole)
            switch step.kind {
            case .literal:
                cursor = copy(literals + Int(step.start), Int(step.literalCount), to: cursor)
            case .text:
                cursor = copy(literals + Int(step.start), Int(step.literalCount), to: cursor)
                let before = cursor
                if hole.isClean(text) {
                    cursor = copy(text.bytes + hole.start, hole.end &- hole.start, to: cursor)
                } else {
                    output.count = cursor - start
                    output.appendCanonical(text, hole.start, hole.end)
                    cursor = start + output.count
                }
                if rootCause >= 0, operation == operations + rootCause { found = before - start..<cursor - start }
            case .plainTime:
                cursor = copy(literals + Int(step.start), Int(step.literalCount), to: cursor)
                if let time = PlainTime(hole.bytes(text)) {
                    cursor = copy(text.bytes + hole.start, time.canonicalCount, to: cursor)
                    if case .zuluAfter = time.form {
                        cursor.storeBytes(of: UInt8(ascii: "Z"), as: UInt8.self)
                        cursor += 1
                    }
                } else {
                    guard let end = writeTime(step, text, hole, to: cursor) else { return false }
                    cursor = end
                }
            case .time:
                cursor = copy(literals + Int(step.start), Int(step.literalCount), to: cursor)
                guard let end = writeTime(step, text, hole, to: cursor) else { return false }
                cursor = end
            case .number:
                guard hole.isNumber(text) else { return false }
                cursor = copy(literals + Int(step.start), Int(step.literalCount), to: cursor)
                let before = cursor
                cursor = copy(text.bytes + hole.start, hole.end &- hole.start, to: cursor)
                if rootCause >= 0, operation == operations + rootCause { found = before - start..<cursor - start }
            case .percentage:
                guard hole.isPercentage(text) else { return false }
                cursor = copy(literals + Int(step.start), Int(step.literalCount), to: cursor)
                cursor = copy(text.bytes + hole.start, hole.end &- hole.start, to: cursor)
            case .lastSegment:
                guard hole.isClean(text) else { return false }
                let path = hole.bytes(text)
                let segment = PathSegment.last(of: path)
                guard !segment.isEmpty, segment.count < path.count, let bytes = segment.baseAddress else {
                    return false
                }
                cursor = copy(literals + Int(step.start), Int(step.literalCount), to: cursor)
                // Clean bytes are their own canonical form.
                cursor = copy(bytes, segment.count, to: cursor)
            default:
                guard holds(step, text, hole) else { return false }
            }
            operation += 1
        }
        output.count = cursor - start
        return true
    }

    /// Copies bytes in whole vectors; room for them is reserved, and `slack` more may be read and written.
    @inline(__always)
    private func copy(
        _ source: UnsafeRawPointer,
        _ length: Int,
        to target: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var offset = 0
        repeat {
            let vector = (source + offset).loadUnaligned(as: SIMD32<UInt8>.self)
            (target + offset).storeBytes(of: vector, as: SIMD32<UInt8>.self)
            offset &+= 32
        } while offset < length
        return target + length
    }

    /// Whether a hole is what the layout wants it to be.
    private func holds(_ step: Operation, _ text: IndexedText, _ hole: Hole) -> Bool {
        switch step.kind {
        case .isNumber: return hole.isNumber(text)
        case .isPercentage: return hole.isPercentage(text)
        case .isTime:
            return withUnsafeTemporaryAllocation(byteCount: TimeReader.longestText + 128, alignment: 1) { room in
                room.baseAddress.map { writeTime(step, text, hole, to: $0) != nil } ?? false
            }
        case .isCode:
            return hole.isClean(text) && !hole.isAboutBlank(text)
        case .isMessage: return !hole.beginsLikeJSON(text)
        case .matchesGlob:
            let glob = globs[Int(step.start)]
            return hole.isClean(text) && ScalarMatch.isLike(glob.literal, hole.bytes(text), glob.plan) == glob.isMatch
        default: return true
        }
    }

    /// Writes a time of any form; nil where the hole is none that the layout wants.
    @inline(never)
    private func writeTime(
        _ step: Operation,
        _ text: IndexedText,
        _ hole: Hole,
        to cursor: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer? {
        guard let plan, hole.isClean(text), hole.end &- hole.start <= TimeReader.longestText + 64 else { return nil }
        if step.isNumber, !hole.isNumber(text) { return nil }
        let bytes = hole.bytes(text)
        if !step.allowsNone, plan.pointee.isNoTime(bytes) { return nil }
        let reading = TimeReader.read(bytes, isNumber: step.isNumber, formats: plan.pointee.timeFormats)
        guard let reading, !reading.shortened, !reading.leapSecond else { return nil }
        switch reading.form {
        case .verbatim:
            return copy(text.bytes + hole.start, bytes.count, to: cursor)
        case .zuluAfter(let count):
            let end = copy(text.bytes + hole.start, count, to: cursor)
            end.storeBytes(of: UInt8(ascii: "Z"), as: UInt8.self)
            return end + 1
        case .rewritten:
            return cursor + TimeReader.write(reading.timestamp, into: cursor)
        }
    }

    /// The place of a value in the document.
    struct Hole {
        let start: Int
        let end: Int

        @inline(__always)
        init(_ holes: UnsafePointer<UInt32>, _ number: UInt16) {
            start = Int(holes[Int(number) &* 2])
            end = Int(holes[Int(number) &* 2 &+ 1])
        }

        @inline(__always)
        func bytes(_ text: IndexedText) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(start: text.bytes + start, count: end &- start)
        }

        /// Whether no byte needs attention: a hole of up to 64 bytes lies in two words.
        @inline(__always)
        func isClean(_ text: IndexedText) -> Bool {
            let length = end &- start
            guard length <= 64 else { return text.isClean(start, end) }
            let word = text.attention + start &>> 6
            let shift = UInt64(truncatingIfNeeded: start & 63)
            let bits = word[0] &>> shift | (word[1] &<< 1) &<< (63 &- shift)
            return bits &<< UInt64(truncatingIfNeeded: 64 &- length) == 0
        }

        @inline(__always)
        func isNumber(_ text: IndexedText) -> Bool {
            JSONNumber.scan(text.bytes + start, count: end &- start) == end &- start
        }

        @inline(__always)
        func isPercentage(_ text: IndexedText) -> Bool {
            isNumber(text) && PercentReader.read(bytes(text), isNumber: true) != nil
        }

        func isAboutBlank(_ text: IndexedText) -> Bool {
            let blank: StaticString = "about:blank"
            return ScalarMatch.same(
                bytes(text),
                UnsafeRawBufferPointer(start: blank.utf8Start, count: blank.utf8CodeUnitCount)
            )
        }

        func beginsLikeJSON(_ text: IndexedText) -> Bool {
            var start = start
            while start < end, text.byte(start) == 0x20 { start &+= 1 }
            let byte = text.byte(start)
            return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\\")
        }
    }
}
