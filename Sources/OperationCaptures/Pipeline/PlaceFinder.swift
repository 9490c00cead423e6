/// Names places in a window, counting lines as it goes.
struct PlaceFinder {
    private var position = 0
    private var lineFeeds = 0

    mutating func place(
        of offset: Int,
        in window: UnsafeRawBufferPointer,
        _ origin: borrowing WindowOrigin
    ) -> Ledger.Place {
        guard let line = origin.line else {
            return Ledger.Place(file: origin.file, line: nil, offset: origin.offset + offset)
        }
        if offset < position {
            (position, lineFeeds) = (0, 0)
        }
        lineFeeds += LineFinder.countLineFeeds(in: UnsafeRawBufferPointer(rebasing: window[position..<offset]))
        position = offset
        return Ledger.Place(file: origin.file, line: line + lineFeeds, offset: origin.offset + offset)
    }

    mutating func place(of offset: Int, in chunk: Chunk) -> Ledger.Place {
        place(of: offset, in: chunk.window, chunk.windowOrigin)
    }
}
