/// Splits at LF.
///
/// A document is its line without the LF and without one CR before that; the CR still belongs to the line, and so to a
/// reject (``lineEnd(behind:in:)``). Lines of nothing but white space are no documents and are counted.
struct LineSplitter: Splitter {
    private(set) var consumed = 0
    var emptyLists = 0
    private(set) var blankLines = 0
    /// Bytes of the current line that hold no LF.
    private var scanned = 0
    private let limit: Int

    /// A line longer than the limit is a document whatever it holds, since nobody looks at all of it.
    init(limit: Int) {
        self.limit = limit
    }

    var checkpoint: Int { 0 }

    mutating func next(in window: UnsafeRawBufferPointer, isLast: Bool) -> Range<Int>? {
        while consumed < window.count {
            let start = consumed
            let end: Int
            if let lineFeed = LineFinder.firstLineFeed(in: window, from: max(scanned, start)) {
                end = lineFeed
                consumed = lineFeed + 1
            } else if isLast {
                end = window.count
                consumed = end
            } else {
                scanned = window.count
                return nil
            }
            if let document = document(of: start..<end, window) { return document }
        }
        return nil
    }

    /// The document of a line; nil where it is blank, which is counted.
    @inline(__always)
    private mutating func document(of line: Range<Int>, _ window: UnsafeRawBufferPointer) -> Range<Int>? {
        // The CR of a long line may have been handed on before its LF was seen: it stays whether it was or not.
        if line.count > limit { return line }
        let end = line.upperBound
        let document = line.lowerBound..<(end > line.lowerBound && window[end - 1] == 0x0D ? end - 1 : end)
        if skipWhiteSpace(window, from: document.lowerBound, to: document.upperBound) < document.upperBound {
            return document
        }
        blankLines += 1
        return nil
    }

    /// Goes on at the start of a later line.
    mutating func skip(to line: Int) {
        consumed = line
        scanned = line
    }

    mutating func discard(_ count: Int, of window: UnsafeRawBufferPointer) {
        consumed -= count
        scanned = max(scanned - count, 0)
    }

    /// Where the line of a document ends: behind the CR that the document goes without.
    static func lineEnd(behind document: Range<Int>, in window: UnsafeRawBufferPointer) -> Int {
        let end = document.upperBound
        return end < window.count && window[end] == 0x0D ? end + 1 : end
    }
}
