/// Converts documents to canonical lines, one after another or a window of lines at a time.
///
/// One thread uses it at a time.
///
/// Documents of known layouts need no index. Of the others, each is indexed alone; lines that come one after another are
/// indexed together, the more of them the longer that goes on: one call of the kernel for some hundred documents. Where the
/// kernel refuses them, because one is damaged, each is indexed alone and only the damaged ones are rejected.
package final class DocumentConverter {
    /// A document or list element that is no record.
    package struct Fault: Sendable {
        /// The number of the document in the call.
        package var document: Int
        package var item: Int?
        /// The bytes of the document or element in the window.
        package var range: Range<Int>
        package var code: OperationDecodingError.Code
        package var message: String
        /// Where in the window it shows.
        package var offset: Int
        /// Where in the output its reject belongs.
        package var outputOffset: Int
        /// The number of the service in question, if one was found or named.
        package var service: Int?
    }

    /// How many bytes of lines are indexed at once at most: they, their tokens and their records stay in the caches.
    static let indexedLength = 64 << 10

    package let plan: DecodingPlan
    // One thread at a time uses a converter, and nothing it calls comes back to it.
    @exclusivity(unchecked)
    var engine: DocumentEngine
    @exclusivity(unchecked)
    var index = TokenIndex()
    package let limits: DecodingLimits
    let urls: FittedURLs
    /// Where the members of a record are whose gaps are filled.
    let members = RecordMembers()
    /// The end of such a record meanwhile.
    @exclusivity(unchecked)
    var tail = OutputBuffer(capacity: 1024)
    /// Records found since the tally was last taken.
    @exclusivity(unchecked)
    var found = 0
    @exclusivity(unchecked)
    var rejected = 0

    /// Makes a converter; one that does not use layouts decodes every document the general way, to the same bytes.
    package init(
        plan: DecodingPlan,
        limits: DecodingLimits = DecodingLimits(),
        countsRootCauses: Bool = false,
        usesLayouts: Bool = true
    ) {
        self.plan = plan
        self.limits = limits
        urls = FittedURLs(plan: plan)
        engine = DocumentEngine(plan: plan, depthLimit: limits.depth, usesLayouts: usesLayouts)
        engine.record.tally.countsRootCauses = countsRootCauses
    }

    /// How many layouts were learned, and how many documents were written by one.
    package var layoutCounts: (learned: Int, met: Int) {
        (engine.layouts.programCount, engine.layouts.metCount)
    }

    /// The longest document that is converted, in bytes.
    var lengthLimit: Int { min(limits.length, TokenIndex.longest) }

    /// Lets go of what a document needed that was longer than `limit`, if there was one, and of what a long URL did.
    ///
    /// All else that is kept grows with the longest document, and the index with each that has no known layout: it tells.
    package func shrink(above limit: Int) {
        urls.shrink()
        guard index.capacity > limit else { return }
        index.shrink(above: limit)
        engine.shrink(above: limit)
    }

    /// Converts the documents at `documents`, ranges of `window` in ascending order.
    ///
    /// `readable` bytes from the start of the window may be read. `oneALine` says that each document is a line and holds no
    /// line feed. `provenance` tells where a document came from, if records are to say it.
    package func convert(
        window: UnsafeRawBufferPointer,
        readable: Int,
        documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        provenance: ((Int) -> ProvenanceSource)? = nil,
        into output: inout OutputBuffer,
        faults: inout [Fault]
    ) {
        guard let base = window.baseAddress else { return }
        var number = 0
        var ahead = 1
        while number < documents.count {
            var answer: LayoutCache.Answer?
            if provenance == nil {
                let known = engine.convertKnown(
                    UnsafeBufferPointer(rebasing: documents[number...]),
                    at: base,
                    readable: readable,
                    lengthLimit: limits.length,
                    into: &output
                )
                found &+= known.count
                number &+= known.count
                guard number < documents.count else { return }
                answer = known.next
                if known.count > 0 { ahead = 1 }
            }
            let start = documents[number].lowerBound
            let most = provenance == nil ? ahead : documents.count
            var last = number
            while oneALine, last + 1 < documents.count, last + 1 - number < most,
                documents[last + 1].upperBound - start <= Self.indexedLength
            { last += 1 }
            let numbers = number..<last + 1
            let bytes = UnsafeRawBufferPointer(rebasing: window[start..<documents[last].upperBound])
            if numbers.count > 1, let text = index.index(bytes, readable: readable - start) {
                number = convertIndexed(
                    text,
                    numbers,
                    documents,
                    start,
                    answer,
                    provenance,
                    &output,
                    &faults
                )
                if number < numbers.upperBound { ahead = 1 } else { ahead = min(ahead * 2, 256) }
            } else {
                convertOneByOne(base, numbers, documents, readable, answer, provenance, &output, &faults)
                number = numbers.upperBound
                ahead = min(ahead * 2, 256)
            }
        }
    }

    /// Converts lines as long as each has a known layout; answers where the first one begins that is left, or the end.
    ///
    /// `window` is whole lines, with or without a CR before each line feed; `readable` bytes from its start may be read. Lines
    /// of known layouts are not even looked for: each begins where the one before it ends.
    package func convertKnownLines(
        window: UnsafeRawBufferPointer,
        from start: Int,
        readable: Int,
        into output: inout OutputBuffer
    ) -> Int {
        let known = engine.convertKnownLines(
            window,
            from: start,
            readable: readable,
            lengthLimit: limits.length,
            into: &output
        )
        found &+= known.count
        return known.next
    }

    /// The careful way: each document is indexed alone.
    ///
    /// `answer` is what became of the first one by its layout, where that was tried.
    private func convertOneByOne(
        _ base: UnsafeRawPointer,
        _ numbers: Range<Int>,
        _ documents: UnsafeBufferPointer<Range<Int>>,
        _ readable: Int,
        _ answer: LayoutCache.Answer?,
        _ provenance: ((Int) -> ProvenanceSource)?,
        _ output: inout OutputBuffer,
        _ faults: inout [Fault]
    ) {
        for number in numbers {
            let range = documents[number]
            let document = UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
            convert(
                document,
                number: number,
                at: range.lowerBound,
                readable: readable - range.lowerBound,
                number == numbers.lowerBound ? answer : nil,
                provenance,
                &output,
                &faults
            )
        }
    }

    /// The quick way: all documents are in one index; answers the number of the first one that is left, which is one behind
    /// a document of a known layout, or the end.
    ///
    /// `answer` is what became of the first one by its layout, where that was tried.
    private func convertIndexed(
        _ text: IndexedText,
        _ numbers: Range<Int>,
        _ documents: UnsafeBufferPointer<Range<Int>>,
        _ base: Int,
        _ answer: LayoutCache.Answer?,
        _ provenance: ((Int) -> ProvenanceSource)?,
        _ output: inout OutputBuffer,
        _ faults: inout [Fault]
    ) -> Int {
        var token = 0
        var request = DocumentEngine.Request()
        var answer = answer
        for number in numbers {
            let start = documents[number].lowerBound - base
            let end = documents[number].upperBound - base
            request.document = number
            if let provenance { request.provenance = provenance(number) }
            if end - start > limits.length {
                reject(number, start..<end, .tooLong, start, base, output.count, &faults)
                continue
            }
            if number > numbers.lowerBound {
                let document = UnsafeRawBufferPointer(start: text.bytes + start, count: end - start)
                answer = engine.convertKnown(document, readable: text.readable - start, request, into: &output)
                if case .written = answer {
                    found &+= 1
                    return number + 1
                }
            }
            token = text.token(atOrBehind: start, from: token)
            do throws(DocumentFaultInside) {
                let result = try engine.convert(text, token: token, end: end, request, answer, into: &output)
                account(result, number, base, &faults)
                token = result.next
            } catch {
                reject(number, start..<end, error.code, error.offset, base, output.count, &faults)
                token = nextToken(text, token, end)
            }
        }
        return numbers.upperBound
    }

    /// The first token at or behind `end`: a gallop, since a document of some hundred bytes has some dozen tokens.
    @inline(__always)
    private func nextToken(_ text: IndexedText, _ token: Int, _ end: Int) -> Int {
        var low = token
        var step = 32
        while low + step < text.tokenCount, text.token(low + step) < end {
            low += step
            step *= 2
        }
        var high = min(low + step, text.tokenCount)
        while low < high {
            let middle = (low + high) / 2
            if text.token(middle) < end { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func convert(
        _ document: UnsafeRawBufferPointer,
        number: Int,
        at base: Int,
        readable: Int,
        _ answer: LayoutCache.Answer?,
        _ provenance: ((Int) -> ProvenanceSource)?,
        _ output: inout OutputBuffer,
        _ faults: inout [Fault]
    ) {
        let range = 0..<document.count
        guard document.count <= lengthLimit else {
            reject(number, range, .tooLong, 0, base, output.count, &faults)
            return
        }
        var request = DocumentEngine.Request()
        request.document = number
        request.provenance = provenance?(number)
        do throws(DocumentFaultInside) {
            let result = try convertAlone(document, readable: readable, request, answer, into: &output)
            account(result, number, base, &faults)
        } catch {
            reject(number, range, error.code, error.offset, base, output.count, &faults)
        }
    }

    /// Converts one document alone; of several faults the first in the order of bytes is thrown.
    ///
    /// `answer` is what became of it by its layout, where that was tried.
    func convertAlone(
        _ document: UnsafeRawBufferPointer,
        readable: Int,
        _ request: borrowing DocumentEngine.Request,
        _ answer: LayoutCache.Answer? = nil,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> DocumentEngine.Result {
        let answer = answer ?? engine.convertKnown(document, readable: readable, request, into: &output)
        if case .written(let service) = answer {
            var result = DocumentEngine.Result()
            result.records = 1
            result.service = service
            result.isKnown = true
            return result
        }
        if let text = index.index(document, readable: readable) {
            return try engine.convert(text, token: 0, end: document.count, request, answer, into: &output)
        }
        let lexical = SyntaxFault.lexical(in: document) ?? SyntaxFault(code: .unexpectedCharacter, offset: 0)
        let sound = SyntaxFault.beginning(of: document, before: lexical)
        if let text = index.index(sound, readable: readable) {
            let walker = SyntaxWalker(
                text: text,
                end: sound.count,
                stack: engine.record.stack,
                depthLimit: limits.depth
            )
            do throws(SyntaxFault) {
                let value = try walker.value(at: 0, depth: 0)
                if value.next < text.tokenCount {
                    throw SyntaxFault(code: .trailingData, offset: text.token(value.next))
                }
            } catch {
                if error.offset < sound.count { throw DocumentFaultInside(error) }
            }
        }
        throw DocumentFaultInside(lexical)
    }

    func account(
        _ result: DocumentEngine.Result,
        _ number: Int,
        _ base: Int,
        _ faults: inout [Fault]
    ) {
        found &+= result.records &+ result.ignored
        engine.record.tally.ignored &+= result.ignored
        if engine.faults.isEmpty { return }
        for fault in engine.faults {
            found += 1
            rejected += 1
            faults.append(self.fault(fault, document: number, base, result.service))
        }
    }

    private func reject(
        _ number: Int,
        _ range: Range<Int>,
        _ code: DocumentFaultCode,
        _ offset: Int,
        _ base: Int,
        _ outputOffset: Int,
        _ faults: inout [Fault]
    ) {
        found += 1
        rejected += 1
        let bytes = base + range.lowerBound..<base + range.upperBound
        faults.append(
            fault(code, document: number, bytes, at: base + min(offset, range.upperBound), outputOffset: outputOffset)
        )
    }
}
