/// Finds where documents begin and end in bytes that arrive piece by piece.
///
/// A splitter does no I/O. It is given a *window*, the bytes from the first one not yet consumed to the last one read,
/// and gives back one document after the other until it needs more. Where documents are depends on the bytes alone, never
/// on how they were cut into windows.
protocol Splitter: Sendable {
    /// Offset in the window up to which everything was given back or holds no document.
    var consumed: Int { get }

    /// Lists without elements since this was last set to 0.
    var emptyLists: Int { get set }

    /// The place between two documents at which the splitter stands, for one that continues there later.
    var checkpoint: Int { get }

    /// The next document that ends in the window, or nothing if that takes more bytes.
    ///
    /// `isLast` says that nothing follows the window.
    mutating func next(in window: UnsafeRawBufferPointer, isLast: Bool) -> Range<Int>?

    /// The first `count` bytes of the window go; from now on offsets count from behind them.
    mutating func discard(_ count: Int, of window: UnsafeRawBufferPointer)
}

extension Splitter {
    /// Appends all documents that end in the window; says how many bytes of it are consumed.
    mutating func split(
        _ window: UnsafeRawBufferPointer,
        isLast: Bool,
        into documents: inout [Range<Int>]
    ) -> Int {
        while let document = next(in: window, isLast: isLast) {
            documents.append(document)
        }
        return consumed
    }
}

@inline(__always)
func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}

/// The first byte at or behind `start` that is no white space, or the end.
@inline(__always)
func skipWhiteSpace(_ window: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
    var position = start
    while position < end, isWhiteSpace(window[position]) {
        position += 1
    }
    return position
}
