package import LongRunningOperations

extension CaptureScan {
    /// A record, or what became of it instead.
    package enum Finding: Sendable {
        case explained(Explanation)
        /// A reject, and how many bytes it keeps.
        case rejected(Reject, length: Int)
    }

    /// Explains the record that is line `number`, from 1, of what a run writes with its rejects between the lines.
    ///
    /// - Returns: The record, with the name of the envelope that it was found in, or nothing where there are fewer; and what
    ///   became of all that was read.
    package func explain(
        _ number: Int,
        by explainer: OperationExplainer
    ) throws(BatchFailure) -> (found: (finding: Finding, envelope: String)?, ledger: Ledger) {
        let converter = EngineConverter(explainer.converter, addsProvenance: true)
        var found: (finding: Finding, envelope: String)?
        var lines = 0
        let ledger = try run(ChunkWorker(converter: converter, limit: documentLimit, sink: .inline)) { chunk, worker in
            let before = lines
            switch chunk.content {
            case .documents: lines += LineFinder.countLineFeeds(in: chunk.lines)
            case .longStart, .longPart: break
            case .longEnd: lines += 1
            }
            guard lines >= number else { return true }
            let finding = Self.finding(number - before, in: chunk, &worker, explainer)
            found = finding.map { ($0, chunk.origin.envelope.name) }
            return false
        }
        return (found, ledger)
    }

    private static func finding(
        _ number: Int,
        in chunk: Chunk,
        _ worker: inout ChunkWorker,
        _ explainer: OperationExplainer
    ) -> Finding? {
        if case .longEnd(let length) = chunk.content, let long = chunk.long {
            return .rejected(worker.reject(of: long, in: chunk), length: length)
        }
        let lines = chunk.lines
        var start = 0
        // Where the record begins among those that were converted, without the rejects between them.
        var outputStart = 0
        var rest = number
        while let end = LineFinder.firstLineFeed(in: lines, from: start) {
            let line = UnsafeRawBufferPointer(rebasing: lines[start..<end])
            let isReject = Reject.isReject(line)
            rest -= 1
            if rest == 0 {
                guard isReject else { break }
                return rejected(line, in: chunk)
            }
            start = end + 1
            outputStart += isReject ? 0 : line.count + 1
        }
        chunk.rewind()
        let notes = explainer.notes(at: outputStart) { worker.process(chunk) }
        return explainer.explanations(of: chunk.output.bytes, by: notes).first.map { .explained($0.explanation) }
    }

    private static func rejected(_ line: UnsafeRawBufferPointer, in chunk: Chunk) -> Finding {
        if let (reject, raw) = Reject.read(line) { return .rejected(reject, length: raw.count) }
        // A line that was read back and passed as it is.
        let reject = Reject(
            file: chunk.origin.file,
            line: nil,
            offset: chunk.start.offset,
            index: nil,
            item: nil,
            envelope: chunk.origin.envelope.name,
            code: Reject.code(inHead: line) ?? Reject.unreadable,
            message: "this reject cannot be read back",
            errorOffset: 0
        )
        return .rejected(reject, length: line.count)
    }
}
