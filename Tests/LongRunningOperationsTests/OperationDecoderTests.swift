import LongRunningOperations
import Testing

@Suite struct OperationDecoderTests {
    private let cdn = OperationDecoder(service: .azureCDNChina)
    private let running = #"{"Id":"1","Type":"Purge","Status":"Processing","EndpointId":"e","SubscriptionId":"s"}"#

    private func error(_ body: () throws -> Void) throws -> OperationDecodingError {
        try #require(throws: OperationDecodingError.self, performing: body)
    }

    @Test func readsTheExampleOfTheDocumentation() throws {
        let reply = try cdn.decode(running)
        let status = try #require(reply.operation)
        #expect(status.id == "1")
        #expect(status.type == "Purge")
        #expect(status.state == .running)
        #expect(!status.state.isTerminal)
        #expect(status.sourceState == "Processing")
        #expect(status.error == nil)
    }

    @Test func takesBytesOfAnyKind() throws {
        let bytes = Array(running.utf8)
        let reply = try cdn.decode(bytes)
        #expect(try cdn.decode(running) == reply)
        #expect(try cdn.decode(bytes[...]) == reply)
        #expect(try bytes.withUnsafeBytes { try cdn.decode($0) } == reply)
        #expect(try cdn.decode(CapturedResponse(body: bytes)) == reply)
    }

