/// Documents of known layouts take the short way; others are decoded generally, and some of them are learned.
extension DocumentEngine {
    /// Appends the record of a document that has a known layout, if it has one; nil where layouts are not used for it.
    ///
    /// `readable` bytes may be read from its start on. Where `service` is given, a layout of another one does not count.
    mutating func convertKnown(
        _ document: UnsafeRawBufferPointer,
        readable: Int,
        _ request: borrowing Request,
        of service: Int? = nil,
        hasStatus: Bool = false,
        into output: inout OutputBuffer
    ) -> LayoutCache.Answer? {
        guard usesLayouts, request.isPlain, record.recording == nil else { return nil }
        let answer = layouts.write(
            document,
            readable: readable,
            of: service,
            hasStatus: hasStatus,
            tally: &record.tally,
            into: &output
        )
        guard case .written = answer else { return answer }
        if request.endsLines { output.append(UInt8(ascii: "\n")) }
        if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
        return answer
    }

    /// Converts documents one after another as long as each has a known layout; answers how many had, and what became of the
    /// one behind them.
    ///
    /// They are ranges of the bytes at `base`, of which `readable` may be read.
    mutating func convertKnown(
        _ documents: UnsafeBufferPointer<Range<Int>>,
        at base: UnsafeRawPointer,
        readable: Int,
        lengthLimit: Int,
        into output: inout OutputBuffer
    ) -> (count: Int, next: LayoutCache.Answer?) {
        guard usesLayouts, record.recording == nil else { return (0, nil) }
        for number in 0..<documents.count {
            let start = documents[number].lowerBound
            let document = UnsafeRawBufferPointer(start: base + start, count: documents[number].count)
            guard document.count <= lengthLimit else { return (number, nil) }
            let answer = layouts.write(document, readable: readable &- start, tally: &record.tally, into: &output)
            guard case .written = answer else { return (number, answer) }
            output.append(UInt8(ascii: "\n"))
        }
        return (documents.count, nil)
    }

    /// Converts lines one after another as long as each has a known layout; answers how many had, and where the first one
    /// begins that is left, or the end.
    ///
    /// `lines` are whole lines, of which those from `start` on are converted; `readable` bytes may be read.
    mutating func convertKnownLines(
        _ lines: UnsafeRawBufferPointer,
        from start: Int,
        readable: Int,
        lengthLimit: Int,
        into output: inout OutputBuffer
    ) -> (count: Int, next: Int) {
        guard usesLayouts, record.recording == nil, !layouts.holdsLineFeeds, let base = lines.baseAddress else {
            return (0, start)
        }
        var count = 0
        var position = start
        while position < lines.count {
            let next = layouts.writeLine(
                of: base + position,
                count: lines.count &- position,
                readable: readable &- position,
                lengthLimit: lengthLimit,
                tally: &record.tally,
                into: &output
            )
            guard let next else { break }
            output.append(UInt8(ascii: "\n"))
            count &+= 1
            position &+= next
        }
        return (count, min(position, lines.count))
    }

    /// Decodes the document and keeps how, for the next ones that differ only in values.
    @inline(never)
    mutating func learn(
        _ text: IndexedText,
        token: Int,
        end: Int,
        _ request: borrowing Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        var text = text
        text.trace = trace
        trace.pointee.removeAll()
        let before = output.count
        let result: Result
        do throws(DocumentFaultInside) {
            result = try convertGenerally(text, token: token, end: end, request, into: &output)
        } catch {
            layouts.spend(isLearned: false)
            throw error
        }
        let lineEnd = request.endsLines ? 1 : 0
        guard result.records == 1, faults.isEmpty, output.count > before + lineEnd else {
            layouts.spend(isLearned: false)
            return result
        }
        trace.pointee.startRecord(at: before)
        let builder = LayoutBuilder(
            text,
            token: token,
            next: result.next,
            end: end,
            trace.pointee,
            record: UnsafeRawBufferPointer(rebasing: output.bytes[before..<output.count - lineEnd]),
            depthLimit: depthLimit
        )
        layouts.spend(isLearned: layouts.add(builder, service: result.service))
        return result
    }
}
