// The chain of errors, found in one pass however long it is:
//
//     {"code":"A","innerError":{"code":"B","innerError":{"code":"C"}},"extensions":{…}}
//     ▲ start 1                ▲ start 2                ▲ start 3  │                   │
//                                                        end 3, 2 ─┘            end 1 ─┘
//
// Going in, members before the inner error are passed and its start is noted; its end is known on the way out, where only
// members behind it are passed. Each byte is looked at once.

extension OperationError {
    /// The error and its inner errors, from outside in.
    ///
    /// Costs the length of the error.
    public var chain: [OperationError] {
        let ranges = value.withScan { scan, start, _ in Self.chain(scan, start) }
        return ranges.map { OperationError(value: JSONValue(storage: value.storage, $0.start, $0.end)) }
    }

    /// The error at the bottom: the innermost that has a code; where none has one, a message; else the outermost.
    ///
    /// Costs the length of the error.
    public var rootCause: OperationError {
        let chain = self.chain
        return chain.last { $0.has(.code) } ?? chain.last { $0.has(.message) } ?? self
    }

    private func has(_ member: ErrorMember) -> Bool {
        value.withScan { scan, start, _ in member.value(scan, start) != nil }
    }

    private static func chain(_ scan: CanonicalScan, _ start: Int) -> [(start: Int, end: Int)] {
        var ranges = [(start: start, end: 0)]
        var innermost = start
        while let inner = ErrorMember.innerError.value(scan, innermost) {
            ranges.append((inner, 0))
            innermost = inner
        }
        // The ends, from the innermost out: where an inner error ended, the one around it goes on.
        var offset = innermost + 1
        for index in ranges.indices.reversed() {
            while scan.byte(offset) != UInt8(ascii: "}"), let item = scan.item(from: offset, before: scan.end) {
                offset = scan.endOfValue(scan.valueOfMember(item))
            }
            offset += 1
            ranges[index].end = offset
        }
        return ranges
    }
}
