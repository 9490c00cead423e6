import LongRunningOperations
import Testing

@Suite struct CanonicalLineTests {
    private static let head = #"{"service":"azure-core","reply":"operation""#

    private func fault(_ line: String) throws -> OperationDecodingError {
        try #require(throws: OperationDecodingError.self) { try OperationReply(canonicalLine: line) }
    }

    @Test func readsAWholeRecord() throws {
        let line =
            Self.head
            + #","id":"1","state":"Failed","stateDetail":"timedOut","sourceState":"TO","percentComplete":12.50,"message":"m","#
            + #""createdTime":"2020-10-08T22:42:50.20Z","error":{"code":"A"},"children":[{"state":"Running","children":[{"#
            + #""id":"c","state":"Unknown"}]}],"extensions":{"x":null},"diagnostics":[{"code":"unknownState","at":"/s"},{"#
            + #""code":"missingState"}],"provenance":{"offset":0}}"#
        let reply = try OperationReply(canonicalLine: line)
        #expect(reply.canonicalLine == line)
        let status = try #require(reply.operation)
        #expect(status.state == .failed)
        #expect(status.stateDetail == .timedOut)
        #expect(status.percentCompleteText == "12.50")
        #expect(status.percentComplete == 12.5)
        #expect(status.children.first?.children.first?.id == "c")
        #expect(status.children.first?.children.first?.state == .unknown)
        #expect(status.children.first?.id == nil)
        #expect(status.diagnostics.map(\.code) == [.unknownState, .missingState])
        #expect(status.diagnostics.map(\.at) == ["/s", nil])
        #expect(reply.provenance?["offset"]?.numberText == "0")
    }

    @Test(arguments: [
        // Not canonical form.
        (#" {"service":"a","reply":"notModified"}"#, "notCanonical", 0, ""),
        (#"{"service":"a","reply":"notModified"}"# + "\n", "notCanonical", 37, ""),
        (#"{"service":"a", "reply":"notModified"}"#, "notCanonical", 15, ""),
        (#"{"service":"\u0061","reply":"notModified"}"#, "notCanonical", 12, ""),
        (#"{"service":"a\/","reply":"notModified"}"#, "notCanonical", 13, ""),
        ("{\"service\":\"a\u{202E}\",\"reply\":\"notModified\"}", "notCanonical", 13, ""),
        // Not JSON.
        (#"{"service":"a","reply":"notModified""#, "truncated", 36, ""),
        (#"{"service":"a","reply":"notModified"}}"#, "trailingData", 37, ""),
        (#"x "a\q""#, "unexpectedCharacter", 0, ""), (#"{"service":"a\q""#, "invalidEscape", 13, ""),
        // Not a record.
        ("[]", "notCanonical", 0, ""),
        ("{}", "notCanonical", 0, ""),
        (#"{"reply":"notModified"}"#, "notCanonical", 0, ""),
        (#"{"reply":"notModified","service":"a"}"#, "notCanonical", 23, "/service"),
        (#"{"service":"a","reply":"rejected"}"#, "notCanonical", 23, "/reply"),
        (#"{"service":"a","reply":"operation"}"#, "notCanonical", 0, ""),
        (#"{"service":"a","reply":"notModified","state":"Running"}"#, "notCanonical", 37, "/state"),
        (#"{"service":"a","reply":"operation","state":"running"}"#, "notCanonical", 43, "/state"),
        (
            #"{"service":"a","reply":"operation","state":"Running","stateDetail":"odd"}"#, "notCanonical", 67,
            "/stateDetail"
        ),
        (#"{"service":"a","reply":"notModified","id":null}"#, "notCanonical", 42, "/id"),
        (#"{"service":"a","reply":"notModified","x/":1}"#, "notCanonical", 37, "/x~1"),
        (#"{"service":"a","reply":"notModified","id":"1","id":"1"}"#, "notCanonical", 46, "/id"),
        (#"{"service":"a","reply":"notModified","httpStatus":20}"#, "notCanonical", 50, "/httpStatus"),
        (#"{"service":"a","reply":"notModified","retryAfterSeconds":1.5}"#, "notCanonical", 57, "/retryAfterSeconds"),
        (
            #"{"service":"a","reply":"notModified","retryAt":"2024-01-02T03:04:05+00:00"}"#, "notCanonical", 47,
            "/retryAt"
        ),
        (#"{"service":"a","reply":"notModified","extensions":[]}"#, "notCanonical", 50, "/extensions"),
        (#"{"service":"a","reply":"notModified","diagnostics":[{"code":"odd"}]}"#, "notCanonical", 52, "/diagnostics"),
        (
            #"{"service":"a","reply":"requestFailed","error":{"message":"m","code":"c"}}"#, "notCanonical", 62,
            "/error/code"
        ),
        (
            #"{"service":"a","reply":"requestFailed","error":{"details":[{},{"code":1}]}}"#, "notCanonical", 70,
            "/error/details/1/code"
        ),
        (
            #"{"service":"a","reply":"requestFailed","error":{"innerError":"x"}}"#, "notCanonical", 61,
            "/error/innerError"
        ),
        (
            #"{"service":"a","reply":"operation","state":"Running","children":[{"state":"Running"},{"id":"1"}]}"#,
            "notCanonical", 85, "/children/1"
        ),
        (
            #"{"service":"a","reply":"operation","state":"Running","children":[{"service":"a"}]}"#,
            "notCanonical", 66, "/children/0/service"
        ),
        (
            #"{"service":"a","reply":"operation","state":"Running","percentComplete":100.00000000000000000001}"#,
            "notCanonical", 71, "/percentComplete"
        ),
    ])
    func refusesWhatIsNoCanonicalRecord(_ line: String, _ code: String, _ offset: Int, _ path: String) throws {
        let fault = try fault(line)
        #expect(fault.code.rawValue == code)
        #expect(fault.byteOffset == offset)
        #expect(fault.path == path)
        #expect(!fault.message.isEmpty)
    }

    /// One change with a fixed pattern at every byte: an answer, never a trap; and what is accepted is the line itself.
    @Test func answersEveryChangedByte() throws {
        let samples = Sample.all.enumerated().filter { $0.offset % 40 == 0 }.map(\.element)
        for sample in samples {
            for line in sample.expected.split(separator: "\n") {
                var bytes = Array(line.utf8)
                for index in bytes.indices {
                    let byte = bytes[index]
                    bytes[index] = byte ^ UInt8(truncatingIfNeeded: 1 + index % 7)
                    if let reply = try? OperationReply(canonicalLine: bytes) {
                        var again: [UInt8] = []
                        reply.appendCanonicalLine(to: &again)
                        #expect(again == bytes)
                        _ = (reply.outcome, reply.operation?.error?.rootCause, reply.operation?.children.map(\.state))
                    }
                    bytes[index] = byte
                }
                for length in 0..<min(bytes.count, 300) {
                    #expect(throws: OperationDecodingError.self) { try OperationReply(canonicalLine: bytes[..<length]) }
                }
            }
        }
    }
}
