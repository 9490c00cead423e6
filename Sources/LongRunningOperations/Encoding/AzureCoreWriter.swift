/// Writes a record as `Azure.Core.Foundations.OperationStatus`.
///
/// Only the five words of `OperationState` are written, because pollers know no other end of an operation; what is finer than
/// they are (`stateDetail`, `sourceState`) is lost. `Unknown`, which is none of them, is written as it is: pollers go on asking.
struct AzureCoreWriter {
    private let record: CanonicalRecord

    /// A level of the error that is being written.
    private struct Frame {
        var isList: Bool
        /// The member that holds it, or its index in the list.
        var name: StaticString = ""
        var index = -1
        /// The number of elements begun, in a list.
        var elements = 0
    }

    private var frames: [Frame] = []

    init(record: CanonicalRecord) {
        self.record = record
    }

    private static let unsaid: [RecordMember] = [
        .name, .type, .stateDetail, .message, .link, .httpStatus, .retryAfterSeconds, .retryAt, .traceId, .etag,
        .request,
        .children, .list, .extensions, .diagnostics, .provenance,
    ]

    /// Appends the object; false where the record is damaged inside.
    mutating func append(to output: inout OutputBuffer, losses: inout LossList) -> Bool {
        losses.add(.service)
        if record.says(.reply, "requestFailed") { return appendFailure(to: &output, losses: &losses) }
        losses.add(Self.unsaid, of: record)
        output.append("{")
        output.appendMember("id", record[.id])
        output.appendName("status")
        output.append("\"")
        output.append(record.state.wireName)
        output.append("\"")
        if record.state == .unknown { losses.add(.state, "Unknown is none of the words of OperationState") }
        if let source = record[.sourceState], !record.says(.sourceState, record.state.wireName), source.count > 2 {
            losses.add(.sourceState)
        }
        output.appendMember("createdDateTime", record[.createdTime])
        output.appendMember("startTime", record[.startTime])
        output.appendMember("lastActionDateTime", record[.lastUpdatedTime])
        output.appendMember("endTime", record[.endTime])
        output.appendMember("percentComplete", record[.percentComplete])
        output.appendMember("resourceId", record[.resourceId])
        output.appendMember("resourceLocation", record[.resourceLocation])
        output.appendMember("result", record[.result])
        if let error = record[.error] {
            output.appendName("error")
            guard append(error: error, to: &output, losses: &losses) else { return false }
        }
        output.append("}")
        return true
    }

    private mutating func appendFailure(to output: inout OutputBuffer, losses: inout LossList) -> Bool {
        let others = RecordMember.allCases.filter { ![.service, .reply, .error].contains($0) }
        losses.add(others, of: record)
        output.append("{\"error\":")
        if let error = record[.error] {
            guard append(error: error, to: &output, losses: &losses) else { return false }
        } else {
            output.append("{}")
        }
        output.append("}")
        return true
    }

    // MARK: Errors

    /// Appends an error of any depth: the canonical one with fewer members, and `innererror` in lower case.
    private mutating func append(
        error: UnsafeRawBufferPointer,
        to output: inout OutputBuffer,
        losses: inout LossList
    ) -> Bool {
        var cursor = CanonicalCursor(error)
        guard cursor.consume(UInt8(ascii: "{")) else { return false }
        output.append("{")
        frames = [Frame(isList: false)]
        while let frame = frames.last {
            let isEnd = cursor.consume(frame.isList ? UInt8(ascii: "]") : UInt8(ascii: "}"))
            if isEnd {
                output.append(frame.isList ? "]" : "}")
                frames.removeLast()
                _ = cursor.consume(UInt8(ascii: ","))
                continue
            }
            let goesOn =
                frame.isList
                ? beginElement(&cursor, to: &output)
                : appendMember(&cursor, to: &output, losses: &losses)
            guard goesOn else { return false }
        }
        return cursor.offset == error.count
    }

    private mutating func beginElement(_ cursor: inout CanonicalCursor, to output: inout OutputBuffer) -> Bool {
        guard cursor.consume(UInt8(ascii: "{")) else { return false }
        let index = frames[frames.count - 1].elements
        frames[frames.count - 1].elements += 1
        output.append(index > 0 ? ",{" : "{")
        frames.append(Frame(isList: false, index: index))
        return true
    }

    private mutating func appendMember(
        _ cursor: inout CanonicalCursor,
        to output: inout OutputBuffer,
        losses: inout LossList
    ) -> Bool {
        guard let name = cursor.name() else { return false }
        if name.equals("innerError") {
            guard cursor.consume(UInt8(ascii: "{")) else { return false }
            output.appendName("innererror")
            output.append("{")
            frames.append(Frame(isList: false, name: "innerError"))
            return true
        }
        if name.equals("details") {
            guard cursor.consume(UInt8(ascii: "[")) else { return false }
            output.appendName("details")
            output.append("[")
            frames.append(Frame(isList: true, name: "details"))
            return true
        }
        let start = cursor.offset
        guard cursor.skipValue() else { return false }
        let value = UnsafeRawBufferPointer(rebasing: cursor.bytes[start..<cursor.offset])
        _ = cursor.consume(UInt8(ascii: ","))
        switch true {
        case name.equals("code"): output.appendMember("code", value)
        case name.equals("message"): output.appendMember("message", value)
        case name.equals("target"): output.appendMember("target", value)
        default: losses.add(inError: path(name))
        }
        return true
    }

    private func path(_ name: UnsafeRawBufferPointer) -> String {
        frames.dropFirst()
            .reduce("/error") { path, frame in
                path + (frame.index >= 0 ? "/\(frame.index)" : "/\(frame.name)")
            } + "/" + String(decoding: name, as: UTF8.self)
    }
}
