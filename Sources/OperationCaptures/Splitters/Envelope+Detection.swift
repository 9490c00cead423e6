extension Envelope {
    /// How much of a file decides.
    static let detectionLength = 64 * 1024
    /// How many lines at the beginning may be no documents before a recording is no longer looked for.
    private static let damagedLineLimit = 16

    /// Tells the envelope from the first bytes of a file; nothing where it takes more of them.
    ///
    /// `head` is at most the first `detectionLength` bytes, `isWhole` says that the file ends with them. What fewer bytes
    /// decide, more bytes never decide otherwise, so it may be asked after every read.
    static func detect(_ head: UnsafeRawBufferPointer, isWhole: Bool) -> Envelope? {
        let isFinal = isWhole || head.count >= detectionLength
        for recording in recordings {
            switch recording.recognizes(head, isFinal) {
            case .some(true): return recording
            case nil where !isFinal: return nil
            default: continue
            }
        }
        let start = skipWhiteSpace(head, from: 0, to: head.count)
        guard start < head.count else {
            return isFinal ? .lines : nil
        }
        let isList = head[start] == UInt8(ascii: "[")
        if !isList, let recording = recordingBehindDamage(head, isWhole: isWhole) { return recording }
        if isWhole, isOneLine(head, from: start) { return .lines }
        if hasDocumentLine(head, isWhole: isWhole, isList: isList) { return .lines }
        guard isFinal else { return nil }
        if isList { return .array }
        // So long a line is no pretty-printed document.
        let hasLines = LineFinder.firstLineFeed(in: head, from: start) != nil
        return hasLines ? .documents : .lines
    }

    /// The recording that a later line tells where those before it are no documents: the rotation of a log tears its first
    /// line.
    private static func recordingBehindDamage(_ head: UnsafeRawBufferPointer, isWhole: Bool) -> Envelope? {
        var scanner = StructureScanner()
        for range in HeadLines(head: head, isWhole: isWhole).prefix(damagedLineLimit) {
            let line = UnsafeRawBufferPointer(rebasing: head[range])
            let found = recordings.first { $0.recognizes(line, true) == true }
            if found != nil || isDocument(line, by: &scanner) { return found }
        }
        return nil
    }

    /// Whether nothing but white space follows the first line that has more.
    private static func isOneLine(_ head: UnsafeRawBufferPointer, from start: Int) -> Bool {
        guard let lineFeed = LineFinder.firstLineFeed(in: head, from: start) else { return true }
        return skipWhiteSpace(head, from: lineFeed, to: head.count) == head.count
    }

    /// Whether a line that starts with a brace is a complete document.
    ///
    /// Where the file begins like a list, an element before a comma that begins the next line, and the last one before the
    /// bracket that closes the list, are such lines too, and do not count.
    private static func hasDocumentLine(_ head: UnsafeRawBufferPointer, isWhole: Bool, isList: Bool) -> Bool {
        var scanner = StructureScanner()
        for line in HeadLines(head: head, isWhole: isWhole) {
            let bytes = UnsafeRawBufferPointer(rebasing: head[line])
            guard bytes.first == UInt8(ascii: "{"), isDocument(bytes, by: &scanner) else { continue }
            guard isList else { return true }
            let next = skipWhiteSpace(head, from: line.upperBound, to: head.count)
            guard next < head.count else { return isWhole }
            if head[next] != UInt8(ascii: "]"), head[next] != UInt8(ascii: ",") { return true }
        }
        return false
    }

    private static func isDocument(_ line: UnsafeRawBufferPointer, by scanner: inout StructureScanner) -> Bool {
        scanner.reset()
        var position = 0
        guard scanner.scan(line, from: &position, isLast: true) == .complete else { return false }
        return skipWhiteSpace(line, from: position, to: line.count) == line.count
    }
}

/// The lines of a head that are known to their ends, without their LF.
private struct HeadLines: Sequence, IteratorProtocol {
    let head: UnsafeRawBufferPointer
    let isWhole: Bool
    private var start = 0

    init(head: UnsafeRawBufferPointer, isWhole: Bool) {
        self.head = head
        self.isWhole = isWhole
    }

    mutating func next() -> Range<Int>? {
        guard start < head.count else { return nil }
        let lineFeed = LineFinder.firstLineFeed(in: head, from: start)
        guard lineFeed != nil || isWhole else { return nil }
        let line = start..<(lineFeed ?? head.count)
        start = line.upperBound + 1
        return line
    }
}
