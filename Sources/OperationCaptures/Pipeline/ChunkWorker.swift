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

    let converter: any ChunkConverter
    let limit: Int
    let sink: RejectSink
    /// Whether secrets are taken out of what is written.
    let redacts: Bool
    var faults: [DocumentFault] = []
    var places = PlaceFinder()
    /// Output up to here has been copied to where rejects stand between the lines.
    private var mixedOutput = 0

    init(converter: any ChunkConverter, limit: Int, sink: RejectSink, redacts: Bool = false) {
        self.redacts = redacts
        self.converter = converter
        self.limit = limit
        self.sink = sink
    }

    /// Fills the chunk's outputs and its ledger.
    mutating func process(_ chunk: Chunk) {
        places = PlaceFinder()
        mixedOutput = 0
        switch chunk.content {
        case .documents: convert(chunk)
        case .longStart, .longPart, .longEnd: passOn(chunk)
        }
        if chunk.isMixed {
            chunk.mixed.append(UnsafeRawBufferPointer(rebasing: chunk.output.bytes[mixedOutput...]))
        }
        guard redacts, case .documents = chunk.content else { return }
        if chunk.isMixed {
            _ = Redaction.redact(&chunk.mixed, from: 0)
        } else {
            _ = Redaction.redact(&chunk.output, from: 0)
        }
    }

    private mutating func convert(_ chunk: Chunk) {
        let isLines = chunk.origin.envelope == .lines
        if isLines {
            var splitter = LineSplitter(limit: limit)
            _ = splitter.split(chunk.window, isLast: true, into: &chunk.documents)
            chunk.ledger.blank += splitter.blankLines
        }
        chunk.ledger.found += chunk.emptyLists
        chunk.ledger.ignored += chunk.emptyLists
        var batch = 0
        for index in chunk.documents.indices {
            let document = chunk.documents[index]
            let isReject = Reject.isReject(UnsafeRawBufferPointer(rebasing: chunk.window[document]))
            guard isReject || slice(document, of: chunk).count > limit else { continue }
            convert(chunk, batch..<index)
            batch = index + 1
            let isReadBack = isReject && readBack(document, of: chunk)
            if isReadBack { continue }
            if slice(document, of: chunk).count > limit {
                reject(chunk, document: index, range: slice(document, of: chunk))
            } else {
                convert(chunk, index..<index + 1)
            }
        }
        convert(chunk, batch..<chunk.documents.count)
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
        converter.begin(
            WindowOrigin(
                file: origin.file,
                offset: chunk.start.offset,
                line: origin.hasLines ? chunk.start.lineFeeds + 1 : nil,
                index: origin.envelope.isIndexed ? chunk.start.index + batch.lowerBound : nil,
                recording: origin.envelope.recording
            )
        )
        chunk.documents.withUnsafeBufferPointer { documents in
            converter.convert(
                window: chunk.window,
                documents: UnsafeBufferPointer(rebasing: documents[batch]),
                oneALine: origin.envelope.isOneALine,
                output: &chunk.output,
                faults: &faults
            )
        }
        let first = batch.lowerBound
        chunk.ledger.add(converter.takeTally()) { document in
            places.place(of: chunk.documents[first + document].lowerBound, in: chunk)
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
        switch sink {
        case .drop: break
        case .separate: reject.append(to: &chunk.rejects, raw: raw, limit: limit, redacts: redacts)
        case .inline:
            mix(chunk, upTo: outputOffset)
            reject.append(to: &chunk.mixed, raw: raw, limit: limit, redacts: redacts)
        }
    }

    mutating func mix(_ chunk: Chunk, upTo outputOffset: Int) {
        chunk.isMixed = true
        chunk.mixed.append(UnsafeRawBufferPointer(rebasing: chunk.output.bytes[mixedOutput..<outputOffset]))
        mixedOutput = outputOffset
    }
}
