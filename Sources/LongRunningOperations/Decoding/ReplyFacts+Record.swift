/// Filling the gaps of a record that was written from its body alone.
///
///     {"service":…,"error":{…} │ ,"traceId":"t" │ ,"extensions":{…}}
///                              │                └─ tail: set aside, and put behind again
///                              └─ the members from httpStatus to request: the body's and those of the facts, in order
extension ReplyFacts {
    /// Whether a record needs no more than members between those that it has.
    var fillsGapsOnly: Bool { !isRetryAfterInvalid && errorCode == nil && id == nil }

    /// Writes what the facts say into the last record of the output, which begins at `start`.
    ///
    /// `members` has a bit for each member of the record, `ranges` says where their values are in it.
    ///
    /// - Precondition: nothing but the gaps is to be filled, and the record has a service and a reply.
    func fill(
        recordAt start: Int,
        _ members: UInt32,
        _ ranges: UnsafePointer<UInt64>,
        _ prefixes: RecordPrefixes,
        tail: inout OutputBuffer,
        in output: inout OutputBuffer
    ) {
        let gap = Self.end(of: members & (Self.bit(.httpStatus) &- 1), ranges)
        let behind = Self.end(of: members & (Self.bit(.children) &- 1), ranges)
        tail.removeAll()
        tail.append(UnsafeRawBufferPointer(rebasing: output.bytes[(start + gap)...]))
        output.count = start + gap
        appendMembers(to: &output) { member, output in
            guard members & Self.bit(member) != 0 else { return false }
            let range = ranges[(members & (Self.bit(member) &- 1)).nonzeroBitCount]
            let place = Int(range & 0xFFFF_FFFF) - gap..<Int(range >> 32) - gap
            prefixes.appendBare(member, to: &output)
            output.append(UnsafeRawBufferPointer(rebasing: tail.bytes[place]))
            return true
        }
        output.append(UnsafeRawBufferPointer(rebasing: tail.bytes[(behind - gap)...]))
    }

    private static func bit(_ member: RecordMember) -> UInt32 { 1 &<< UInt32(member.rawValue) }

    /// Where the last one of the first members ends.
    private static func end(of some: UInt32, _ ranges: UnsafePointer<UInt64>) -> Int {
        Int(ranges[some.nonzeroBitCount - 1] >> 32)
    }
}
