/// The JSON Pointer (RFC 6901) of a place in a text, which may be no JSON from that place on.
///
///     {"value":[{"status":"Running"},{"status":tru}]}        looked for: the `t`
///     └ name ──┘└ 0 ──────────────┘ └ name ──┘▲              found: /value/1/status
///
/// Only when there is a fault to tell: one pass over what stands in front of it, with a stack of the open brackets. Of
/// several places, asked in ascending order, each costs only what stands behind the one before it.
struct JSONPointerFinder {
    private struct Level {
        var isObject: Bool
        /// The name under way, inside its quotes.
        var name: Range<Int>
        var element = 0
        var expectsName: Bool
    }

    private let text: UnsafeRawBufferPointer
    private var levels: [Level] = []
    /// What stands before it was looked at.
    private var at = 0

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// The pointer of the value that the byte at `offset` belongs to.
    mutating func path(to offset: Int) -> String {
        if offset < at { self = JSONPointerFinder(text) }
        let stop = min(offset, text.count)
        while at < stop {
            switch text[at] {
            case UInt8(ascii: "\""):
                var end = at + 1
                while end < stop, text[end] != UInt8(ascii: "\"") {
                    end += text[end] == 0x5C ? 2 : 1
                }
                // A string that holds the fault: where it is a name, its object is meant.
                guard end < stop else { return path }
                if let last = levels.indices.last, levels[last].isObject, levels[last].expectsName {
                    levels[last].name = at + 1..<end
                    levels[last].expectsName = false
                }
                at = end
            case UInt8(ascii: "{"): levels.append(Level(isObject: true, name: 0..<0, expectsName: true))
            case UInt8(ascii: "["): levels.append(Level(isObject: false, name: 0..<0, expectsName: false))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ","):
                if let last = levels.indices.last {
                    levels[last].element += 1
                    levels[last].expectsName = levels[last].isObject
                }
            default: break
            }
            at += 1
        }
        return path
    }

    private var path: String {
        var path: [UInt8] = []
        for level in levels {
            if !level.isObject {
                path.append(contentsOf: "/\(level.element)".utf8)
            } else if !level.expectsName {
                path.append(contentsOf: JSONPointer.step(UnsafeRawBufferPointer(rebasing: text[level.name])))
            }
        }
        return String(decoding: path, as: UTF8.self)
    }
}
