/// Splits documents that follow each other with or without white space between them, pretty-printed or not.
///
///     between   white space             ▶ between
///               { or [                  ▶ value
///               anything else           ▶ lost
///     value     its end                 ▶ trailing
///               a fault                 ▶ lost
///     trailing  { or [, or the end      ▶ the document is given back; between
///               anything else           ▶ lost
///     lost      { or [ in column 0      ▶ all since the document's first byte is given back; between
///
/// What is lost includes the document before it: that is how text behind a document rejects the document.
struct DocumentSplitter: Splitter {
    private enum State: Sendable {
        case between
        case value
        case trailing
        case lost
    }

    private(set) var consumed = 0
    var emptyLists = 0
    private var state = State.between
    private var position = 0
    private var end = 0
    private var scanner = StructureScanner()
    private var resynchronization = Resynchronization()
    /// A document is not held back for longer than this to see what follows it.
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    var checkpoint: Int { 0 }

    mutating func next(in window: UnsafeRawBufferPointer, isLast: Bool) -> Range<Int>? {
        while true {
            switch state {
            case .between:
                position = skipWhiteSpace(window, from: position, to: window.count)
                consumed = position
                guard position < window.count else { return nil }
                if window[position] == UInt8(ascii: "{") || window[position] == UInt8(ascii: "[") {
                    scanner.reset()
                    state = .value
                } else {
                    lose(in: window)
                }
            case .value:
                switch scanner.scan(window, from: &position, isLast: isLast) {
                case .incomplete:
                    return isLast ? give(upTo: window.count) : nil
                case .complete:
                    end = position
                    state = .trailing
                case .fault:
                    lose(in: window)
                }
            case .trailing:
                position = skipWhiteSpace(window, from: position, to: min(window.count, max(consumed + limit, end)))
                if position - consumed >= limit || isLast && position == window.count {
                    return give(upTo: end)
                }
                guard position < window.count else { return nil }
                if window[position] == UInt8(ascii: "{") || window[position] == UInt8(ascii: "[") {
                    return give(upTo: end)
                }
                lose(in: window)
            case .lost:
                let isFound = resynchronization.find(in: window, from: &position)
                return isFound || isLast ? give(upTo: position) : nil
            }
        }
    }

    mutating func discard(_ count: Int, of window: UnsafeRawBufferPointer) {
        resynchronization.discard(count, of: window, documentStart: consumed)
        consumed -= count
        position -= count
        end -= count
    }

    private mutating func lose(in window: UnsafeRawBufferPointer) {
        resynchronization.begin(in: window, documentStart: consumed, fault: position, column: 0)
        state = .lost
    }

    /// Gives back all from the document's first byte.
    private mutating func give(upTo end: Int) -> Range<Int> {
        defer {
            consumed = end
            position = max(position, end)
            state = .between
        }
        return consumed..<end
    }
}
