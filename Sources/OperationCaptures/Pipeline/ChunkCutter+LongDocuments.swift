extension ChunkCutter {
    /// Hands on the first part of a document that is over the limit.
    mutating func startLong(_ chunk: Chunk) -> Bool {
        var document = Chunk.LongDocument(position: position, passingCode: nil)
        if splitter == nil, Reject.isReject(chunk.window) {
            document.passingCode = Reject.code(inHead: chunk.window) ?? Reject.unreadable
        }
        long = document
        longLength = 0
        chunk.content = .longStart
        return handOn(chunk)
    }

    /// Hands on the next part, or the last one.
    mutating func fillLong(_ chunk: Chunk) throws(BatchFailure) -> Bool {
        chunk.content = .longPart
        while true {
            if let (end, consumed) = longEnd(in: chunk.window) {
                longLength += end
                chunk.content = .longEnd(length: longLength)
                chunk.long = long
                long = nil
                advance(chunk, by: consumed, documents: 1)
                chunk.count = end
                chunk.end = position
                return true
            }
            if chunk.count >= max(settings.chunkSize, 3) { return handOn(chunk) }
            try readMore(into: chunk)
        }
    }

    private mutating func handOn(_ chunk: Chunk) -> Bool {
        let count = chunk.count - chunk.count % 3
        chunk.long = long
        longLength += count
        advance(chunk, by: count, documents: 0)
        return true
    }

    /// Where the document ends in the window, and where the next one may begin.
    private mutating func longEnd(in window: UnsafeRawBufferPointer) -> (end: Int, consumed: Int)? {
        guard splitter != nil else {
            if let lineFeed = LineFinder.firstLineFeed(in: window, from: 0) { return (lineFeed, lineFeed + 1) }
            return isAtEnd ? (window.count, window.count) : nil
        }
        guard let document = splitter?.next(in: window, isLast: isAtEnd) else { return nil }
        return (max(document.upperBound, 0), max(splitter?.consumed ?? 0, 0))
    }
}