    @Test func detectsTheService() throws {
        let decoder = try OperationDecoder()
        #expect(try decoder.decode(running).service == .azureCDNChina)
        let fault = try error { _ = try decoder.decode(#"{"hello":"world"}"#) }
        #expect(fault.code == .noServiceMatches)
        #expect(fault.service == nil)
    }

    @Test func saysThatAServiceIsUnknown() throws {
        #expect(try error { _ = try OperationDecoder(service: "no-such-service").decode("{}") }.code == .unknownService)
        let fault = try error { _ = try OperationDecoder(services: ["azure-core", "no-such-service"]) }
        #expect(fault.code == .unknownService)
        #expect(fault.service == "no-such-service")
    }

    @Test func acceptsAByteOrderMark() throws {
        let marked = [0xEF, 0xBB, 0xBF] + Array(running.utf8)
        #expect(try cdn.decode(marked) == cdn.decode(running))
        let fault = try error { _ = try cdn.decode([0xEF, 0xBB, 0xBF] + Array(#"{"Id":}"#.utf8)) }
        #expect(fault.code == .unexpectedCharacter)
        #expect(fault.byteOffset == 9)
        #expect(fault.path == "/Id")
        #expect(fault.service == .azureCDNChina)
    }

    @Test(arguments: [
        ("", "truncated", 0, ""),
        ("\u{FEFF}", "truncated", 3, ""),
        ("  ", "truncated", 2, ""),
        ("{\"Id\":\"1\"", "truncated", 9, "/Id"),
        ("{\"Id\":\"1\"}{}", "trailingData", 10, ""),
        ("{\"a\":[1,{\"b~/\":tru}]}", "unexpectedCharacter", 15, "/a/1/b~0~1"),
        ("{\"a\":[1,2,01]}", "invalidNumber", 11, "/a/2"),
        ("{\"Status\":\"NotSet\",\"Status\":\"NotSet\"}", "duplicateMember", 19, ""),
        ("{\"x\":\"\\ud800\"}", "loneSurrogate", 6, "/x"),
        ("5", "notAReply", 0, ""),
        ("{}", "notAReply", 0, ""),
    ])
    func saysWhatIsWrongAndWhere(_ body: String, _ code: String, _ offset: Int, _ path: String) throws {
        let fault = try error { _ = try cdn.decode(body) }
        #expect(fault.code.rawValue == code)
        #expect(fault.byteOffset == offset)
        #expect(fault.path == path)
        #expect(!fault.message.isEmpty)
        #expect(try error { _ = try cdn.decodeAll(body) } == fault)
    }

    @Test(arguments: [
        "{\"Id\":\"1\"", "\u{FEFF}{\"Id\":}", "{\"Id\":\"1\"}{}", "{\"a\":[1,{\"b~/\":tru}]}", "{\"x\":\"\\ud800\"}",
        "{\"Status\":\"NotSet\",\"Status\":\"NotSet\"}", "5", "{}", "\u{FEFF}[7]", "[]",
        "[{\"Id\":\"1\",\"Type\":\"Purge\",\"Status\":\"Processing\",\"EndpointId\":\"e\",\"SubscriptionId\":\"s\"},7,{\"x\":1}]",
    ])
    func saysTheSameOfAResponseAsOfItsBody(body: String) throws {
        let short = OperationDecoder(service: .azureCDNChina, limits: DecodingLimits(depth: 8, length: 4))
        let response = CapturedResponse(body: Array(body.utf8))
        for decoder in [cdn, short] {
            let fault = try error { _ = try decoder.decode(body) }
            #expect(fault.service == .azureCDNChina)
            #expect(try error { _ = try decoder.decode(response) } == fault)
            guard let replies = try? decoder.decodeAll(body) else {
                #expect(try error { _ = try decoder.decodeAll(body) } == fault)
                #expect(try error { _ = try decoder.decodeAll(response) } == fault)
                continue
            }
            #expect(try decoder.decodeAll(response) == replies)
            for case .failure(let fault) in replies { #expect(fault.service == .azureCDNChina) }
        }
    }

    @Test(arguments: ["{", "{}", "[7]", #"{"hello":"world"}"#, #"{"status":"Running","status":"Failed"}"#])
    func saysTheSameOfAResponseWhoseServiceIsNotNamed(body: String) throws {
        let decoder = try OperationDecoder()
        let fault = try error { _ = try decoder.decode(body) }
        #expect(try error { _ = try decoder.decode(CapturedResponse(body: Array(body.utf8))) } == fault)
        #expect(fault.service == nil)
    }

    /// Whether a document or an element is no reply, one sentence says it.
    @Test func saysWithTheSameWordsThatAnElementIsNoReply() throws {
        let message = try error { _ = try cdn.decode("{}") }.message
        let replies = try cdn.decodeAll("[\(running),7]")
        #expect(try error { _ = try replies[1].get() }.message == message)
    }

    @Test func namesTheServiceOfAResponseThatSaysNothing() throws {
        let fault = try error { _ = try cdn.decode(CapturedResponse(status: 204)) }
        #expect(fault.code == .ignored)
        #expect(fault.service == .azureCDNChina)
    }

    @Test func holdsToLimits() throws {
        let short = OperationDecoder(service: .azureCDNChina, limits: DecodingLimits(length: running.utf8.count))
        #expect(try short.decode(running).operation?.state == .running)
        #expect(try error { _ = try short.decode(running + " ") }.code == .tooLong)
        let shallow = OperationDecoder(service: .azureCDNChina, limits: DecodingLimits(depth: 3))
        let head = #"{"Id":"1","EndpointId":"e","Status":"NotSet","x":"#
        #expect(try shallow.decode(head + "[[]]}").operation?.state == .notStarted)
        #expect(try error { _ = try shallow.decode(head + "[[[]]]}") }.code == .tooDeep)
    }

    @Test func keepsElementsOfAListApart() throws {
        let list = "[\(running),7,\(running.replacing("\"1\"", with: "\"3\"")),{\"no\":\"reply\"}]"
        #expect(try error { _ = try cdn.decode(list) }.code == .notOneReply)
        let replies = try cdn.decodeAll(list)
        #expect(replies.count == 4)
        #expect(try replies[0].get().id == "1")
        #expect(try replies[2].get().id == "3")
        let fault = try error { _ = try replies[1].get() }
        #expect(fault.code == .notAReply)
        #expect(fault.path == "/1")
        #expect(try error { _ = try replies[3].get() }.path == "/3")
        #expect(try cdn.decodeAll("[]").isEmpty)
        #expect(try error { _ = try cdn.decode("[]") }.code == .notOneReply)
    }

    @Test func takesAnErrorStatusForAFailedRequest() throws {
        let response = CapturedResponse(
            status: 503,
            headers: [("Content-Type", "text/json")],
            body: Array(running.utf8)
        )
        let reply = try cdn.decode(response)
        #expect(reply.outcome == .requestFailed(nil))
        #expect(reply.httpStatus == 503)
        #expect(reply.operation == nil)
        #expect(try cdn.decode(CapturedResponse(status: 200, body: Array(running.utf8))).operation?.state == .running)
        #expect(try error { _ = try cdn.decode(CapturedResponse(status: 204)) }.code == .ignored)
    }

    @Test func servesManyTasksAtOnce() async throws {
        let cdn = self.cdn
        let expected = try cdn.decode(running)
        let body = running
        let different = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var different = 0
                    for round in 0..<200 {
                        if round % 3 == 0 { _ = try? cdn.decode("{") }
                        if (try? cdn.decode(body)) != expected { different += 1 }
                    }
                    return different
                }
            }
            return await group.reduce(0, +)
        }
        #expect(different == 0)
    }

    /// No document may ever trap, whatever is missing from it.
    @Test func answersEveryPrefixOfADocument() throws {
        let sample = try #require(Sample.all.first { $0.service == "azure-devcenter" && $0.document.count > 200 })
        let decoder = try DecoderCache.decoder(for: sample.service)
        for length in 0..<sample.document.count {
            let prefix = sample.document[..<length]
            guard let replies = try? decoder.decodeAll(prefix) else { continue }
            #expect(prefix.drop { [0x20, 0x0A].contains($0) }.last == UInt8(ascii: "}"), "\(replies)")
        }
    }
}
