/// Documents of known layouts take the short way; others are decoded generally, and some of them are learned.
extension DocumentEngine {
    /// Converts documents one after another as long as each has a known layout; answers how many had, and what became of the
    /// one behind them, if its layout was looked for.
    ///
    /// The documents are lines of the text, whose places are relative to `base`; `token` is at the first of them, and then at
    /// the first that is left.
    mutating func convertKnown(
        _ text: IndexedText,
        _ documents: UnsafeBufferPointer<Range<Int>>,
        _ base: Int,
        token: inout Int,
        lengthLimit: Int,
        into output: inout OutputBuffer
    ) -> (count: Int, next: LayoutCache.Answer?) {
        guard usesLayouts, record.recording == nil else { return (0, nil) }
        for number in 0..<documents.count {
            let start = documents[number].lowerBound &- base
            let end = documents[number].upperBound &- base
            token = text.token(atOrBehind: start, from: token)
            guard end &- start <= lengthLimit else { return (number, nil) }
            let answer = layouts.write(text, token: token, end: end, tally: &record.tally, into: &output)
            guard case .written(let next, _) = answer else { return (number, answer) }
            output.append(UInt8(ascii: "\n"))
            token = next
        }
        return (documents.count, nil)
    }

    /// Converts a document; `answer` is what became of it by its layout, where that was tried.
    @inline(__always)
    mutating func convertByLayout(
        _ text: IndexedText,
        token: Int,
        end: Int,
        _ request: borrowing Request,
        _ answer: LayoutCache.Answer?,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> Result {
        switch answer ?? layouts.write(text, token: token, end: end, tally: &record.tally, into: &output) {
        case .written(let next, let service):
            if request.endsLines { output.append(UInt8(ascii: "\n")) }
            if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
            var result = Result()
            result.records = 1
            result.service = service
            result.next = next
            return result
        case .new where layouts.wantsToLearn(length: end &- text.token(token)):
            return try learn(text, token: token, end: end, request, into: &output)
        default:
            return try convertGenerally(text, token: token, end: end, request, into: &output)
        }
    }

    /// Decodes the document and keeps how, for the next ones that differ only in values.
    @inline(never)
    private mutating func learn(
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
        var builder = LayoutBuilder(
            text,
            token: token,
            next: result.next,
            end: end,
            trace.pointee,
            record: UnsafeRawBufferPointer(rebasing: output.bytes[before..<output.count - lineEnd])
        )
        let isLearned = builder.build(service: result.service) && layouts.add(builder.segments, builder.parts)
        layouts.spend(isLearned: isLearned)
        return result
    }
}
