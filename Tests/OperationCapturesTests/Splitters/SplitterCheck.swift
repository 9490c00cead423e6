@testable import OperationCaptures

/// What has to hold of every splitter, whatever the bytes and however they are cut.
///
///     first byte    which splitter (its low three bits), up to which limit (the two above)
///     second byte   how the others are cut
///
/// Pieces give the documents that the whole gives, and so does a splitter that continues where another stood; documents are
/// in order and leave out nothing but what is between documents; an oracle finds the same. Of the beginning of a file the
/// envelope is never told otherwise than of all of it.
enum SplitterCheck {
    enum Kind: CaseIterable {
        case lines
        case documents
        case array
        case logLines
        case bareEntries
        case entries
        case nestedEntries
        case detection

        static let all = Array(allCases)

        func splitter(limit: Int, checkpoint: Int = 0) -> any Splitter {
            switch self {
            case .lines, .detection: LineSplitter(limit: limit)
            case .documents: DocumentSplitter(limit: limit)
            case .array: ArraySplitter(limit: limit, checkpoint: checkpoint)
            case .logLines: LogLineSplitter(limit: limit)
            case .bareEntries: EntrySplitter(path: [], limit: limit, checkpoint: checkpoint)
            case .entries: EntrySplitter(path: [Array("e".utf8)], limit: limit, checkpoint: checkpoint)
            case .nestedEntries:
                EntrySplitter(path: [Array("l".utf8), Array("e".utf8)], limit: limit, checkpoint: checkpoint)
            }
        }

        /// Whether a byte may stand between documents.
        func leavesOut(_ byte: UInt8) -> Bool {
            switch self {
            case .lines, .documents, .logLines, .detection: isWhiteSpace(byte)
            case .array: isWhiteSpace(byte) || byte == 0x5B || byte == 0x5D || byte == 0x2C
            // Members beside the list belong to no entry.
            case .bareEntries, .entries, .nestedEntries: true
            }
        }
    }

    static let largestLimit = 1 << 20
    private static let limits = [largestLimit, 6, 20, 50]

    /// What does not hold; nothing where all does.
    static func problem(with input: UnsafeRawBufferPointer) -> String? {
        guard input.count > 2 else { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: input[2...])
        let kind = Kind.all[Int(input[0] & 7)]
        let sizes = CutSizes(seed: input[1])
        if kind == .detection { return problemOfDetection(bytes, sizes) }
        return problem(of: kind, upTo: limits[Int(input[0] >> 3 & 3)], bytes, sizes)
    }

    static func problem(of kind: Kind, upTo limit: Int, _ bytes: UnsafeRawBufferPointer, _ sizes: CutSizes) -> String? {
        var sizes = sizes
        let whole = SplitterRun(bytes, by: kind.splitter(limit: limit))
        let pieces = SplitterRun(bytes, by: kind.splitter(limit: limit), handingOn: limit) { sizes.next() }
        guard pieces.documents == whole.documents else {
            return "pieces give \(pieces.documents), the whole gives \(whole.documents)"
        }
        guard pieces.emptyLists == whole.emptyLists, pieces.blankLines == whole.blankLines else {
            return "pieces give other empty lists or blank lines"
        }
        if let problem = problemOfPlaces(whole.documents, in: bytes, kind) { return problem }
        if limit == largestLimit, let problem = problemOfOracle(whole.documents, of: bytes, kind) { return problem }
        guard !pieces.stops.isEmpty else { return nil }
        let stop = pieces.stops[sizes.next(below: pieces.stops.count)]
        let continuing = kind.splitter(limit: limit, checkpoint: stop.checkpoint)
        return problemOfContinuation(of: whole, at: stop, in: bytes, by: continuing)
    }

    private static func problemOfPlaces(
        _ documents: [Range<Int>],
        in bytes: UnsafeRawBufferPointer,
        _ kind: Kind
    ) -> String? {
        var end = 0
        for document in documents + [bytes.count..<bytes.count] {
            guard document.lowerBound >= end, document.upperBound <= bytes.count else {
                return "documents overlap: \(documents)"
            }
            guard bytes[end..<document.lowerBound].allSatisfy(kind.leavesOut) else {
                return "bytes before \(document) are lost"
            }
            end = document.upperBound
        }
        return nil
    }

    private static func problemOfOracle(
        _ documents: [Range<Int>],
        of bytes: UnsafeRawBufferPointer,
        _ kind: Kind
    ) -> String? {
        guard kind == .lines || kind == .documents else { return nil }
        let oracle = SplitterOracle(Array(bytes))
        let expected = kind == .lines ? oracle.lines() : oracle.documents()
        return documents == expected ? nil : "the splitter finds \(documents), the oracle \(expected)"
    }

    private static func problemOfContinuation(
        of whole: SplitterRun,
        at stop: SplitterRun.Stop,
        in bytes: UnsafeRawBufferPointer,
        by splitter: any Splitter
    ) -> String? {
        let rest = SplitterRun(UnsafeRawBufferPointer(rebasing: bytes[stop.offset...]), by: splitter)
        let documents = rest.documents.map { $0.lowerBound + stop.offset..<$0.upperBound + stop.offset }
        let expected = whole.documents.dropFirst(stop.documents)
        guard documents.elementsEqual(expected), rest.emptyLists + stop.emptyLists == whole.emptyLists else {
            return "from \(stop.offset) on with \(stop.checkpoint) it finds \(documents), not \(Array(expected))"
        }
        return nil
    }

    private static func problemOfDetection(_ bytes: UnsafeRawBufferPointer, _ sizes: CutSizes) -> String? {
        var sizes = sizes
        guard let whole = Envelope.detect(bytes, isWhole: true) else { return "a whole file has no envelope" }
        var end = 0
        while end < bytes.count {
            end = min(end + sizes.next(), bytes.count)
            let head = UnsafeRawBufferPointer(rebasing: bytes[..<end])
            guard let early = Envelope.detect(head, isWhole: false) else { continue }
            guard early == whole else { return "\(end) bytes are \(early.name), all are \(whole.name)" }
        }
        _ = UnreadableRecording.detect(bytes)
        return nil
    }
}
