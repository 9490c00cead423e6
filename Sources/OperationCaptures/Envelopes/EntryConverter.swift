package import LongRunningOperations

/// Converts the entries of a recording with the engine of the library.
///
///     entry ──▶ read by the format ──▶ exchanges ──▶ DocumentConverter ──▶ records
///       └──────── a fault anywhere ─────────────────────▶ the whole entry is the reject, the place of the fault in it
///
/// One thread uses it at a time.
package final class EntryConverter {
    private let converter: DocumentConverter
    private let reader: EntryReader
    // Nothing that is called while it is used comes back to it.
    @exclusivity(unchecked)
    private var inside: [DocumentConverter.Fault] = []
    /// The longest entry whose working memory is kept, in bytes: of longer ones only one index at a time is held, the entry's
    /// or the body's, each eight times as long.
    private static let keptLength = 1 << 20
    /// How many bytes the rejects of one entry may keep, or 64 times the entry: each keeps all of it.
    private static let mostKept = 16 << 20

    /// The converter keeps the counts: its tally has those of the entries, too.
    package init(_ converter: DocumentConverter) {
        self.converter = converter
        reader = EntryReader(depthLimit: converter.limits.depth)
    }

    /// Converts the entries at `documents`, ascending ranges of the window, and appends their records.
    ///
    /// `readable` bytes from the start of the window may be read. Where `item` is given, of a list nothing but that element is converted.
    package func convert(
        _ recording: Recording,
        window: UnsafeRawBufferPointer,
        readable: Int,
        documents: UnsafeBufferPointer<Range<Int>>,
        item: Int? = nil,
        provenance: ((Int) -> ProvenanceSource)? = nil,
        output: inout OutputBuffer,
        faults: inout [DocumentFault]
    ) {
        for number in 0..<documents.count {
            let range = documents[number]
            let entry = UnsafeRawBufferPointer(rebasing: window[range])
            let asked = Asked(
                number: number,
                readable: readable - range.lowerBound,
                item: item,
                provenance: provenance?(number)
            )
            do throws(IndexedDocument.Fault) {
                try recording.read(reader, entry) { exchange in
                    convert(exchange, of: entry, at: range, asked, &output, &faults)
                }
            } catch {
                converter.countReject()
                faults.append(
                    DocumentFault(
                        document: number,
                        range: range,
                        code: error.code.rawValue,
                        message: error.message,
                        offset: range.lowerBound + min(error.offset, range.count),
                        outputOffset: output.count
                    )
                )
            }
        }
    }

    /// What is asked of each exchange of an entry.
    private struct Asked {
        var number: Int
        /// How many bytes from the entry's start may be read.
        var readable: Int
        var item: Int?
        var provenance: ProvenanceSource?
    }

    private func convert(
        _ recorded: RecordedExchange,
        of entry: UnsafeRawBufferPointer,
        at range: Range<Int>,
        _ asked: Asked,
        _ output: inout OutputBuffer,
        _ faults: inout [DocumentFault]
    ) {
        inside.removeAll(keepingCapacity: true)
        reader.document.forgetStructure(above: Self.keptLength)
        defer { if entry.count > Self.keptLength { converter.shrink(above: Self.keptLength) } }
        var exchange = Exchange(recorded.head)
        switch recorded.body {
        case .none: break
        case .embedded(let value):
            exchange.body = UnsafeRawBufferPointer(rebasing: entry[value.range])
            exchange.readable = asked.readable - value.range.lowerBound
        case .text(let value): keep(&exchange) { reader.document.appendText(of: value, to: &$0) }
        case .made(let bytes, _): keep(&exchange) { text in bytes.withUnsafeBytes { text.append($0) } }
        case .kept:
            exchange.body = reader.text.bytes
            exchange.readable = reader.text.readable
        }
        _ = converter.convert(
            exchange: exchange,
            number: asked.number,
            item: asked.item,
            provenance: asked.provenance,
            mostFaults: max(64, Self.mostKept / max(entry.count, 1)),
            into: &output,
            faults: &inside
        )
        for fault in inside {
            let offset: Int
            switch recorded.body {
            case .none: offset = 0
            case .embedded(let value): offset = value.range.lowerBound + fault.offset
            case .text(let value): offset = reader.document.place(of: fault.offset, in: value)
            case .made(_, let place), .kept(let place): offset = place
            }
            faults.append(
                DocumentFault(
                    document: asked.number,
                    item: fault.item,
                    range: range,
                    code: fault.code.rawValue,
                    message: fault.message,
                    offset: range.lowerBound + min(offset, range.count),
                    outputOffset: fault.outputOffset
                )
            )
        }
    }

    /// Makes a body that does not stand in the entry, where kernels may read behind it.
    private func keep(_ exchange: inout Exchange, _ write: (inout OutputBuffer) -> Void) {
        reader.text.removeAll()
        write(&reader.text)
        exchange.body = reader.text.bytes
        exchange.readable = reader.text.readable
    }
}
