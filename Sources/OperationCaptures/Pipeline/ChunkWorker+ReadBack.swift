import LongRunningOperations

extension ChunkWorker {
    /// Keeps a reject line that is too long to be looked at as it is.
    private mutating func pass(_ line: UnsafeRawBufferPointer, of range: Range<Int>, in chunk: Chunk) {
        chunk.ledger.found += 1
        let code = Reject.code(inHead: line) ?? Reject.unreadable
        chunk.ledger.addReject(code: code, place: places.place(of: range.lowerBound, in: chunk))
        let raw = UnsafeRawBufferPointer(rebasing: chunk.window[range])
        write(at: chunk.output.count, in: chunk) { lines in
            let start = lines.count
            lines.append(raw)
            if redacts { _ = Redaction.redact(&lines, from: start) }
            lines.append(0x0A)
        }
    }

    /// Converts the bytes that a reject line keeps; false where the line is none.
    mutating func readBack(_ line: Range<Int>, of chunk: Chunk) -> Bool {
        let bytes = UnsafeRawBufferPointer(rebasing: chunk.window[line])
        guard slice(line, of: chunk).count <= Reject.lineLimit(bytes, limit: limit) else {
            pass(bytes, of: slice(line, of: chunk), in: chunk)
            return true
        }
        guard let (old, raw) = Reject.read(bytes),
            let envelope = Envelope.ofReject(old.envelope)
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
        converter.begin(
            WindowOrigin(
                file: old.file,
                offset: old.offset,
                line: old.line,
                index: old.index,
                recording: envelope.recording,
                // Such a reject keeps all of its entry; elsewhere it keeps the element alone.
                item: envelope.recording == nil ? nil : old.item
            )
        )
        let readable = memory.readable
        withUnsafePointer(to: document) { pointer in
            converter.convert(
                window: window,
                readable: readable,
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
            // Of a part nobody knows how long it was.
            if fault.item != nil, range.count < raw.count {
                reject.redactedLength = old.redactedLength.map { _ in range.count }
            }
            emit(reject, raw: UnsafeRawBufferPointer(rebasing: window[range]), at: fault.outputOffset, in: chunk)
        }
        memory.shrink(above: 0, to: 1)
        return true
    }
}
