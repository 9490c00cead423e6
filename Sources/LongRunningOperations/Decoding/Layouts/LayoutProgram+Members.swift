import CJSONKernels

/// Where the members of a record are that a program wrote: its literals are always the same, its values as long as they were in
/// the document.
///
///     {"service":"azure-cdn-china", … ,"id":"7f3a", … ,"startTime":"2021-03-04T05:06:07Z"}
///                └ border in literal 0       ● └ border in literal 1: behind literal 0 and hole 0
extension LayoutProgram {
    /// Notes where the values of members are, as ``ReplyStorage`` wants them; the answer has a bit for each member.
    ///
    /// - Precondition: the record of the document was written as usual.
    func findMembers(of document: Document, into ranges: UnsafeMutablePointer<UInt64>) -> UInt32 {
        let borderCount = 2 * members.nonzeroBitCount
        var position = 0
        var border = 0
        var number = 0
        while border < borderCount {
            while border < borderCount, Int(borders[border].operation) == number {
                let place = UInt64(truncatingIfNeeded: position &+ Int(borders[border].offset))
                let range = ranges + border / 2
                range.pointee = border & 1 == 0 ? place : range.pointee | place &<< 32
                border &+= 1
            }
            let operation = operations[number]
            if operation.writes {
                let hole = Hole(document, operation.hole)
                position &+= Int(operation.count) &+ operation.length(of: hole)
            }
            number &+= 1
        }
        return members
    }
}

extension cjson_layout_operation {
    /// Whether the operation appends something.
    @inline(__always)
    fileprivate var writes: Bool { kind <= Kind.percentage.rawValue }

    /// Whether what it appends is as long as the form of its value says.
    var tellsLength: Bool { operationKind != .time && operationKind != .lastSegment }

    /// How many bytes of the record its value is.
    @inline(__always)
    fileprivate func length(of hole: LayoutProgram.Hole) -> Int {
        let count = hole.end &- hole.start
        switch kind {
        case Kind.literal.rawValue: return 0
        case Kind.plainTime.rawValue:
            // `+00:00` becomes `Z`.
            return hole.bytes[count &- 1] == UInt8(ascii: "Z") ? count : count &- 5
        default: return count
        }
    }
}
