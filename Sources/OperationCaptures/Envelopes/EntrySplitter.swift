/// Splits a recording into the elements of the list at one path, whatever its length: `log.entries[]` of a HAR.
///
///     {"log":{"version":"1.2","entries":[ {…}, {…} ],"comment":""}}
///      └ outside ──▶ member ─┬─ on the path: deeper        │          └ member … outside
///                            └─ not: skipped   element ◀───┘ each is given back as soon as it ends
///
/// An object without that list is an entry by itself, given back whole; so are the elements of a bare list. Behind one
/// recording there may be another. A recording that ends before its brackets do gives back what is left, if only an empty
/// document where the bracket is missing, so that the loss is on record. A fault in an element is left behind at the next
/// line that begins with a bracket in the element's column, as lists are written.
struct EntrySplitter: Splitter {
    private enum State: Int, Sendable {
        case outside
        case firstMember
        case member
        case next
        case firstElement
        case element
        case separator
        case key
        case colon
        case descent
        case skipped
        case value
        case lostElement
        case lost
    }

    private(set) var consumed = 0
    var emptyLists = 0
    /// The names on the way to the list; none: the document is the list.
    private let path: [[UInt8]]
    /// A document is not held back for longer than this to see whether it has the list.
    private let limit: Int
    private var state: State
    private var position = 0
    /// How many names of the path lead to the object at hand; -1 outside of any.
    private var level: Int
    /// Whether the list of this document was found.
    private var isListFound: Bool
    /// The quotes of the last member name.
    private var keyStart = 0
    private var keyEnd = 0
    private var isEscaped = false
    /// White space between the last LF and the position, or nothing if more stands there; between elements.
    private var indentation: Int?
    /// The column of the element at hand.
    private var column: Int
    private var scanner = StructureScanner()
    private var resynchronization = Resynchronization()
    /// Where a splitter that continues meets the fault again, if one is at hand.
    private var checkpointBeforeFault = 0

    /// Begins where an earlier splitter stood, or outside of any recording.
    init(path: [[UInt8]], limit: Int, checkpoint: Int = 0) {
        self.path = path
        self.limit = limit
        state = State(rawValue: checkpoint & 0xFF) ?? .outside
        level = (checkpoint >> 8 & 0xFF) - 1
        isListFound = state != .outside
        column = max(checkpoint >> 16 - 1, 0)
        indentation = checkpoint >> 16 > 0 ? column : nil
    }

    var checkpoint: Int {
        guard isListFound else { return 0 }
        let place: State
        switch state {
        case .outside: return 0
        case .firstMember, .member, .next, .firstElement, .element: place = state
        case .key, .colon, .descent, .skipped: place = .member
        case .separator: return state.rawValue | (level + 1) << 8 | (column + 1) << 16
        case .value: return State.element.rawValue | (level + 1) << 8 | (column + 1) << 16
        case .lost, .lostElement: return checkpointBeforeFault
        }
        return place.rawValue | (level + 1) << 8 | (indentation.map { $0 + 1 } ?? 0) << 16
    }

    mutating func next(in window: UnsafeRawBufferPointer, isLast: Bool) -> Range<Int>? {
        while true {
            switch state {
            case .value, .skipped:
                switch scanner.scan(window, from: &position, isLast: isLast) {
                case .incomplete: return isLast ? give(upTo: window.count, then: .outside) : nil
                case .fault: lose(in: window)
                case .complete where state == .value: return give(upTo: position, then: .separator)
                case .complete where level < 0: return give(upTo: position, then: .outside)
                case .complete where isListFound && position - consumed > limit:
                    // Too long to be passed over: what stands beside the list is on record, too.
                    return give(upTo: position, then: .next)
                case .complete: state = .next
                }
            case .key:
                guard skipKey(in: window) else { return isLast ? give(upTo: window.count, then: .outside) : nil }
            case .lost, .lostElement:
                let isFound = resynchronization.find(in: window, from: &position)
                guard isFound || isLast else { return nil }
                let isElement = state == .lostElement && isFound
                let lost = give(upTo: position, then: isElement ? .element : .outside)
                indentation = isElement ? column : nil
                return lost
            default:
                skipWhiteSpaceBetween(window)
                guard position < window.count else {
                    return isLast && state != .outside ? give(upTo: window.count, then: .outside) : nil
                }
                if let whole = step(window) { return whole }
            }
        }
    }

    mutating func discard(_ count: Int, of window: UnsafeRawBufferPointer) {
        resynchronization.discard(count, of: window, documentStart: consumed)
        consumed -= count
        position -= count
        keyStart -= count
        keyEnd -= count
    }

