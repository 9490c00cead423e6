import LongRunningOperations

extension ChunkWorker {
    /// Writes a part of the reject of a document that is over the limit.
    func passOn(_ chunk: Chunk) {
        guard let long = chunk.long else { return }
        let reject = reject(of: long, in: chunk)
        if case .longEnd = chunk.content {
            chunk.ledger.found += 1
            let place = Ledger.Place(file: reject.file, line: reject.line, offset: reject.offset)
            chunk.ledger.addReject(code: reject.code, place: place)
        }
        switch sink {
        case .drop: break
        case .inline: passOn(chunk, long, reject, into: &chunk.output)
        case .separate: passOn(chunk, long, reject, into: &chunk.rejects)
        }
    }

    /// What is said of a document that is over the limit.
    func reject(of long: Chunk.LongDocument, in chunk: Chunk) -> Reject {
        let origin = chunk.origin
        let place = Ledger.Place(
            file: origin.file,
            line: origin.hasLines ? long.position.lineFeeds + 1 : nil,
            offset: long.position.offset
        )
        var reject = tooLong(place, index: long.position.index, envelope: origin.envelope)
        if let code = long.passingCode { reject.code = code }
        return reject
    }

    private func passOn(
        _ chunk: Chunk,
        _ long: Chunk.LongDocument,
        _ reject: Reject,
        into output: inout OutputBuffer
    ) {
        // A secret may lie across two parts: where secrets are to go, none of the bytes are kept.
        let isReject = long.passingCode != nil && !redacts
        if !isReject, chunk.content == .longStart {
            reject.appendHead(to: &output)
            output.append(member: "rawBase64")
            output.append(0x22)
        }
        if isReject {
            output.append(chunk.window)
        } else if !redacts {
            Base64.encode(chunk.window, into: &output)
        }
        guard case .longEnd(let length) = chunk.content else { return }
        if isReject {
            output.append(0x0A)
        } else {
            output.append(0x22)
            Reject.appendTail(to: &output, length: length, isRedacted: redacts)
        }
    }
}
