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

    private let converter: any ChunkConverter
    private let limit: Int
    private let sink: RejectSink
    private var faults: [DocumentFault] = []
    private var places = PlaceFinder()
    /// Output up to here has been copied to where rejects stand between the lines.
    private var mixedOutput = 0

    init(converter: any ChunkConverter, limit: Int, sink: RejectSink) {
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
            let isReject = isLines && Reject.isReject(UnsafeRawBufferPointer(rebasing: chunk.window[document]))
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
    private func slice(_ document: Range<Int>, of chunk: Chunk) -> Range<Int> {
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
                index: origin.envelope.isIndexed ? chunk.start.index + batch.lowerBound : nil
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

    private func tooLong(_ place: Ledger.Place, index: Int, envelope: Envelope) -> Reject {
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

    private mutating func emit(_ reject: Reject, raw: UnsafeRawBufferPointer, at outputOffset: Int, in chunk: Chunk) {
        let place = Ledger.Place(file: reject.file, line: reject.line, offset: reject.offset)
        chunk.ledger.addReject(code: reject.code, place: place)
        switch sink {
        case .drop: break
        case .separate: reject.append(to: &chunk.rejects, raw: raw, limit: limit)
        case .inline:
            mix(chunk, upTo: outputOffset)
            reject.append(to: &chunk.mixed, raw: raw, limit: limit)
        }
    }

    private mutating func mix(_ chunk: Chunk, upTo outputOffset: Int) {
        chunk.isMixed = true
        chunk.mixed.append(UnsafeRawBufferPointer(rebasing: chunk.output.bytes[mixedOutput..<outputOffset]))
        mixedOutput = outputOffset
    }
}

extension ChunkWorker {
    /// Writes a part of the reject of a document that is over the limit.
    private func passOn(_ chunk: Chunk) {
        guard let long = chunk.long else { return }
        let origin = chunk.origin
        let place = Ledger.Place(
            file: origin.file,
            line: origin.hasLines ? long.position.lineFeeds + 1 : nil,
            offset: long.position.offset
        )
        if case .longEnd = chunk.content {
            chunk.ledger.found += 1
            chunk.ledger.addReject(code: long.passingCode ?? Reject.tooLong, place: place)
        }
        switch sink {
        case .drop: break
        case .inline: passOn(chunk, long, place, into: &chunk.output)
        case .separate: passOn(chunk, long, place, into: &chunk.rejects)
        }
    }

    private func passOn(
        _ chunk: Chunk,
        _ long: Chunk.LongDocument,
        _ place: Ledger.Place,
        into output: inout OutputBuffer
    ) {
        let isReject = long.passingCode != nil
        if !isReject, chunk.content == .longStart {
            tooLong(place, index: long.position.index, envelope: chunk.origin.envelope).appendHead(to: &output)
            output.append(member: "rawBase64")
            output.append(0x22)
        }
        if isReject {
            output.append(chunk.window)
        } else {
            Base64.encode(chunk.window, into: &output)
        }
        guard case .longEnd(let length) = chunk.content else { return }
        if isReject {
            output.append(0x0A)
        } else {
            output.append(0x22)
            Reject.appendTail(to: &output, length: length)
        }
    }

    /// Keeps a reject line that is too long to be looked at as it is.
    private mutating func pass(_ line: UnsafeRawBufferPointer, of range: Range<Int>, in chunk: Chunk) {
        chunk.ledger.found += 1
        let code = Reject.code(inHead: line) ?? Reject.unreadable
        chunk.ledger.addReject(code: code, place: places.place(of: range.lowerBound, in: chunk))
        let raw = UnsafeRawBufferPointer(rebasing: chunk.window[range])
        switch sink {
        case .drop: break
        case .separate:
            chunk.rejects.append(raw)
            chunk.rejects.append(0x0A)
        case .inline:
            mix(chunk, upTo: chunk.output.count)
            chunk.mixed.append(raw)
            chunk.mixed.append(0x0A)
        }
    }

    /// Converts the bytes that a reject line keeps; false where the line is none.
    private mutating func readBack(_ line: Range<Int>, of chunk: Chunk) -> Bool {
        let bytes = UnsafeRawBufferPointer(rebasing: chunk.window[line])
        guard slice(line, of: chunk).count <= Reject.lineLimit(bytes, limit: limit) else {
            pass(bytes, of: slice(line, of: chunk), in: chunk)
            return true
        }
        guard let (old, raw) = Reject.read(bytes),
            let envelope = Envelope.named(old.envelope)
        else { return false }
        guard raw.count <= limit else {
            chunk.ledger.found += 1
            var reject = old
            (reject.code, reject.message, reject.errorOffset) = (Reject.tooLong, Self.tooLongMessage(limit), limit)
            raw.withUnsafeBytes { emit(reject, raw: $0, at: chunk.output.count, in: chunk) }
            return true
        }
        var memory = PageBuffer(capacity: max(raw.count, 1))
        raw.withUnsafeBytes {
            memory.base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory.base), byteCount: $0.count)
        }
        let window = UnsafeRawBufferPointer(start: memory.base, count: raw.count)
        let hasReturn = envelope == .lines && raw.last == 0x0D
        let document = 0..<(hasReturn ? raw.count - 1 : raw.count)
        faults.removeAll(keepingCapacity: true)
        converter.begin(WindowOrigin(file: old.file, offset: old.offset, line: old.line, index: old.index))
        withUnsafePointer(to: document) { pointer in
            converter.convert(
                window: window,
                documents: UnsafeBufferPointer(start: pointer, count: 1),
                oneALine: envelope.isOneALine,
                output: &chunk.output,
                faults: &faults
            )
        }
        chunk.ledger.add(converter.takeTally()) { _ in
            Ledger.Place(file: old.file, line: old.line, offset: old.offset)
        }
        for fault in faults {
            let range = fault.item == nil ? 0..<raw.count : fault.range
            var reject = old
            reject.item = fault.item ?? old.item
            reject.offset += range.lowerBound
            reject.line = old.line.map {
                $0 + LineFinder.countLineFeeds(in: UnsafeRawBufferPointer(rebasing: window[..<range.lowerBound]))
            }
            reject.code = fault.code
            reject.message = fault.message
            reject.errorOffset = fault.offset - range.lowerBound
            emit(reject, raw: UnsafeRawBufferPointer(rebasing: window[range]), at: fault.outputOffset, in: chunk)
        }
        memory.shrink(above: 0, to: 1)
        return true
    }
}

/// Names places in a chunk, counting lines as it goes.
private struct PlaceFinder {
    private var position = 0
    private var lineFeeds = 0

    mutating func place(of offset: Int, in chunk: Chunk) -> Ledger.Place {
        let origin = chunk.origin
        guard origin.hasLines else {
            return Ledger.Place(file: origin.file, line: nil, offset: chunk.start.offset + offset)
        }
        if offset < position {
            (position, lineFeeds) = (0, 0)
        }
        lineFeeds += LineFinder.countLineFeeds(in: UnsafeRawBufferPointer(rebasing: chunk.window[position..<offset]))
        position = offset
        return Ledger.Place(
            file: origin.file,
            line: chunk.start.lineFeeds + lineFeeds + 1,
            offset: chunk.start.offset + offset
        )
    }
}
