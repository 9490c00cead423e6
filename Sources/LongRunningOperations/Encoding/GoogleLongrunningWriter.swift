/// Writes a record as `google.longrunning.Operation` (AIP-151).
///
///     state        done    beside it
///     NotStarted   false   metadata.state INITIALIZING
///     Running      false   metadata.state PROCESSING, CANCELLING
///     Unknown      false   metadata.state OPERATION_STATE_UNSPECIFIED
///     Succeeded    true    response
///     Failed       true    error
///     Canceled     true    error with the code 1
///
/// The words of `metadata.state` are those of `google.firestore.admin.v1.OperationState`; the times, `verb`, `target` and
/// `statusDetail` are named as in `google.cloud.common.OperationMetadata` and its like. No published message has all of these,
/// so `metadata` and `response` carry no `@type`.
struct GoogleLongrunningWriter {
    private let record: CanonicalRecord

    init(record: CanonicalRecord) {
        self.record = record
    }

    private static let unsaid: [RecordMember] = [
        .service, .name, .sourceState, .resourceLocation, .link, .httpStatus, .retryAfterSeconds, .retryAt, .traceId,
        .etag,
        .request, .children, .list, .extensions, .diagnostics, .provenance,
    ]

    /// Appends the object; false where the record is damaged inside.
    mutating func append(to output: inout OutputBuffer, losses: inout LossList) -> Bool {
        if record.says(.reply, "requestFailed") { return appendFailure(to: &output, losses: &losses) }
        losses.add(Self.unsaid, of: record)
        let state = record.state
        let isDone = state == .succeeded || state == .failed || state == .canceled
        output.append("{")
        output.appendMember("name", record[.id])
        appendMetadata(isDone: isDone, to: &output, losses: &losses)
        output.appendName("done")
        output.append(isDone ? "true" : "false")
        appendResponse(to: &output, losses: &losses)
        guard appendError(to: &output, losses: &losses) else { return false }
        output.append("}")
        return true
    }

    // MARK: Members

    private func appendMetadata(isDone: Bool, to output: inout OutputBuffer, losses: inout LossList) {
        let before = output.count
        output.appendName("metadata")
        let start = output.count
        output.append("{")
        output.appendMember("verb", record[.type])
        output.appendMember("target", record[.resourceId])
        if !isDone {
            let isCanceling = record.says(.stateDetail, "canceling")
            switch record.state {
            case .notStarted: output.appendMember("state", "\"INITIALIZING\"")
            case .running: output.appendMember("state", isCanceling ? "\"CANCELLING\"" : "\"PROCESSING\"")
            default:
                output.appendMember("state", "\"OPERATION_STATE_UNSPECIFIED\"")
                losses.add(
                    .state,
                    "done must be true or false: it is written as false, with an unspecified state beside it"
                )
            }
            if record[.stateDetail] != nil, !isCanceling { losses.add(.stateDetail) }
        } else if record[.stateDetail] != nil {
            losses.add(.stateDetail)
        }
        output.appendMember("statusDetail", record[.message])
        output.appendMember("createTime", record[.createdTime])
        output.appendMember("startTime", record[.startTime])
        output.appendMember("updateTime", record[.lastUpdatedTime])
        output.appendMember("endTime", record[.endTime])
        if let percent = record[.percentComplete], !appendProgress(percent, to: &output) {
            losses.add(.percentComplete, "progress is told in whole units of work")
        }
        if output.count == start + 1 {
            output.count = before
        } else {
            output.append("}")
        }
    }

    /// Appends a percentage as work done of work to do: `12.5` as 125 of 1000.
    private func appendProgress(_ percent: UnsafeRawBufferPointer, to output: inout OutputBuffer) -> Bool {
        let digits = percent.filter { $0 != UInt8(ascii: ".") }
        guard digits.count <= 15, percent.count - digits.count <= 1, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return false
        }
        let work = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let point = percent.firstIndex(of: UInt8(ascii: ".")) ?? percent.count
        output.appendName("progressPercentage")
        output.append("{\"estimatedWork\":\"100")
        for _ in 0..<max(percent.count - point - 1, 0) { output.append("0") }
        output.append("\",\"completedWork\":\"")
        output.append(decimal: work)
        output.append("\"}")
        return true
    }

    private func appendResponse(to output: inout OutputBuffer, losses: inout LossList) {
        guard record.state == .succeeded else {
            if record[.result] != nil { losses.add(.result, "a response stands beside success only") }
            return
        }
        output.appendName("response")
        guard let result = record[.result] else {
            output.append("{}")
            return
        }
        if result.first == UInt8(ascii: "{") {
            output.append(result)
        } else {
            // A response is a message, so a value that is none stands in one.
            output.append("{\"value\":")
            output.append(result)
            output.append("}")
        }
    }

    private func appendError(to output: inout OutputBuffer, losses: inout LossList) -> Bool {
        switch record.state {
        case .succeeded:
            if record[.error] != nil { losses.add(.error, "error and response exclude each other") }
            return true
        case .notStarted, .running, .unknown:
            if record[.error] == nil { return true }
        case .failed, .canceled:
            break
        }
        output.appendName("error")
        var writer = GoogleStatusWriter(service: record[.service], isCanceled: record.state == .canceled)
        return writer.append(record[.error], to: &output, losses: &losses)
    }

    /// A failed request: the HTTP form of `google.rpc.Status` (AIP-193), with the code's name in `status`.
    private func appendFailure(to output: inout OutputBuffer, losses: inout LossList) -> Bool {
        let others = RecordMember.allCases.filter { ![.reply, .error, .httpStatus].contains($0) }
        losses.add(others, of: record)
        output.append("{\"error\":")
        var writer = GoogleStatusWriter(service: record[.service], httpStatus: record[.httpStatus])
        guard writer.append(record[.error], to: &output, losses: &losses) else { return false }
        output.append("}")
        return true
    }
}

extension OutputBuffer {
    /// Appends a member whose value is a constant.
    mutating func appendMember(_ name: StaticString, _ value: StaticString) {
        appendName(name)
        append(value)
    }
}
