import LongRunningOperations
import Testing

@Suite struct OperationReplyTests {
    /// Decodes a sample of a mapping.
    private func replies(_ sample: Sample) throws -> [OperationReply] {
        let decoder = try DecoderCache.decoder(for: sample.service)
        return try decoder.decodeAll(sample.document).map { try $0.get() }
    }

    @Test(arguments: Sample.all)
    func isItsCanonicalLine(_ sample: Sample) throws {
        var bytes: [UInt8] = []
        for reply in try replies(sample) {
            reply.appendCanonicalLine(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        #expect(String(decoding: bytes, as: UTF8.self) == sample.expected)
    }

    @Test(arguments: Sample.all)
    func isReadBackFromItsLine(_ sample: Sample) throws {
        for reply in try replies(sample) {
            let again = try OperationReply(canonicalLine: reply.canonicalLine)
            #expect(again == reply)
            #expect(again.hashValue == reply.hashValue)
            #expect(again.outcome == reply.outcome)
            #expect(again.service == ServiceIdentifier(sample.service))
        }
    }

    /// What the properties say, put together, is what the line says.
    @Test(arguments: Sample.all)
    func saysAllThatItsLineSays(_ sample: Sample) throws {
        for reply in try replies(sample) {
            let line = try JSONValue(canonicalizing: reply.canonicalLine.utf8)
            for (name, value) in line.members {
                #expect(Members.canonicalText(of: name, in: reply) == value.text, "\(name)")
            }
            for child in reply.operation?.children ?? [] {
                for (name, value) in child.canonicalValue.members {
                    #expect(Members.canonicalText(of: name, in: child) == value.text, "child's \(name)")
                }
            }
        }
    }

    @Test func tellsReplyFromReply() throws {
        let decoder = OperationDecoder(service: .azureCDNChina)
        let one = try decoder.decode(#"{"Id":"1","EndpointId":"e","Status":"Processing"}"#)
        let same = try decoder.decode(#"{"EndpointId":"e","Status":"Processing","Id":"1"}"#)
        let other = try decoder.decode(#"{"Id":"2","EndpointId":"e","Status":"Processing"}"#)
        #expect(one == same)
        #expect(one != other)
        #expect(Set([one, same, other]).count == 2)
    }

    @Test func readsTheWaitExactly() throws {
        func wait(_ text: String) throws -> Duration? {
            let line = #"{"service":"azure-core","reply":"notModified","retryAfterSeconds":\#(text)}"#
            return try OperationReply(canonicalLine: line).retryAfter
        }
        #expect(try wait("5") == .seconds(5))
        #expect(try wait("0.001") == .milliseconds(1))
        #expect(try wait("2147483647") == .seconds(2_147_483_647))
        #expect(try wait("12.345") == .milliseconds(12_345))
    }

    @Test func saysWhatTheExchangeSaid() throws {
        let line =
            #"{"service":"azure-core","reply":"notModified","id":"7","httpStatus":304,"retryAt":"2024-01-02T03:04:05Z","#
            + #""traceId":"t","etag":"\"e\"","request":{"name":"blue"}}"#
        let reply = try OperationReply(canonicalLine: line)
        #expect(reply.outcome == .notModified)
        #expect(reply.operation == nil)
        #expect(reply.id == "7")
        #expect(reply.httpStatus == 304)
        #expect(reply.retryAt == Timestamp("2024-01-02T03:04:05Z"))
        #expect(reply.traceId == "t")
        #expect(reply.etag == "\"e\"")
        #expect(reply.request?["name"]?.stringValue == "blue")
        #expect(reply.retryAfter == nil)
    }
}

/// Decoders made once for all tests.
enum DecoderCache {
    private static let decoders: [String: OperationDecoder] = {
        var decoders: [String: OperationDecoder] = [:]
        for service in MappingCatalog.builtIn.services {
            decoders[service.rawValue] = OperationDecoder(service: service)
        }
        return decoders
    }()

    static func decoder(for service: String) throws -> OperationDecoder {
        try #require(decoders[service])
    }
}

/// The canonical text of a member, written anew from what the value's properties say.
private enum Members {
    static func canonicalText(of name: String, in reply: OperationReply) -> String? {
        switch name {
        case "service": return quoted(reply.service.rawValue)
        case "reply":
            switch reply.outcome {
            case .operation: return "\"operation\""
            case .notModified: return "\"notModified\""
            case .requestFailed: return "\"requestFailed\""
            }
        case "id": return quoted(reply.id)
        case "httpStatus": return reply.httpStatus.map { "\($0)" }
        case "retryAfterSeconds": return reply.retryAfterSecondsText
        case "retryAt": return quoted(reply.retryAt?.description)
        case "traceId": return quoted(reply.traceId)
        case "etag": return quoted(reply.etag)
        case "request": return reply.request?.text
        case "list": return reply.list?.text
        case "extensions": return reply.extensions?.text
        case "diagnostics": return text(reply.diagnostics)
        case "provenance": return reply.provenance?.text
        case "error":
            if case .requestFailed(let error) = reply.outcome { return error.map(text) }
            return reply.operation?.error.map(text)
        default: return reply.operation.flatMap { canonicalText(of: name, in: $0) } ?? failed(name, reply)
        }
    }

    /// Members of a failed request that the value does not offer, for they are the operation's.
    private static func failed(_ name: String, _ reply: OperationReply) -> String? {
        guard case .requestFailed = reply.outcome else { return nil }
        return (try? JSONValue(canonicalizing: reply.canonicalLine.utf8))?[name]?.text
    }

    static func canonicalText(of name: String, in status: OperationStatus) -> String? {
        switch name {
        case "id": quoted(status.id)
        case "name": quoted(status.name)
        case "type": quoted(status.type)
        case "state": quoted(status.state.name)
        case "stateDetail": quoted(status.stateDetail?.name)
        case "sourceState": quoted(status.sourceState)
        case "percentComplete": status.percentComplete == nil ? nil : status.percentCompleteText
        case "message": quoted(status.message)
        case "createdTime": quoted(status.createdTime?.description)
        case "startTime": quoted(status.startTime?.description)
        case "lastUpdatedTime": quoted(status.lastUpdatedTime?.description)
        case "endTime": quoted(status.endTime?.description)
        case "resourceId": quoted(status.resourceId)
        case "resourceLocation": quoted(status.resourceLocation)
        case "link": quoted(status.link)
        case "result": status.result?.text
        case "error": status.error.map(text)
        case "children": "[" + status.children.map(\.description).joined(separator: ",") + "]"
        case "extensions": status.extensions?.text
        case "diagnostics": text(status.diagnostics)
        default: nil
        }
    }

    private static func text(_ error: OperationError) -> String {
        var members: [String] = []
        func add(_ name: String, _ text: String?) {
            if let text { members.append("\"\(name)\":\(text)") }
        }
        add("code", quoted(error.code))
        add("message", quoted(error.message))
        add("target", quoted(error.target))
        add("errorDetail", quoted(error.errorDetail))
        add("occurredTime", quoted(error.occurredTime?.description))
        if !error.details.isEmpty { add("details", "[" + error.details.map(text).joined(separator: ",") + "]") }
        add("innerError", error.innerError.map(text))
        add("extensions", error.extensions?.text)
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func text(_ diagnostics: [OperationDiagnostic]) -> String {
        let parts = diagnostics.map { diagnostic in
            let place = quoted(diagnostic.at).map { ",\"at\":\($0)" } ?? ""
            return "{\"code\":\"\(diagnostic.code.name)\"\(place)}"
        }
        return "[" + parts.joined(separator: ",") + "]"
    }

    private static func quoted(_ text: String?) -> String? {
        guard let text else { return nil }
        // Escapes of another form than canonical, so that only what the text means can make them equal.
        let escaped = text.unicodeScalars.map { scalar in
            "\"\\".unicodeScalars.contains(scalar) || scalar.value < 0x20 ? "\\u" + hex(scalar.value) : String(scalar)
        }
        return (try? JSONValue(canonicalizing: ("\"" + escaped.joined() + "\"").utf8))?.text
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
