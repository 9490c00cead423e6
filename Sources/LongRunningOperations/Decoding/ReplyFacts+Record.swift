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
        /// Appends what the body says of a member; false where it says nothing.
        func keep(_ member: RecordMember, _ output: inout OutputBuffer) -> Bool {
            guard members & Self.bit(member) != 0 else { return false }
            let range = ranges[(members & (Self.bit(member) &- 1)).nonzeroBitCount]
            let place = Int(range & 0xFFFF_FFFF) - gap..<Int(range >> 32) - gap
            prefixes.appendBare(member, to: &output)
            output.append(UnsafeRawBufferPointer(rebasing: tail.bytes[place]))
            return true
        }
        if let httpStatus {
            prefixes.appendBare(.httpStatus, to: &output)
            output.append(decimal: httpStatus)
        } else {
            _ = keep(.httpStatus, &output)
        }
        if let retryAfterSeconds {
            prefixes.appendBare(.retryAfterSeconds, to: &output)
            retryAfterSeconds.withUnsafeBytes { output.append($0) }
        }
        if !keep(.retryAt, &output), let retryAt {
            prefixes.appendQuoted(.retryAt, to: &output)
            output.append(retryAt)
            output.append(UInt8(ascii: "\""))
        }
        if !keep(.traceId, &output) { Self.append(.traceId, traceId, prefixes, to: &output) }
        if !keep(.etag, &output) { Self.append(.etag, etag, prefixes, to: &output) }
        if let request {
            prefixes.appendBare(.request, to: &output)
            request.withUnsafeBytes { output.append($0) }
        }
        output.append(UnsafeRawBufferPointer(rebasing: tail.bytes[(behind - gap)...]))
    }

    private static func bit(_ member: RecordMember) -> UInt32 { 1 &<< UInt32(member.rawValue) }

    /// Where the last one of the first members ends.
    private static func end(of some: UInt32, _ ranges: UnsafePointer<UInt64>) -> Int {
        Int(ranges[some.nonzeroBitCount - 1] >> 32)
    }

    private static func append(
        _ member: RecordMember,
        _ text: [UInt8]?,
        _ prefixes: RecordPrefixes,
        to output: inout OutputBuffer
    ) {
        guard let text else { return }
        prefixes.appendQuoted(member, to: &output)
        text.withUnsafeBytes { output.appendEscaped($0) }
        output.append(UInt8(ascii: "\""))
    }
}
