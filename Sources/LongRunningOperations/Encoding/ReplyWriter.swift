/// Writes records of replies that no shape reads: bodiless ones, and failed requests whose body says nothing we know.
enum ReplyWriter {
    /// A failed request.
    ///
    /// - Parameter extensions: what the body holds, as a canonical JSON object.
    static func appendFailure(
        _ plan: DecodingPlan,
        _ service: Int,
        _ facts: ReplyFacts,
        extensions: UnsafeRawBufferPointer?,
        isBodyInvalid: Bool,
        into output: inout OutputBuffer
    ) {
        appendHead(plan, service, "requestFailed", into: &output)
        appendString("id", facts.id, into: &output)
        if let code = facts.errorCode {
            output.append(",\"error\":{\"code\":\"")
            code.withUnsafeBytes { output.appendEscaped($0) }
            output.append("\"}")
        }
        appendExchange(facts, into: &output)
        if let extensions {
            output.append(",\"extensions\":")
            output.append(extensions)
        }
        var codes: [StaticString] = []
        if isBodyInvalid { codes.append("{\"code\":\"invalidBody\"}") }
        if facts.isRetryAfterInvalid { codes.append("{\"code\":\"invalidRetryAfter\"}") }
        appendDiagnostics(codes, into: &output)
        output.append(UInt8(ascii: "}"))
    }

    /// A reply that says that nothing has changed.
    static func appendNotModified(
        _ plan: DecodingPlan,
        _ service: Int,
        _ facts: ReplyFacts,
        into output: inout OutputBuffer
    ) {
        appendHead(plan, service, "notModified", into: &output)
        appendString("id", facts.id, into: &output)
        appendExchange(facts, into: &output)
        appendDiagnostics(facts.isRetryAfterInvalid ? ["{\"code\":\"invalidRetryAfter\"}"] : [], into: &output)
        output.append(UInt8(ascii: "}"))
    }

    /// A reply without a body that names an operation by a header.
    static func appendAccepted(
        _ plan: DecodingPlan,
        _ service: Int,
        _ facts: ReplyFacts,
        into output: inout OutputBuffer
    ) {
        appendHead(plan, service, "operation", into: &output)
        appendString("id", facts.id, into: &output)
        output.append(",\"state\":\"Unknown\"")
        appendExchange(facts, into: &output)
        var codes: [StaticString] = ["{\"code\":\"missingState\"}"]
        if facts.isRetryAfterInvalid { codes.append("{\"code\":\"invalidRetryAfter\"}") }
        appendDiagnostics(codes, into: &output)
        output.append(UInt8(ascii: "}"))
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

    private static func appendExchange(_ facts: ReplyFacts, into output: inout OutputBuffer) {
        if let status = facts.httpStatus {
            output.append(",\"httpStatus\":")
            output.append(decimal: status)
        }
        if let wait = facts.retryAfterSeconds {
            output.append(",\"retryAfterSeconds\":")
            wait.withUnsafeBytes { output.append($0) }
        }
        if let time = facts.retryAt {
            output.append(",\"retryAt\":\"")
            output.append(time)
            output.append(UInt8(ascii: "\""))
        }
        appendString("traceId", facts.traceId, into: &output)
        appendString("etag", facts.etag, into: &output)
        if let request = facts.request {
            output.append(",\"request\":")
            request.withUnsafeBytes { output.append($0) }
        }
    }

    private static func appendString(_ name: StaticString, _ value: [UInt8]?, into output: inout OutputBuffer) {
        guard let value else { return }
        output.append(",\"")
        output.append(name)
        output.append("\":\"")
        value.withUnsafeBytes { output.appendEscaped($0) }
        output.append(UInt8(ascii: "\""))
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
