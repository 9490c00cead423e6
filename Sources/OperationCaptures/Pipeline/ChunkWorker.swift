import LongRunningOperations

/// Converts chunks, one at a time, on one thread.
///
///     documents ──▶ converter ──▶ output ┐
///                      └ faults ──▶ rejects ──▶ between the lines, or to a buffer of their own
///     reject lines read back ──▶ the bytes they keep ──▶ converter, faults under the old place
struct ChunkWorker {
    enum RejectSink: Equatable, Sendable {
        case inline
        case separate
        case drop
    }

    /// How many lines that are not known are cut at once, at most.
    private static let mostLinesTogether = 1024
    /// How many documents are converted at once, at most: each may have a fault.
    private static let mostDocumentsTogether = 4096

    let converter: any ChunkConverter
    let limit: Int
    let sink: RejectSink
    /// Whether secrets are taken out of what is written.
    let redacts: Bool
    var faults: [DocumentFault] = []
    var places = PlaceFinder()
    /// Writes the lines and rejects of a chunk that is not converted to its end; nothing where a chunk is wanted whole.
    var writePart: ((Chunk) -> Void)?
    /// Whether the converter was given a line that only begins like a reject: it may then know some that are.
    private var mayKnowRejects = false

    init(converter: any ChunkConverter, limit: Int, sink: RejectSink, redacts: Bool = false) {
        self.redacts = redacts
        self.converter = converter
        self.limit = limit
        self.sink = sink
    }

    /// Fills the chunk's outputs and its ledger.
    mutating func process(_ chunk: Chunk) {
        places = PlaceFinder()
        switch chunk.content {
        case .documents:
            convert(chunk)
            chunk.finishLines(redacts: redacts)
        case .longStart, .longPart, .longEnd: passOn(chunk)
        }
    }

    private mutating func convert(_ chunk: Chunk) {
        chunk.ledger.found += chunk.emptyLists
        chunk.ledger.ignored += chunk.emptyLists
        if chunk.origin.envelope == .lines {
            convertLines(chunk)
        } else {
            convertDocuments(chunk, chunk.documents.indices)
        }
        chunk.ledger.add(converter.takeTally()) { _ in places.place(of: 0, in: chunk) }
    }

    /// Lines that the converter knows follow each other without a look at where they end; the others are cut, one at first,
    /// then more together the longer that goes on.
    private mutating func convertLines(_ chunk: Chunk) {
        var splitter = LineSplitter(limit: limit)
        var ahead = 1
        while true {
            if !mayKnowRejects {
                let start = splitter.consumed
                let next = converter.convertKnownLines(
                    window: chunk.window,
                    from: start,
                    readable: chunk.readable,
                    output: &chunk.output
                )
                if next > start { ahead = 1 }
                splitter.skip(to: next)
            }
            let first = chunk.documents.count
            while chunk.documents.count - first < ahead,
                let document = splitter.next(in: chunk.window, isLast: true)
            {
                chunk.documents.append(document)
            }
            guard chunk.documents.count > first else { break }
            convertDocuments(chunk, first..<chunk.documents.count)
            ahead = min(ahead * 2, Self.mostLinesTogether)
        }
        chunk.ledger.blank += splitter.blankLines
    }

    private mutating func convertDocuments(_ chunk: Chunk, _ documents: Range<Int>) {
        var batch = documents.lowerBound
        for index in documents {
            let document = chunk.documents[index]
            let isReject = Reject.isReject(UnsafeRawBufferPointer(rebasing: chunk.window[document]))
            guard isReject || slice(document, of: chunk).count > limit else {
                if index - batch == Self.mostDocumentsTogether {
                    convert(chunk, batch..<index)
                    batch = index
                }
                continue
            }
            convert(chunk, batch..<index)
            batch = index + 1
            let isReadBack = isReject && readBack(document, of: chunk)
            if isReadBack { continue }
            if slice(document, of: chunk).count > limit {
                reject(chunk, document: index, range: slice(document, of: chunk))
            } else {
                if isReject { mayKnowRejects = true }
                convert(chunk, index..<index + 1)
            }
        }
        convert(chunk, batch..<documents.upperBound)
    }