    /// Passes over white space between tokens; what was given back, or belongs to no entry, is consumed.
    private mutating func skipWhiteSpaceBetween(_ window: UnsafeRawBufferPointer) {
        while position < window.count, isWhiteSpace(window[position]) {
            switch window[position] {
            case 0x0A: indentation = 0
            case 0x0D: indentation = nil
            default: indentation = indentation.map { $0 + 1 }
            }
            position += 1
        }
        switch state {
        case .outside, .firstElement, .element, .separator: consumed = position
        case .firstMember, .member, .next: if isListFound { consumed = position }
        default: break
        }
    }

    /// Takes one structural byte; gives back the document that ends with it, if that is an entry by itself.
    private mutating func step(_ window: UnsafeRawBufferPointer) -> Range<Int>? {
        let byte = window[position]
        switch (state, byte) {
        case (.outside, UInt8(ascii: "{")) where path.isEmpty:
            scanner.reset()
            state = .skipped
            return nil
        case (.outside, UInt8(ascii: "{")):
            level = 0
            state = .firstMember
        case (.outside, UInt8(ascii: "[")):
            isListFound = true
            state = .firstElement
        case (.firstMember, UInt8(ascii: "\"")), (.member, UInt8(ascii: "\"")):
            keyStart = position
            state = .key
        case (.firstMember, UInt8(ascii: "}")), (.next, UInt8(ascii: "}")):
            return closeObject()
        case (.next, UInt8(ascii: ",")):
            state = .member
        case (.colon, UInt8(ascii: ":")):
            state = isOnPath(window) ? .descent : .skipped
            scanner.reset()
        case (.descent, UInt8(ascii: "{")) where level + 1 < path.count:
            level += 1
            state = .firstMember
        case (.descent, UInt8(ascii: "[")) where level + 1 == path.count && position - consumed <= limit:
            isListFound = true
            state = .firstElement
        case (.descent, _):
            state = .skipped
            return nil
        case (.firstElement, UInt8(ascii: "]")):
            emptyLists += 1
            closeList()
        case (.separator, UInt8(ascii: "]")):
            closeList()
        case (.separator, UInt8(ascii: ",")):
            state = .element
        case (.firstElement, _), (.element, _):
            column = indentation ?? 0
            scanner.reset()
            state = .value
            return nil
        default:
            lose(in: window)
            return nil
        }
        position += 1
        indentation = nil
        if state == .firstElement || state == .element { consumed = position }
        return nil
    }

    /// A bare list ends with its bracket; what follows is a recording of its own.
    private mutating func closeList() {
        isListFound = level >= 0
        state = isListFound ? .next : .outside
    }

    private mutating func closeObject() -> Range<Int>? {
        position += 1
        indentation = nil
        level -= 1
        guard level < 0 else {
            state = .next
            return nil
        }
        if isListFound {
            isListFound = false
            state = .outside
            consumed = position
            return nil
        }
        return give(upTo: position, then: .outside)
    }

    /// Skips to behind a name's closing quote; false where the window ends before it.
    private mutating func skipKey(in window: UnsafeRawBufferPointer) -> Bool {
        while position < window.count {
            let byte = window[position]
            position += 1
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                keyEnd = position - 1
                state = .colon
                return true
            }
        }
        return false
    }

    /// Whether the last name is the next one of the path.
    ///
    /// Not beyond the limit: there the name may have been handed on already.
    private func isOnPath(_ window: UnsafeRawBufferPointer) -> Bool {
        guard level < path.count, position - consumed <= limit, keyStart >= 0 else { return false }
        let name = path[level]
        return keyEnd - keyStart - 1 == name.count && window[(keyStart + 1)..<keyEnd].elementsEqual(name)
    }

    private mutating func lose(in window: UnsafeRawBufferPointer) {
        checkpointBeforeFault = checkpoint
        let isElement = state == .value || state == .separator
        if state == .outside || state == .separator { position = min(position + 1, window.count) }
        resynchronization.begin(
            in: window,
            documentStart: consumed,
            fault: position,
            column: isElement ? column : 0
        )
        state = isElement ? .lostElement : .lost
    }

    /// Gives back all from the first byte that was not consumed.
    private mutating func give(upTo end: Int, then next: State) -> Range<Int> {
        defer {
            consumed = end
            position = max(position, end)
            state = next
            isEscaped = false
            indentation = nil
            if next == .outside {
                level = -1
                isListFound = false
            }
        }
        return consumed..<end
    }
}
