/// Details that were messages of their own: they become what was sent.
extension GoogleStatusWriter {
    /// The members that the error rules left of a detail with a type: it is written as it was sent.
    func detail(
        _ scalars: Scalars,
        _ cursor: CanonicalCursor
    ) -> (members: UnsafeRawBufferPointer, end: CanonicalCursor)? {
        guard scalars.target == nil, scalars.errorDetail == nil, scalars.occurredTime == nil else { return nil }
        var cursor = cursor
        guard cursor.name()?.equals("extensions") ?? false, cursor.current == UInt8(ascii: "{") else { return nil }
        let start = cursor.offset
        guard cursor.skipValue(), cursor.current == UInt8(ascii: "}") else { return nil }
        let members = UnsafeRawBufferPointer(rebasing: cursor.bytes[start..<cursor.offset])
        var hasType = false
        for (name, _) in CanonicalMembers(members) {
            if name.equals("@type") { hasType = true }
            if name.equals("reason") || name.equals("message") || name.equals("code") || name.equals("status") {
                return nil
            }
        }
        return hasType ? (members, cursor) : nil
    }

    mutating func appendDetail(
        _ scalars: Scalars,
        _ members: UnsafeRawBufferPointer,
        to output: inout OutputBuffer
    ) {
        if entries > 0 { output.append(",") }
        entries += 1
        output.append(UnsafeRawBufferPointer(rebasing: members.dropLast()))
        output.appendMember("reason", scalars.code)
        output.appendMember("message", scalars.message)
        output.append("}")
    }
}
