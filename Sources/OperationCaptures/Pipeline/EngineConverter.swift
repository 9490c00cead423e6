package import LongRunningOperations

/// The engine of the library as the pipeline's converter.
package final class EngineConverter: ChunkConverter {
    private let converter: DocumentConverter
    private let entries: EntryConverter
    private let addsProvenance: Bool
    private var origin = WindowOrigin(file: nil, offset: 0, line: nil, index: nil)
    private var inside: [DocumentConverter.Fault] = []
    private let translation: Translation?
    /// Canonical lines on their way to another vocabulary.
    private var canonical = OutputBuffer()

    /// Into which vocabulary records are translated, and whether each names what that cannot say.
    package struct Translation: Sendable {
        package var target: TargetVocabulary
        package var listsLosses: Bool

        package init(target: TargetVocabulary, listsLosses: Bool) {
            self.target = target
            self.listsLosses = listsLosses
        }
    }

    /// Makes a converter; `countsRootCauses` has the tally name the root causes of failed operations, `addsProvenance` has each
    /// record say where it was found.
    package convenience init(
        plan: DecodingPlan,
        limits: DecodingLimits = DecodingLimits(),
        countsRootCauses: Bool = false,
        addsProvenance: Bool = false,
        translation: Translation? = nil
    ) {
        self.init(
            DocumentConverter(plan: plan, limits: limits, countsRootCauses: countsRootCauses),
            addsProvenance: addsProvenance,
            translation: translation
        )
    }

    /// Makes a converter out of one that somebody else looks at, too.
    package init(
        _ converter: DocumentConverter,
        addsProvenance: Bool = false,
        translation: Translation? = nil
    ) {
        self.translation = translation
        self.converter = converter
        entries = EntryConverter(converter)
        self.addsProvenance = addsProvenance
    }

    package func begin(_ origin: WindowOrigin) {
        self.origin = origin
    }

    package func convert(
        window: UnsafeRawBufferPointer,
        readable: Int,
        documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        output: inout OutputBuffer,
        faults: inout [DocumentFault]
    ) {
        guard let translation else {
            convertAll(window, readable, documents, oneALine: oneALine, into: &output, faults: &faults)
            return
        }
        let known = faults.count
        canonical.removeAll()
        convertAll(window, readable, documents, oneALine: oneALine, into: &canonical, faults: &faults)
        translate(translation, into: &output, faults: &faults[known...])
    }

    package func convertKnownLines(
        window: UnsafeRawBufferPointer,
        from start: Int,
        readable: Int,
        output: inout OutputBuffer
    ) -> Int {
        guard translation == nil, !addsProvenance else { return start }
        return converter.convertKnownLines(window: window, from: start, readable: readable, into: &output)
    }

    /// Converts entries of a recording, or bare documents, to canonical lines.
    private func convertAll(
        _ window: UnsafeRawBufferPointer,
        _ readable: Int,
        _ documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        into output: inout OutputBuffer,
        faults: inout [DocumentFault]
    ) {
        let provenance = addsProvenance ? provenance(of: documents, in: window) : nil
        if let recording = origin.recording {
            entries.convert(
                recording,
                window: window,
                readable: readable,
                documents: documents,
                item: origin.item,
                provenance: provenance,
                output: &output,
                faults: &faults
            )
            return
        }
        inside.removeAll(keepingCapacity: true)
        converter.convert(
            window: window,
            readable: readable,
            documents: documents,
            oneALine: oneALine,
            provenance: provenance,
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

    /// Translates the canonical lines one by one, and moves each fault to where it then belongs.
    private func translate(
        _ translation: Translation,
        into output: inout OutputBuffer,
        faults: inout ArraySlice<DocumentFault>
    ) {
        let lines = canonical.bytes
        var fault = faults.startIndex
        var start = 0
        var losses: [TranslationLoss] = []
        while start < lines.count {
            while fault < faults.endIndex, faults[fault].outputOffset <= start {
                faults[fault].outputOffset = output.count
                fault += 1
            }
            let end = lines[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? lines.count
            let line = UnsafeRawBufferPointer(rebasing: lines[start..<end])
            if translation.listsLosses {
                losses.removeAll(keepingCapacity: true)
                let before = output.count
                translation.target.append(canonicalLine: line, to: &output, losses: &losses)
                if !losses.isEmpty { TranslationLoss.append(losses, behind: before, in: &output) }
            } else {
                translation.target.append(canonicalLine: line, to: &output)
            }
            start = end
        }
        while fault < faults.endIndex {
            faults[fault].outputOffset = output.count
            fault += 1
        }
    }

    /// Says where each document stands, asked in ascending order.
    private func provenance(
        of documents: UnsafeBufferPointer<Range<Int>>,
        in window: UnsafeRawBufferPointer
    ) -> (Int) -> ProvenanceSource {
        let origin = origin
        let file = origin.file.map { Array($0.utf8) }
        var places = PlaceFinder()
        return { number in
            let range = documents[number]
            let place = places.place(of: range.lowerBound, in: window, origin)
            return ProvenanceSource(
                file: file,
                line: place.line,
                offset: place.offset,
                length: range.count,
                index: origin.index.map { $0 + number }
            )
        }
    }

    package var countsByIndex: Bool { converter.hasUnknownWords }

    package func takeTally() -> ConversionTally {
        ConversionTally(converter.takeTally())
    }
}
