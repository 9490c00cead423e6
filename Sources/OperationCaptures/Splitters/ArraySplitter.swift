/// Splits the elements of one list that is too large to be one document.
///
///     outside   [                       ▶ first            anything else  ▶ lost, column 0
///     first     ]  (an empty list)      ▶ outside          anything else  ▶ value
///     value     its end                 ▶ trailing         a fault        ▶ lost
///     trailing  ,  the element; value   ]  the element; outside           anything else  ▶ lost
///     lost      { or [ in the column of the element        ▶ all since the element's first byte; value
///
/// Behind the list there may be another. A list that ends without its bracket, but between elements, gives back an empty
/// document where the bracket is missing: no reader accepts it, so the loss is on record.
struct ArraySplitter: Splitter {
    private enum State: Int, Sendable {
        case outside
        case first
        case element
        case separator
        case value
        case trailing
        case lost
        case lostOutside
    }

    private(set) var consumed = 0
    var emptyLists = 0
    private var state: State
    private var position = 0
    private var end = 0
    /// White space between the last LF and the position, or nothing if more stands there; outside values.
    private var indentation: Int?
    /// The column of the element at hand.
    private var column: Int
    private var scanner = StructureScanner()
    private var resynchronization = Resynchronization()
    /// Where a splitter that continues meets the fault again, if one is at hand.
    private var checkpointBeforeFault = 0
    private let limit: Int

    /// Begins where an earlier splitter stood, or outside any list.
    init(limit: Int, checkpoint: Int = 0) {
        self.limit = limit
        state = State(rawValue: checkpoint & 0xFF) ?? .outside
        column = max(checkpoint >> 8 - 1, 0)
        indentation = checkpoint >> 8 > 0 ? column : nil
    }

    var checkpoint: Int {
        switch state {
        case .outside, .first, .element: state.rawValue | (indentation.map { $0 + 1 } ?? 0) << 8
        case .separator: state.rawValue | (column + 1) << 8
        case .value, .trailing: State.element.rawValue | (column + 1) << 8
        case .lost, .lostOutside: checkpointBeforeFault
        }
    }

    mutating func next(in window: UnsafeRawBufferPointer, isLast: Bool) -> Range<Int>? {
        while true {
            switch state {
            case .outside, .first, .element, .separator:
                skipIndentation(in: window)
                guard position < window.count else {
                    return isLast && state != .outside ? give(upTo: position, then: .outside) : nil
                }
                enter(window)
            case .value:
                switch scanner.scan(window, from: &position, isLast: isLast) {
                case .incomplete:
                    return isLast ? give(upTo: window.count, then: .outside) : nil
                case .complete:
                    end = position
                    state = .trailing
                case .fault:
                    lose(in: window)
                }
            case .trailing:
                guard let document = endElement(in: window, isLast: isLast) else {
                    guard state == .lost else { return nil }
                    continue
                }
                return document
            case .lost, .lostOutside:
                let isFound = resynchronization.find(in: window, from: &position)
                guard isFound || isLast else { return nil }
                indentation = isFound ? column : nil
                return give(upTo: position, then: state == .lostOutside || !isFound ? .outside : .element)
            }
        }
    }

    mutating func discard(_ count: Int, of window: UnsafeRawBufferPointer) {
        resynchronization.discard(count, of: window, documentStart: consumed)
        consumed -= count
        position -= count
        end -= count
    }

    /// Skips white space between values, keeping the column.
    private mutating func skipIndentation(in window: UnsafeRawBufferPointer) {
        while position < window.count, isWhiteSpace(window[position]) {
            switch window[position] {
            case 0x0A: indentation = 0
            case 0x0D: indentation = nil
            default: indentation = indentation.map { $0 + 1 }
            }
            position += 1
        }
        consumed = position
    }

    /// Decides by the first byte that is no white space where it leads.
    private mutating func enter(_ window: UnsafeRawBufferPointer) {
        switch (state, window[position]) {
        case (.outside, UInt8(ascii: "[")):
            state = .first
        case (.first, UInt8(ascii: "]")):
            emptyLists += 1
            state = .outside
        case (.separator, UInt8(ascii: ",")):
            state = .element
        case (.separator, UInt8(ascii: "]")):
            state = .outside
        case (.outside, _), (.separator, _):
            // The byte itself is lost, be it a bracket.
            column = state == .outside ? 0 : column
            position += 1
            lose(in: window)
            return
        default:
            column = indentation ?? 0
            scanner.reset()
            state = .value
            return
        }
        position += 1
        consumed = position
        indentation = nil
    }

    /// Gives back the element that ended once it is known what follows it.
    private mutating func endElement(in window: UnsafeRawBufferPointer, isLast: Bool) -> Range<Int>? {
        position = skipWhiteSpace(window, from: position, to: min(window.count, max(consumed + limit, end)))
        if position - consumed >= limit || isLast && position == window.count {
            // What follows so far behind, or not at all, is on its own.
            position = end
            return give(upTo: end, then: .separator)
        }
        guard position < window.count else { return nil }
        switch window[position] {
        case UInt8(ascii: ","):
            position += 1
            return give(upTo: end, then: .element)
        case UInt8(ascii: "]"):
            position += 1
            return give(upTo: end, then: .outside)
        default:
            lose(in: window)
            return nil
        }
    }

    private mutating func lose(in window: UnsafeRawBufferPointer) {
        resynchronization.begin(in: window, documentStart: consumed, fault: position, column: column)
        checkpointBeforeFault = checkpoint
        state = state == .outside ? .lostOutside : .lost
    }

    /// Gives back all from the element's first byte.
    private mutating func give(upTo end: Int, then next: State) -> Range<Int> {
        defer {
            consumed = max(position, end)
            position = consumed
            state = next
        }
        if next != .element || state == .trailing {
            indentation = nil
        }
        return consumed..<end
    }
}
