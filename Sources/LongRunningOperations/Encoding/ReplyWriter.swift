/// Writes records of replies that no shape reads: bodiless ones, and failed requests whose body says nothing we know.
enum ReplyWriter {
    /// A failed request.
    ///
    /// `extensions` is what the body holds, as a canonical JSON object.
    static func appendFailure(
        _ plan: DecodingPlan,
        _ service: Int,
        _ facts: ReplyFacts,
        extensions: UnsafeRawBufferPointer?,
        isBodyInvalid: Bool,
        provenance: [UInt8]? = nil,
        into output: inout OutputBuffer
    ) {
        appendHead(plan, service, "requestFailed", into: &output)
        ReplyFacts.append(.id, facts.id, to: &output)
        if let code = facts.errorCode {
            output.append(",\"error\":{\"code\":\"")
            code.withUnsafeBytes { output.appendEscaped($0) }
            output.append("\"}")
        }
        facts.appendMembers(to: &output)
        if let extensions {
            output.append(",\"extensions\":")
            output.append(extensions)
        }
        var codes: [StaticString] = []
        if isBodyInvalid { codes.append("{\"code\":\"invalidBody\"}") }
        if facts.isRetryAfterInvalid { codes.append("{\"code\":\"invalidRetryAfter\"}") }
        appendDiagnostics(codes, into: &output)
        appendProvenance(provenance, into: &output)
        output.append(UInt8(ascii: "}"))
    }

    /// A reply that says that nothing has changed.
    static func appendNotModified(
        _ plan: DecodingPlan,
        _ service: Int,
        _ facts: ReplyFacts,
        provenance: [UInt8]? = nil,
        into output: inout OutputBuffer
    ) {
        appendHead(plan, service, "notModified", into: &output)
        ReplyFacts.append(.id, facts.id, to: &output)
        facts.appendMembers(to: &output)
        appendDiagnostics(facts.isRetryAfterInvalid ? ["{\"code\":\"invalidRetryAfter\"}"] : [], into: &output)
        appendProvenance(provenance, into: &output)
        output.append(UInt8(ascii: "}"))
    }

    /// A reply without a body that names an operation by a header.
    ///
    /// `outcome` is what the mapping says of an operation without a state; nothing where it says nothing.
    static func appendAccepted(
        _ plan: DecodingPlan,
        _ service: Int,
        _ facts: ReplyFacts,
        outcome: StateOutcome?,
        provenance: [UInt8]? = nil,
        into output: inout OutputBuffer
    ) {
        appendHead(plan, service, "operation", into: &output)
        ReplyFacts.append(.id, facts.id, to: &output)
        output.append(",\"state\":\"")
        output.append((outcome?.state ?? .unknown).wireName)
        output.append(UInt8(ascii: "\""))
        if let detail = outcome?.detail {
            output.append(",\"stateDetail\":\"")
            output.append(detail.wireName)
            output.append(UInt8(ascii: "\""))
        }
        facts.appendMembers(to: &output)
        var codes: [StaticString] = outcome == nil ? ["{\"code\":\"missingState\"}"] : []
        if facts.isRetryAfterInvalid { codes.append("{\"code\":\"invalidRetryAfter\"}") }
        appendDiagnostics(codes, into: &output)
        appendProvenance(provenance, into: &output)
        output.append(UInt8(ascii: "}"))
    }

    /// What is kept of a failed request's body that is JSON but no object: the value itself.
    static func extensions(_ text: IndexedText, end: Int) -> OutputBuffer {
        var object = OutputBuffer(capacity: 256)
        object.append("{\"body\":")
        object.appendCanonical(text, 0, end)
        object.append(UInt8(ascii: "}"))
        return object
    }

    /// What is kept of a failed request's body that is no JSON: its text, or its bytes where they are no UTF-8.
    static func extensions(unread body: UnsafeRawBufferPointer) -> OutputBuffer {
        var object = OutputBuffer(capacity: 256)
        if UTF8Text.isValid(body) {
            object.append("{\"body\":\"")
            object.appendEscaped(body)
        } else {
            object.append("{\"bodyBase64\":\"")
            Base64.encode(body, into: &object)
        }
        object.append("\"}")
        return object
    }

    private static func appendHead(
        _ plan: DecodingPlan,
        _ service: Int,
        _ reply: StaticString,
        into output: inout OutputBuffer
    ) {
        let servicePlan = plan.services + service
        output.append(servicePlan.pointee.bytes(servicePlan.pointee.head))
        output.append(reply)
        output.append(UInt8(ascii: "\""))
    }

    private static func appendProvenance(_ provenance: [UInt8]?, into output: inout OutputBuffer) {
        guard let provenance else { return }
        output.append(",\"provenance\":")
        provenance.withUnsafeBytes { output.append($0) }
    }

    private static func appendDiagnostics(_ codes: [StaticString], into output: inout OutputBuffer) {
        guard let first = codes.first else { return }
        output.append(",\"diagnostics\":[")
        output.append(first)
        for code in codes.dropFirst() {
            output.append(UInt8(ascii: ","))
            output.append(code)
        }
        output.append(UInt8(ascii: "]"))
    }
}
