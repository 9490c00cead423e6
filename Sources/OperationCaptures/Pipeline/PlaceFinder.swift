/// Names places in a chunk, counting lines as it goes.
struct PlaceFinder {
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
