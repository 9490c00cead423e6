/// Where splitting goes on behind a fault: at the next line that begins with `{` or `[` in the column given.
///
/// The column is 0 between documents. In a list it is that of the faulty element, if that is first in its line, because
/// pretty-printed elements stand below each other.
struct Resynchronization: Sendable {
    /// White space before the bracket.
    var column = 0
    /// White space seen since the last LF, or nothing behind any other byte.
    private var indentation: Int?

    /// What `indentation` was where the window begins, for a document that began before it.
    private var indentationBeforeWindow: Int?

    /// Begins behind a fault in a document that starts at `start` (below zero: before the window).
    mutating func begin(in window: UnsafeRawBufferPointer, documentStart start: Int, fault: Int, column: Int) {
        self.column = column
        indentation = indentation(in: window, before: fault, documentStart: start)
    }

    /// Remembers what goes with the first bytes of a window.
    mutating func discard(_ count: Int, of window: UnsafeRawBufferPointer, documentStart start: Int) {
        indentationBeforeWindow = indentation(in: window, before: count, documentStart: start)
    }

    /// Looks on from `position`; true where it stands at the bracket.
    mutating func find(in window: UnsafeRawBufferPointer, from position: inout Int) -> Bool {
        while position < window.count {
            guard let seen = indentation else {
                guard let lineFeed = LineFinder.firstLineFeed(in: window, from: position) else {
                    position = window.count
                    return false
                }
                position = lineFeed + 1
                indentation = 0
                continue
            }
            switch window[position] {
            case UInt8(ascii: "{") where seen == column, UInt8(ascii: "[") where seen == column:
                return true
            case 0x20, 0x09:
                indentation = seen + 1
            case 0x0A:
                indentation = 0
            default:
                indentation = nil
            }
            position += 1
        }
        return false
    }

    /// White space between the last LF of the document and `position`, or nothing if more stands there.
    private func indentation(
        in window: UnsafeRawBufferPointer,
        before position: Int,
        documentStart start: Int
    ) -> Int? {
        var count = 0
        while position - count > max(start, 0) {
            switch window[position - count - 1] {
            case 0x0A: return count
            case 0x20, 0x09: count += 1
            default: return nil
            }
        }
        return start < 0 ? indentationBeforeWindow.map { $0 + count } : nil
    }
}
