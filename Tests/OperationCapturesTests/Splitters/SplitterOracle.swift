/// The splitters once more, slow and obvious: all bytes at once, one byte after the other, recursion for nesting.
struct SplitterOracle {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func lines() -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for end in 0...bytes.count where end == bytes.count || bytes[end] == 0x0A {
            var upper = end
            if upper > start, bytes[upper - 1] == 0x0D { upper -= 1 }
            if !bytes[start..<upper].allSatisfy(isSpace) { ranges.append(start..<upper) }
            start = end + 1
        }
        return ranges
    }

    func documents() -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = spaceEnd(0)
        while start < bytes.count {
            var fault: Int?
            var end = bytes.count
            if opens(start) {
                switch value(start, depth: 0) {
                case .end(let position):
                    let next = spaceEnd(position)
                    end = position
                    if next < bytes.count, !opens(next) { fault = next }
                case .fault(let position): fault = position
                case .open: break
                }
            } else {
                fault = start
            }
            if let fault { end = lineWithBracket(from: fault, above: start, column: 0) }
            ranges.append(start..<end)
            start = spaceEnd(end)
        }
        return ranges
    }

    enum Walk {
        case end(Int)
        case fault(Int)
        case open
    }

    private func value(_ start: Int, depth: Int) -> Walk {
        let position = spaceEnd(start)
        guard position < bytes.count else { return .open }
        switch bytes[position] {
        case UInt8(ascii: "{"): return members(position + 1, depth: depth + 1)
        case UInt8(ascii: "["): return elements(position + 1, depth: depth + 1)
        case UInt8(ascii: "\""): return string(position + 1)
        case let byte where "-0123456789tfn".utf8.contains(byte):
            var end = position
            while end < bytes.count, !isSpace(bytes[end]), !",:{}[]\"".utf8.contains(bytes[end]) { end += 1 }
            return end == bytes.count ? .open : .end(end)
        default: return .fault(position)
        }
    }

    private func members(_ start: Int, depth: Int) -> Walk {
        var position = spaceEnd(start)
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") { return .end(position + 1) }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "\"") else { return .fault(position) }
            guard case .end(let key) = string(position + 1) else { return string(position + 1) }
            let colon = spaceEnd(key)
            guard colon < bytes.count else { return .open }
            guard bytes[colon] == UInt8(ascii: ":") else { return .fault(colon) }
            let walk = value(colon + 1, depth: depth)
            guard case .end(let end) = walk else { return walk }
            let next = spaceEnd(end)
            guard next < bytes.count else { return .open }
            if bytes[next] == UInt8(ascii: "}") { return .end(next + 1) }
            guard bytes[next] == UInt8(ascii: ",") else { return .fault(next) }
            position = spaceEnd(next + 1)
        }
        return .open
    }

    private func elements(_ start: Int, depth: Int) -> Walk {
        var position = spaceEnd(start)
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") { return .end(position + 1) }
        while position < bytes.count {
            let walk = value(position, depth: depth)
            guard case .end(let end) = walk else { return walk }
            let next = spaceEnd(end)
            guard next < bytes.count else { return .open }
            if bytes[next] == UInt8(ascii: "]") { return .end(next + 1) }
            guard bytes[next] == UInt8(ascii: ",") else { return .fault(next) }
            position = spaceEnd(next + 1)
        }
        return .open
    }

    private func string(_ start: Int) -> Walk {
        var position = start
        while position < bytes.count {
            if bytes[position] < 0x20 { return .fault(position) }
            if bytes[position] == UInt8(ascii: "\"") { return .end(position + 1) }
            if bytes[position] == UInt8(ascii: "\\") {
                position += 1
                guard position < bytes.count else { return .open }
                if bytes[position] < 0x20 { return .fault(position) }
            }
            position += 1
        }
        return .open
    }

    private func lineWithBracket(from fault: Int, above start: Int, column: Int) -> Int {
        for position in fault..<bytes.count where opens(position) && position > start && bytes[position - 1] == 0x0A {
            return position
        }
        return bytes.count
    }

    private func opens(_ position: Int) -> Bool {
        bytes[position] == UInt8(ascii: "{") || bytes[position] == UInt8(ascii: "[")
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        [0x20, 0x09, 0x0A, 0x0D].contains(byte)
    }

    private func spaceEnd(_ start: Int) -> Int {
        var position = start
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
        return position
    }
}
