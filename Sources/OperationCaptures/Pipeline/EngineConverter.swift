package import LongRunningOperations

/// The engine of the library as the pipeline's converter.
package final class EngineConverter: ChunkConverter {
    private let converter: DocumentConverter
    private let addsProvenance: Bool
    private var origin = WindowOrigin(file: nil, offset: 0, line: nil, index: nil)
    private var inside: [DocumentConverter.Fault] = []

    /// Makes a converter; `countsRootCauses` has the tally name the root causes of failed operations, `addsProvenance` has each
    /// record say where it was found.
    package init(
        plan: DecodingPlan,
        limits: DecodingLimits = DecodingLimits(),
        countsRootCauses: Bool = false,
        addsProvenance: Bool = false
    ) {
        converter = DocumentConverter(plan: plan, limits: limits, countsRootCauses: countsRootCauses)
        self.addsProvenance = addsProvenance
    }

    package func begin(_ origin: WindowOrigin) {
        self.origin = origin
    }

    package func convert(
        window: UnsafeRawBufferPointer,
        documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        output: inout OutputBuffer,
        faults: inout [DocumentFault]
    ) {
        inside.removeAll(keepingCapacity: true)
        converter.convert(
            window: window,
            readable: window.count,
            documents: documents,
            oneALine: oneALine,
            provenance: addsProvenance ? provenance(of: documents, in: window) : nil,
            into: &output,
            faults: &inside
        )
        for fault in inside {
            faults.append(
                DocumentFault(
                    document: fault.document,
                    item: fault.item,
                    range: fault.range,
                    code: fault.code.rawValue,
                    message: fault.message,
                    offset: fault.offset,
                    outputOffset: fault.outputOffset
                )
            )
        }
    }

    /// Says where each document stands, asked in ascending order.
    private func provenance(
        of documents: UnsafeBufferPointer<Range<Int>>,
        in window: UnsafeRawBufferPointer
    ) -> (Int) -> ProvenanceSource {
        let origin = origin
        let file = origin.file.map { Array($0.utf8) }
        var line = origin.line
        var counted = 0
        return { number in
            let range = documents[number]
            if let known = line {
                line = known + window[counted..<range.lowerBound].count { $0 == UInt8(ascii: "\n") }
                counted = range.lowerBound
            }
            return ProvenanceSource(
                file: file,
                line: line,
                offset: origin.offset + range.lowerBound,
                length: range.count,
                index: origin.index.map { $0 + number }
            )
        }
    }

    package func takeTally() -> ConversionTally {
        let counts = converter.takeTally()
        var tally = ConversionTally()
        tally.found = counts.found
        tally.converted = counts.converted
        tally.rejected = counts.rejected
        tally.ignored = counts.ignored
        for (service, kind, count) in counts.replies {
            tally.services[service, default: 0] += count
            // Replies that are no operation have no state; the table shows them all the same.
            if OperationState(name: kind) != nil { tally.states[kind, default: 0] += count }
            tally.servicesByState[ConversionTally.ServiceState(service: service, state: kind), default: 0] += count
        }
        for (code, count) in counts.diagnostics {
            tally.diagnostics[code] = count
        }
        for (service, word, count, document) in counts.unknownWords {
            let key = ConversionTally.UnknownWord(service: service, word: word)
            tally.unknownWords[key] = ConversionTally.Occurrences(count: count, firstDocument: document)
        }
        for (code, count) in counts.rootCauses {
            tally.rootCauses[code] = count
        }
        return tally
    }
}
