import CJSONKernels

/// Running a program: the hot end of the library.
extension LayoutProgram {
    /// Appends the record of a document whose holes are known.
    ///
    /// Where `rootCause` is given, it becomes the range of the output that holds the code of the root cause, if the program
    /// copies one.
    ///
    /// - Precondition: `slack` bytes behind the document may be read.
    @inline(__always)
    func write(
        _ document: Document,
        length: Int,
        _ kernel: cjson_write_function,
        rootCause found: UnsafeMutablePointer<Range<Int>?>?,
        into output: inout OutputBuffer
    ) -> Outcome {
        output.reserve(fixedCount &+ growth &* length)
        guard let found, rootCause >= 0 else {
            return perform(0, operationCount, document, kernel, into: &output)
        }
        let front = perform(0, rootCause, document, kernel, into: &output)
        guard front != .refused else { return .refused }
        let start = output.count + Int(operations[rootCause].count)
        let cause = perform(rootCause, rootCause + 1, document, kernel, into: &output)
        guard cause != .refused else { return .refused }
        found.pointee = start..<output.count
        return min(front, cause, perform(rootCause + 1, operationCount, document, kernel, into: &output))
    }

    /// What became of a record.
    enum Outcome: UInt8, Comparable {
        /// A value is not what the layout wants; something may have been appended.
        case refused
        /// It is written.
        case written
        /// It is written, and each value is as long in it as its form says.
        case writtenAsUsual

        static func < (one: Outcome, other: Outcome) -> Bool { one.rawValue < other.rawValue }
    }

    /// Performs operations: those that the kernel leaves are done here.
    @inline(__always)
    private func perform(
        _ first: Int,
        _ end: Int,
        _ document: Document,
        _ kernel: cjson_write_function,
        into output: inout OutputBuffer
    ) -> Outcome {
        let bytes = document.bytes.assumingMemoryBound(to: UInt8.self)
        var number = first
        var outcome = Outcome.writtenAsUsual
        while true {
            let start = output.base.assumingMemoryBound(to: UInt8.self)
            var cursor = start + output.count
            number = kernel(operations, number, end, literals, bytes, document.places, &cursor)
            output.count = cursor - start
            if number >= end { return outcome }
            let step = operations[number]
            let before = output.count
            guard perform(step, Hole(document, step.hole), into: &output) else { return .refused }
            // What the kernel leaves of texts has another length than it had.
            if output.count != before || step.operationKind == .text { outcome = .written }
            number &+= 1
        }
    }

    @inline(never)
    private func perform(_ step: Operation, _ hole: Hole, into output: inout OutputBuffer) -> Bool {
        let kind = step.operationKind
        let literal = UnsafeRawBufferPointer(start: literals + Int(step.start), count: Int(step.count))
        switch kind {
        // The kernel leaves these only where they fail.
        case .literal, .matchesGlob, .isCode, .isMessage: return false
        case .text:
            output.append(literal)
            guard hole.isRespelled else {
                output.appendWithoutBlanks(hole.bytes)
                return true
            }
            return hole.appendCanonical(to: &output)
        case .plainTime, .time:
            output.append(literal)
            return appendTime(step, hole, into: &output)
        case .number, .percentage:
            guard kind == .number ? hole.isNumber : hole.isPercentage else { return false }
            output.append(literal)
            output.append(hole.bytes)
        case .lastSegment:
            guard hole.isClean else { return false }
            let path = hole.bytes
            let segment = PathSegment.last(of: path)
            guard !segment.isEmpty, segment.count < path.count else { return false }
            output.append(literal)
            // Clean bytes are their own canonical form.
            output.append(segment)
        case .isNumber: return hole.isNumber
        case .isPercentage: return hole.isPercentage
        case .isTime:
            let before = output.count
            defer { output.count = before }
            return appendTime(step, hole, into: &output)
        }
        return true
    }

    /// Appends a time of any form; false where the hole is none that the layout wants.
    private func appendTime(
        _ step: Operation,
        _ hole: Hole,
        into output: inout OutputBuffer
    ) -> Bool {
        guard let plan, hole.isClean else { return false }
        if step.isNumber, !hole.isNumber { return false }
        let bytes = hole.bytes
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

    /// A document, and where its values are.
    struct Document {
        let bytes: UnsafeRawPointer
        let places: UnsafePointer<cjson_layout_places>
    }

    /// A value of the document.
    struct Hole {
        let document: UnsafeRawPointer
        let start: Int
        let end: Int
        /// Whether its bytes are what it means, and their own canonical form.
        let isClean: Bool
        /// Whether it holds what canonical text spells otherwise; else there are only blanks to leave out.
        let isRespelled: Bool

        @inline(__always)
        init(_ document: Document, _ number: UInt16) {
            self.document = document.bytes
            start = Int(cjson_hole_start(document.places, Int(number)))
            end = Int(cjson_hole_end(document.places, Int(number)))
            isClean = cjson_hole_is_escaped(document.places, Int(number)) == 0
            isRespelled = cjson_hole_is_respelled(document.places, Int(number)) != 0
        }

        @inline(__always)
        var bytes: UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(start: document + start, count: end &- start)
        }

        @inline(__always)
        var isNumber: Bool {
            JSONNumber.scan(document + start, count: end &- start) == end &- start
        }

        @inline(__always)
        var isPercentage: Bool {
            isNumber && PercentReader.read(bytes, isNumber: true) != nil
        }

        /// Appends the canonical form of the inside of a string or container, whose quotes or brackets stand around it.
        func appendCanonical(to output: inout OutputBuffer) -> Bool {
            let string = UnsafeRawBufferPointer(start: document + start - 1, count: end - start + 2)
            var index = TokenIndex(capacity: string.count)
            guard let text = index.index(string, readable: string.count) else { return false }
            output.appendCanonical(text, 1, string.count - 1)
            return true
        }
    }
}

extension OutputBuffer {
    /// Appends JSON without the blanks between its tokens.
    fileprivate mutating func appendWithoutBlanks(_ json: UnsafeRawBufferPointer) {
        guard let start = json.baseAddress else { return }
        reserve(json.count)
        count += cjson_copy_without_blanks(
            (base + count).assumingMemoryBound(to: UInt8.self),
            start.assumingMemoryBound(to: UInt8.self),
            json.count
        )
    }
}
