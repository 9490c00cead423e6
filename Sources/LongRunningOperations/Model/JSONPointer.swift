/// The JSON Pointer (RFC 6901) of a place in a text, which may be no JSON from that place on.
///
///     {"value":[{"status":"Running"},{"status":tru}]}        looked for: the `t`
///     └ name ──┘└ 0 ──────────────┘ └ name ──┘▲              found: /value/1/status
///
/// Only when there is a fault to tell: one pass over what stands in front of it, with a stack of the open brackets.
enum JSONPointer {
    private struct Level {
        var isObject: Bool
        /// The name under way, inside its quotes.
        var name: Range<Int>
        var element = 0
        var expectsName: Bool
    }

    static func path(to offset: Int, in text: UnsafeRawBufferPointer) -> String {
        var levels: [Level] = []
        var at = 0
        let stop = min(offset, text.count)
        while at < stop {
            switch text[at] {
            case UInt8(ascii: "\""):
                let start = at + 1
                at = start
                while at < stop, text[at] != UInt8(ascii: "\"") {
                    at += text[at] == 0x5C ? 2 : 1
                }
                // A string that holds the fault: where it is a name, its object is meant.
                if at < stop, let last = levels.indices.last, levels[last].isObject, levels[last].expectsName {
                    levels[last].name = start..<at
                    levels[last].expectsName = false
                }
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
        var path: [UInt8] = []
        for level in levels {
            if !level.isObject {
                path.append(contentsOf: "/\(level.element)".utf8)
            } else if !level.expectsName {
                path.append(contentsOf: step(UnsafeRawBufferPointer(rebasing: text[level.name])))
            }
        }
        return String(decoding: path, as: UTF8.self)
    }

    /// One step: a name as it stands in JSON text, with the pointer's own two characters escaped.
    static func step(_ name: UnsafeRawBufferPointer) -> [UInt8] {
        var step = [UInt8(ascii: "/")]
        for byte in name {
            switch byte {
            case UInt8(ascii: "~"): step.append(contentsOf: "~0".utf8)
            case UInt8(ascii: "/"): step.append(contentsOf: "~1".utf8)
            default: step.append(byte)
            }
        }
        return step
    }
}
