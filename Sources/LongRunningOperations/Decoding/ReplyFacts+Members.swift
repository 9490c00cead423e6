/// The members of a record that an exchange fills beside its body, from `httpStatus` to `request`.
extension ReplyFacts {
    /// Appends the members in the canonical order.
    ///
    /// `body` appends what the body says of a member, and answers whether it says something. What it says stands, but a status
    /// that was received is more than one that a body tells of.
    func appendMembers(
        to output: inout OutputBuffer,
        unlessIn body: (RecordMember, inout OutputBuffer) -> Bool = { _, _ in false }
    ) {
        if let httpStatus {
            output.append(",\"httpStatus\":")
            output.append(decimal: httpStatus)
        } else {
            _ = body(.httpStatus, &output)
        }
        if let retryAfterSeconds {
            output.append(",\"retryAfterSeconds\":")
            retryAfterSeconds.withUnsafeBytes { output.append($0) }
        }
        if !body(.retryAt, &output), let retryAt {
            output.append(",\"retryAt\":\"")
            output.append(retryAt)
            output.append(UInt8(ascii: "\""))
        }
        if !body(.traceId, &output) { Self.append(.traceId, traceId, to: &output) }
        if !body(.etag, &output) { Self.append(.etag, etag, to: &output) }
        if let request {
            output.append(",\"request\":")
            request.withUnsafeBytes { output.append($0) }
        }
    }

    /// Appends text that did not come from the document.
    static func append(_ member: RecordMember, _ text: [UInt8]?, to output: inout OutputBuffer) {
        guard let text else { return }
        output.append(",\"")
        output.append(member.wireName)
        output.append("\":\"")
        text.withUnsafeBytes { output.appendEscaped($0) }
        output.append(UInt8(ascii: "\""))
    }
}
