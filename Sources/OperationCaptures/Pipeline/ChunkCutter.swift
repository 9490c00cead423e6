/// Reads one input after the other and cuts it into chunks that end between documents.
///
///     bytes not yet cut ─┐
///     source ──read────▶ chunk: whole documents │ rest ──▶ bytes not yet cut
///
/// What is cut depends on the bytes; where, on the chunk size and on what a pipe has at hand. A document that outgrows the
/// limit is handed on in parts as it is read, so that memory is bounded by the limit whatever the input.
struct ChunkCutter: ~Copyable {
    struct Settings: Sendable {
        var inputs: [BatchInput]
        var envelope: Envelope?
        var chunkSize: Int
        var limit: Int
        var range: ByteRange?
        var interruption: Interruption?
        /// Whether lines have numbers in pipes, too, where they cannot be found again.
        var numbersAllLines = false
    }

    let settings: Settings
    var position: InputPosition
    var source: ByteSource?
    var origin = InputOrigin(file: nil, envelope: .lines, hasLines: false)
    var isAtEnd = false
    var failure: BatchFailure?
    /// Bytes read and not yet cut; their first one is at `position`, or in the document that is handed on in parts.
    var carry = PageBuffer(capacity: 4096)
    var carryCount = 0
    /// How often the source was read for the chunk cut last.
    var reads = 0
    /// Nothing for lines, which the converting threads split.
    var splitter: (any Splitter)?
    var long: Chunk.LongDocument?
    var longLength = 0
    /// Bytes before the first document that belong to none: a byte order mark.
    var uncountedBytes = 0
    /// Bytes of the mark while its line is still to come: the line begins before it.
    var markLength = 0

    init(_ settings: Settings, from position: InputPosition) {
        self.settings = settings
        self.position = position
    }

    /// Fills the chunk, which is empty but for a block read ahead, with the next documents; false at the end of the last input.
    mutating func next(into chunk: Chunk) throws(BatchFailure) -> Bool {
        if let failure { throw failure }
        while true {
            if long == nil, settings.interruption?.requested != nil { return false }
            if source == nil {
                guard position.input < settings.inputs.count else { return false }
                try open()
            }
            chunk.origin = origin
            chunk.start = position
            chunk.end = position
            try beginWindow(of: chunk)
            let isFilled = long == nil ? try fill(chunk) : try fillLong(chunk)
            chunk.ledger.bytes += uncountedBytes
            uncountedBytes = 0
            if isFilled || chunk.ledger.bytes > 0 { return true }
            source = nil
            chunk.reset()
            position = InputPosition(input: position.input + 1)
        }
    }

    /// Reads and cuts until there are documents enough; false where there are no more.
    private mutating func fill(_ chunk: Chunk) throws(BatchFailure) -> Bool {
        if let end = settings.range?.upperBound, position.offset - markLength >= end { return finishInput(chunk) }
        var consumed = 0
        var searched = 0
        while true {
            if splitter == nil {
                consumed = cutLines(chunk, from: &searched, consumed: consumed)
            } else {
                consumed = splitter?.split(chunk.window, isLast: isAtEnd, into: &chunk.documents) ?? 0
            }
            if isAtEnd { break }
            if consumed > 0, chunk.count >= settings.chunkSize || source?.isReadable != true { break }
            if chunk.count - consumed > limit(for: chunk, from: consumed) { break }
            do throws(BatchFailure) {
                try readMore(into: chunk)
            } catch {
                // What was read before is whole and comes first.
                failure = error
                guard consumed > 0 else { throw error }
                break
            }
        }
        guard consumed > 0 || isAtEnd else {
            return startLong(chunk)
        }
        guard chunk.count > 0 || !chunk.documents.isEmpty else { return false }
        let documents = chunk.documents.count
        chunk.emptyLists = splitter?.emptyLists ?? 0
        splitter?.emptyLists = 0
        advance(chunk, by: consumed, documents: documents)
        chunk.end = position
        return true
    }

    /// Cuts behind the last LF, or behind the last line that begins in the range.
    private mutating func cutLines(_ chunk: Chunk, from searched: inout Int, consumed: Int) -> Int {
        let window = chunk.window
        defer { searched = window.count }
        if let end = settings.range?.upperBound, position.offset + window.count >= end {
            let lastStart = max(end - 1 - position.offset, 0)
            if let lineFeed = LineFinder.firstLineFeed(in: window, from: lastStart) {
                isAtEnd = true
                chunk.count = lineFeed + 1
                return chunk.count
            }
        }
        if isAtEnd { return window.count }
        return LineFinder.lastLineFeed(in: window, from: searched).map { $0 + 1 } ?? consumed
    }

    private mutating func finishInput(_ chunk: Chunk) -> Bool {
        isAtEnd = true
        chunk.count = 0
        return false
    }

    /// Lines that are rejects read back may be longer than their documents.
    func limit(for chunk: Chunk, from start: Int) -> Int {
        let window = UnsafeRawBufferPointer(rebasing: chunk.window[start...])
        return splitter == nil ? Reject.lineLimit(window, limit: settings.limit) : settings.limit
    }

    mutating func readMore(into chunk: Chunk) throws(BatchFailure) {
        let room = chunk.room(for: settings.chunkSize)
        let count = try source?.read(into: room, count: settings.chunkSize) ?? 0
        reads += 1
        chunk.lineFeeds += countLineFeeds(in: UnsafeRawBufferPointer(start: room, count: count))
        chunk.count += count
        isAtEnd = count == 0
    }

    /// Leaves the first `consumed` bytes in the chunk and keeps the others.
    mutating func advance(_ chunk: Chunk, by consumed: Int, documents: Int) {
        let rest = UnsafeRawBufferPointer(rebasing: chunk.window[consumed...])
        splitter?.discard(consumed, of: chunk.window)
        carry.shrink(above: max(settings.chunkSize * 4, 1 << 20), to: 4096)
        carry.reserve(rest.count, keeping: 0)
        if let start = rest.baseAddress { carry.base.copyMemory(from: start, byteCount: rest.count) }
        carryCount = rest.count
        chunk.lineFeeds -= countLineFeeds(in: rest)
        chunk.count = consumed
        chunk.ledger.bytes += consumed
        markLength = 0
        position.offset += consumed
        position.lineFeeds += chunk.lineFeeds
        position.index += documents
        position.checkpoint = splitter?.checkpoint ?? 0
    }

    private func countLineFeeds(in bytes: UnsafeRawBufferPointer) -> Int {
        origin.hasLines ? LineFinder.countLineFeeds(in: bytes) : 0
    }

    /// Begins the window with what is not yet cut, and with the block read ahead if that is what comes behind.
    private mutating func beginWindow(of chunk: Chunk) throws(BatchFailure) {
        let carried = UnsafeRawBufferPointer(start: carry.base, count: carryCount)
        let block = try takeBlock(of: chunk)
        reads = block == nil ? 0 : 1
        chunk.beginWindow(carried, before: block)
        chunk.lineFeeds += countLineFeeds(in: carried)
        carryCount = 0
    }
}
