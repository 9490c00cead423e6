import CJSONKernels

/// Running a program: the hot end of the library.
extension LayoutProgram {
    /// Appends the record of a document whose holes are known; false, with something appended or not, where a value is not
    /// what the layout wants.
    ///
    /// Where `rootCause` is given, it becomes the range of the output that holds the code of the root cause, if the program
    /// copies one.
    ///
    /// - Precondition: `slack` bytes behind the document may be read.
    @inline(__always)
    func write(
        _ text: IndexedText,
        _ holes: UnsafePointer<UInt32>,
        length: Int,
        _ kernel: cjson_write_function,
        rootCause found: UnsafeMutablePointer<Range<Int>?>?,
        into output: inout OutputBuffer
    ) -> Bool {
        output.reserve(fixedCount &+ growth &* length)
        guard let found, rootCause >= 0 else {
            return perform(0, operationCount, text, holes, kernel, into: &output)
        }
        guard perform(0, rootCause, text, holes, kernel, into: &output) else { return false }
        let start = output.count + Int(operations[rootCause].count)
        guard perform(rootCause, rootCause + 1, text, holes, kernel, into: &output) else { return false }
        found.pointee = start..<output.count
        return perform(rootCause + 1, operationCount, text, holes, kernel, into: &output)
    }

    /// Performs operations: those that the kernel leaves are done here.
    @inline(__always)
    private func perform(
        _ first: Int,
        _ end: Int,
        _ text: IndexedText,
        _ holes: UnsafePointer<UInt32>,
        _ kernel: cjson_write_function,
        into output: inout OutputBuffer
    ) -> Bool {
        let bytes = text.bytes.assumingMemoryBound(to: UInt8.self)
        var number = first
        while true {
            let start = output.base.assumingMemoryBound(to: UInt8.self)
            var cursor = start + output.count
            number = kernel(operations, number, end, literals, bytes, text.attention, holes, &cursor)
            output.count = cursor - start
            if number >= end { return true }
            let step = operations[number]
            guard perform(step, Hole(holes, step.hole), text, into: &output) else { return false }
            number &+= 1
        }
    }

    @inline(never)
    private func perform(_ step: Operation, _ hole: Hole, _ text: IndexedText, into output: inout OutputBuffer) -> Bool
    {
        let kind = step.operationKind
        let literal = UnsafeRawBufferPointer(start: literals + Int(step.start), count: Int(step.count))
        switch kind {
        case .literal: output.append(literal)
        case .text:
            output.append(literal)
            output.appendCanonical(text, hole.start, hole.end)
        case .plainTime, .time:
            output.append(literal)
            return appendTime(step, hole, text, into: &output)
        case .number, .percentage:
            guard kind == .number ? hole.isNumber(text) : hole.isPercentage(text) else { return false }
            output.append(literal)
            output.append(hole.bytes(text))
        case .lastSegment:
            guard hole.isClean(text) else { return false }
            let path = hole.bytes(text)
            let segment = PathSegment.last(of: path)
            guard !segment.isEmpty, segment.count < path.count else { return false }
            output.append(literal)
            // Clean bytes are their own canonical form.
            output.append(segment)
        case .isNumber: return hole.isNumber(text)
        case .isPercentage: return hole.isPercentage(text)
        case .isTime:
            let before = output.count
            defer { output.count = before }
            return appendTime(step, hole, text, into: &output)
        case .isCode: return hole.isClean(text) && !ScalarMatch.same(hole.bytes(text), ErrorWriter.aboutBlank)
        case .isMessage: return text.startOfHeldJSON(in: hole.start..<hole.end) == nil
        case .matchesGlob:
            let glob = globs[Int(step.start)]
            return hole.isClean(text) && ScalarMatch.isLike(glob.literal, hole.bytes(text), glob.plan) == glob.isMatch
        }
        return true
    }

    /// Appends a time of any form; false where the hole is none that the layout wants.
    private func appendTime(
        _ step: Operation,
        _ hole: Hole,
        _ text: IndexedText,
        into output: inout OutputBuffer
    ) -> Bool {
        guard let plan, hole.isClean(text) else { return false }
        if step.isNumber, !hole.isNumber(text) { return false }
        let bytes = hole.bytes(text)
        if !step.allowsNone, plan.pointee.isNoTime(bytes) { return false }
        let reading = TimeReader.read(bytes, isNumber: step.isNumber, formats: plan.pointee.timeFormats)
        guard let reading, !reading.shortened, !reading.leapSecond else { return false }
        switch reading.form {
        case .verbatim: output.append(bytes)
        case .zuluAfter(let count):
            output.append(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            output.append(UInt8(ascii: "Z"))
        case .rewritten: output.append(reading.timestamp)
        }
        return true
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

        func isClean(_ text: IndexedText) -> Bool {
            text.isClean(start, end)
        }

        @inline(__always)
        func isNumber(_ text: IndexedText) -> Bool {
            JSONNumber.scan(text.bytes + start, count: end &- start) == end &- start
        }

        @inline(__always)
        func isPercentage(_ text: IndexedText) -> Bool {
            isNumber(text) && PercentReader.read(bytes(text), isNumber: true) != nil
        }
    }
}