    /// The bytes that a reject keeps for a document: in lines, with the CR that ends it.
    func slice(_ document: Range<Int>, of chunk: Chunk) -> Range<Int> {
        guard chunk.origin.envelope == .lines else { return document }
        return document.lowerBound..<LineSplitter.lineEnd(behind: document, in: chunk.window)
    }

    private mutating func convert(_ chunk: Chunk, _ batch: Range<Int>) {
        guard !batch.isEmpty else { return }
        faults.removeAll(keepingCapacity: true)
        let origin = chunk.origin
        var window = chunk.windowOrigin
        window.index = window.index.map { $0 + batch.lowerBound }
        converter.begin(window)
        chunk.documents.withUnsafeBufferPointer { documents in
            converter.convert(
                window: chunk.window,
                readable: chunk.readable,
                documents: UnsafeBufferPointer(rebasing: documents[batch]),
                oneALine: origin.envelope.isOneALine,
                output: &chunk.output,
                faults: &faults
            )
        }
        let first = batch.lowerBound
        if converter.countsByIndex {
            chunk.ledger.add(converter.takeTally()) { document in
                places.place(of: chunk.documents[first + document].lowerBound, in: chunk)
            }
        }
        for fault in faults {
            let index = first + fault.document
            let range = fault.item == nil ? slice(chunk.documents[index], of: chunk) : fault.range
            let place = places.place(of: range.lowerBound, in: chunk)
            let reject = Reject(
                file: place.file,
                line: place.line,
                offset: place.offset,
                index: origin.envelope.isIndexed ? chunk.start.index + index : nil,
                item: fault.item,
                envelope: origin.envelope.name,
                code: fault.code,
                message: fault.message,
                errorOffset: fault.offset - range.lowerBound
            )
            emit(reject, raw: UnsafeRawBufferPointer(rebasing: chunk.window[range]), at: fault.outputOffset, in: chunk)
        }
        if writePart != nil { chunk.moveOutput(redacts: redacts) }
        writePartIfLarge(chunk)
    }

    /// Rejects a document over the limit that is in memory all the same.
    private mutating func reject(_ chunk: Chunk, document index: Int, range: Range<Int>) {
        let place = places.place(of: range.lowerBound, in: chunk)
        let reject = tooLong(place, index: chunk.start.index + index, envelope: chunk.origin.envelope)
        chunk.ledger.found += 1
        let raw = UnsafeRawBufferPointer(rebasing: chunk.window[range])
        emit(reject, raw: raw, at: chunk.output.count, in: chunk)
    }

    func tooLong(_ place: Ledger.Place, index: Int, envelope: Envelope) -> Reject {
        Reject(
            file: place.file,
            line: place.line,
            offset: place.offset,
            index: envelope.isIndexed ? index : nil,
            item: nil,
            envelope: envelope.name,
            code: Reject.tooLong,
            message: Self.tooLongMessage(limit),
            errorOffset: limit
        )
    }

    static func tooLongMessage(_ limit: Int) -> String {
        "the document is longer than \(limit) bytes"
    }

    mutating func emit(_ reject: Reject, raw: UnsafeRawBufferPointer, at outputOffset: Int, in chunk: Chunk) {
        let place = Ledger.Place(file: reject.file, line: reject.line, offset: reject.offset)
        chunk.ledger.addReject(code: reject.code, place: place)
        write(at: outputOffset, in: chunk) { reject.append(to: &$0, raw: raw, limit: limit, redacts: redacts) }
    }

    /// Appends a reject line to where they go.
    func write(at outputOffset: Int, in chunk: Chunk, _ append: (inout OutputBuffer) -> Void) {
        switch sink {
        case .drop: break
        case .separate: append(&chunk.rejects)
        case .inline: chunk.mix(upTo: outputOffset, redacts: redacts, append)
        }
        writePartIfLarge(chunk)
    }

    /// Has what the chunk became so far written if there is much of it, so that it need not be held.
    private func writePartIfLarge(_ chunk: Chunk) {
        guard let writePart, chunk.holdsMuch else { return }
        if redacts, !chunk.isMixed { chunk.finishLines(redacts: true) }
        writePart(chunk)
        chunk.removeWritten()
    }
}
