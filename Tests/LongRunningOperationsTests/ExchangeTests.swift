import LongRunningOperations
import Testing

struct ExchangeTests {
    static let url =
        "https://fabrikam.api.adu.microsoft.com/deviceUpdate/blue/updates/operations/op-1?api-version=2022-10-01"
    static let running =
        #"{"operationId":"op-1","status":"Running","createdDateTime":"2031-05-01T08:00:00Z","lastActionDateTime":"2031-05-01T08:00:01Z"}"#
    static let head = #"{"service":"azure-device-update","reply":"#

    // MARK: Codes

    @Test(arguments: [[], [.azureDeviceUpdate]] as [[ServiceIdentifier]])
    func notModifiedIsAttributedByTheURL(_ services: [ServiceIdentifier]) throws {
        let conversion = try ExchangeConversion(304, [("ETag", "\"3\"")], url: Self.url, services: services)
        #expect(conversion.outcome == .converted(1))
        #expect(
            conversion.lines == Self.head
                + #""notModified","id":"op-1","httpStatus":304,"etag":"\"3\"","request":{"instanceId":"blue"}}"# + "\n"
        )
        #expect(conversion.tally.replies.map(\.kind) == ["notModified"])
    }

    @Test(arguments: [200, 201, 202] as [Int])
    func bodyOfASuccessIsReadByTheBody(_ status: Int) throws {
        let conversion = try ExchangeConversion(status, body: Self.running, url: Self.url)
        #expect(
            conversion.lines == Self.head + #""operation","id":"op-1","state":"Running","sourceState":"Running","#
                + #""createdTime":"2031-05-01T08:00:00Z","lastUpdatedTime":"2031-05-01T08:00:01Z","#
                + #""httpStatus":\#(status),"request":{"instanceId":"blue"}}"# + "\n"
        )
    }

    @Test(arguments: [100, 101, 199, 300, 301, 302, 305, 307, 399, 600, 0, -1, 99] as [Int])
    func otherCodesAreIgnored(_ status: Int) throws {
        let conversion = try ExchangeConversion(status, body: Self.running, url: Self.url)
        #expect(conversion.outcome == .ignored)
        #expect(conversion.lines.isEmpty)
        #expect(conversion.tally.found == 1)
        #expect(conversion.tally.ignored == 1)
    }

    @Test(arguments: [400, 404, 409, 429, 500, 503, 599] as [Int])
    func failedRequestIsOneWhateverTheBodySays(_ status: Int) throws {
        let conversion = try ExchangeConversion(status, body: Self.running, url: Self.url)
        #expect(conversion.lines.hasPrefix(Self.head + #""requestFailed","id":"op-1","httpStatus":\#(status),"#))
        #expect(conversion.lines.contains(#""extensions":{"operationId":"op-1","status":"Running","#))
    }

    // MARK: Failed requests

    @Test(arguments: [(403, true), (502, false)])
    func statusOfTheBodyStaysWhereAnotherOneWasReceived(_ status: Int, isLeft: Bool) throws {
        let body = #"{"type":"about:blank","title":"Bad","status":\#(status),"detail":"d"}"#
        let conversion = try ExchangeConversion(502, body: body, url: Self.url)
        #expect(conversion.lines.contains(#""httpStatus":502"#))
        #expect(conversion.lines.contains("\"status\":403") == isLeft, "\(conversion.lines)")
    }

    /// The code says that the request failed: the error is read though the body has members of an operation.
    @Test(arguments: [
        (#"{"status":"Failed","error":{"code":"Conflict","message":"m"}}"#, #"{"code":"Conflict","message":"m"}"#),
        (#"{"status":404,"error":{"code":"NotFound"}}"#, #"{"code":"NotFound"}"#),
        (
            #"{"code":"BadRequest","message":"m","status":400}"#,
            #"{"code":"BadRequest","message":"m","extensions":{"status":400}}"#
        ),
        (#"{"operationId":"op-1","status":"Failed","error":{"code":"A"}}"#, #"{"code":"A"}"#),
    ])
    func bodyOfAFailedRequestSaysItsError(_ body: String, _ error: String) throws {
        for services in [[.azureDeviceUpdate], []] as [[ServiceIdentifier]] {
            let headers = [("x-ms-error-code", "Other")]
            let conversion = try ExchangeConversion(409, headers, body: body, url: Self.url, services: services)
            #expect(conversion.lines.contains(#""reply":"requestFailed""#))
            #expect(conversion.lines.contains(#""error":\#(error),"httpStatus":409"#), "\(conversion.lines)")
        }
    }

    @Test func throttledReplyWithoutABodyTakesItsCodeFromTheHeader() throws {
        let headers = [("X-MS-Error-Code", "TooManyRequests"), ("retry-after", "120"), ("TraceParent", "00-1-2-00")]
        let conversion = try ExchangeConversion(429, headers, url: Self.url)
        #expect(
            conversion.lines == Self.head + #""requestFailed","id":"op-1","error":{"code":"TooManyRequests"},"#
                + #""httpStatus":429,"retryAfterSeconds":120,"traceId":"00-1-2-00","request":{"instanceId":"blue"}}"#
                + "\n"
        )
    }

    @Test func bodyWinsOverTheErrorCodeOfTheHeader() throws {
        let body = #"{"error":{"code":"Conflict","message":"busy"}}"#
        let conversion = try ExchangeConversion(409, [("x-ms-error-code", "Other")], body: body, url: Self.url)
        #expect(conversion.lines.contains(#""error":{"code":"Conflict","message":"busy"},"httpStatus":409"#))
        #expect(!conversion.lines.contains("Other"))
    }

    @Test func bodyThatIsNoJSONIsKeptAsText() throws {
        let body = "<html>\r\n<b>503 \u{202E}</b></html>"
        let conversion = try ExchangeConversion(503, body: body, url: Self.url)
        #expect(
            conversion.lines == Self.head
                + #""requestFailed","id":"op-1","httpStatus":503,"request":{"instanceId":"blue"},"#
                + #""extensions":{"body":"<html>\r\n<b>503 \u202e</b></html>"},"diagnostics":[{"code":"invalidBody"}]}"#
                + "\n"
        )
        #expect(conversion.tally.diagnostics.map(\.code) == ["invalidBody"])
    }

    @Test func bodyThatIsNoTextIsKeptInBase64() throws {
        let conversion = try ExchangeConversion(502, bytes: [0xFF, 0x00, 0x10, 0x80], url: Self.url)
        #expect(
            conversion.lines.contains(#""extensions":{"bodyBase64":"/wAQgA=="},"diagnostics":[{"code":"invalidBody"}]"#)
        )
    }

    @Test(arguments: [
        (#"[ 1, {"error": null} ]"#, #"[1,{"error":null}]"#), (#""gone""#, #""gone""#), (" null", "null"), ("17", "17"),
    ])
    func bodyThatIsNoObjectIsKeptAsItsValue(_ body: String, value: String) throws {
        let conversion = try ExchangeConversion(410, body: body, url: Self.url)
        #expect(conversion.lines.contains(#""extensions":{"body":\#(value)}}"#))
        #expect(conversion.tally.diagnostics.isEmpty)
    }

    @Test(arguments: [
        #"{"error":{"code":"A"}}}"#, #"{"error":"#, #"{"code":"a","code":"b"}"#, #"{"error":{"code":"A"}} "# + "\u{0}",
    ])
    func damagedBodyOfAFailedRequestIsNoReject(_ body: String) throws {
        let conversion = try ExchangeConversion(500, body: body, url: Self.url)
        #expect(conversion.outcome == .converted(1))
        #expect(conversion.lines.contains(#""diagnostics":[{"code":"invalidBody"}]"#))
        #expect(conversion.tally.found == 1)
    }

    @Test func bodyThatNoShapeReadsIsKeptWhole() throws {
        let conversion = try ExchangeConversion(500, body: #"{"Reason" : "x"}"#, url: Self.url)
        #expect(conversion.lines.contains(#""extensions":{"Reason":"x"}}"#))
    }

    @Test func failedRequestOfNoKnownServiceIsRejected() throws {
        #expect(try ExchangeConversion(503, body: "<html>").rejectCode == "noServiceMatches")
        #expect(try ExchangeConversion(304).rejectCode == "noServiceMatches")
        #expect(try ExchangeConversion(503).rejectCode == "noServiceMatches")
    }

    // MARK: Started operations

    @Test(arguments: ["Operation-Location", "operation-location", "Azure-AsyncOperation", "LOCATION"])
    func replyWithoutABodyGivesTheOperationThatItStarted(_ header: String) throws {
        let location = "/deviceUpdate/sdk%20instance/updates/operations/84a98e36?api-version=2022-07-01-preview"
        let conversion = try ExchangeConversion(
            202,
            [(header, location), ("Retry-After", "15")],
            body: "",
            url: "https://fabrikam.api.adu.microsoft.com/deviceUpdate/sdkinstance/updates:import"
        )
        #expect(
            conversion.lines == Self.head + #""operation","id":"84a98e36","state":"Unknown","httpStatus":202,"#
                + #""retryAfterSeconds":15,"request":{"instanceId":"sdk instance"},"#
                + #""diagnostics":[{"code":"missingState"}]}"# + "\n"
        )
    }

    @Test func startIsAttributedByItsLocationWhereTheURLIsOfAResource() throws {
        let conversion = try ExchangeConversion(
            202,
            [
                (
                    "Operation-Location",
                    "https://contoso.devcenter.azure.com/projects/p/operationstatuses/7?api-version=1"
                )
            ],
            url: "https://contoso.devcenter.azure.com/projects/p/users/me/environments/e"
        )
        #expect(
            conversion.lines.hasPrefix(#"{"service":"azure-devcenter","reply":"operation","id":"7","state":"Unknown""#)
        )
        #expect(conversion.lines.contains(#""request":{"projectName":"p"}"#))
    }

    @Test func locationThatFitsNoTemplateGivesItsLastSegment() throws {
        let headers = [("Location", "https://x.example/jobs/a%2Fb%3Fapi-version%3D2/")]
        let conversion = try ExchangeConversion(202, headers, services: [.azureDeviceUpdate])
        #expect(conversion.lines.contains(#""id":"a/b","state":"Unknown""#))
    }

    @Test(arguments: [200, 202, 204] as [Int])
    func emptyReplyThatNamesNoOperationIsIgnored(_ status: Int) throws {
        #expect(try ExchangeConversion(status, url: Self.url).outcome == .ignored)
        #expect(try ExchangeConversion(status, body: " \r\n", url: Self.url).outcome == .ignored)
    }

    // MARK: Headers

    @Test func headerFillsAGapAndTheBodyWins() throws {
        let headers = [("etag", "W/\"9\""), ("traceparent", "00-abc")]
        let without = try ExchangeConversion(200, headers, body: Self.running, url: Self.url)
        #expect(without.lines.contains(#""traceId":"00-abc","etag":"W/\"9\"","request""#))
        let body = Self.running.dropLast() + #","etag":"\"1\"","traceId":"t"}"#
        let with = try ExchangeConversion(200, headers, body: String(body), url: Self.url)
        #expect(with.lines.contains(#""traceId":"t","etag":"\"1\"","request""#))
    }

    @Test(
        arguments: [
            ([("Retry-After", "3"), ("x-ms-retry-after-ms", "1500"), ("Retry-After-Ms", "2500")], "2.500", false),
            ([("Retry-After", "3"), ("x-ms-retry-after-ms", "1500")], "1.500", false),
            ([("Retry-After", "3"), ("retry-after-ms", "soon")], "3", true),
            ([("Retry-After", "3"), ("Retry-After", " 3 ")], "3", false),
            ([("Retry-After", "3"), ("Retry-After", "4")], nil, true), ([("Retry-After", "3, 3")], nil, true),
            ([("Retry-After", "")], nil, true), ([("Retry-After", "99999999999999999999")], "2147483647", false),
        ] as [([(String, String)], String?, Bool)]
    )
    func waitIsReadFromTheFirstUsableField(_ headers: [(String, String)], seconds: String?, isInvalid: Bool) throws {
        let line = try ExchangeConversion(200, headers, body: Self.running, url: Self.url).lines
        #expect(line.contains(#""retryAfterSeconds":\#(seconds ?? ""),"#) == (seconds != nil))
        #expect(line.contains("retryAfterSeconds") == (seconds != nil))
        #expect(line.contains(#"{"code":"invalidRetryAfter"}"#) == isInvalid)
    }

    @Test func dateToAskAgainIsATime() throws {
        let headers = [("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")]
        let conversion = try ExchangeConversion(429, headers, url: Self.url)
        #expect(conversion.lines.contains(#""retryAt":"1999-12-31T23:59:59Z""#))
    }

    @Test func headerThatIsNoUTF8StaysText() throws {
        let converter = DocumentConverter(plan: try PlanCache.plan(for: [.azureDeviceUpdate]))
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        let headers = [HeaderField(name: Array("ETag".utf8), value: [0x22, 0xE9, 0x22])]
        _ = converter.convert(
            exchange: Exchange(ExchangeHead(status: 304, headers: headers)),
            into: &output,
            faults: &faults
        )
        #expect(String(decoding: output.bytes, as: UTF8.self).contains(#""etag":"\"é\"""#))
    }

    // MARK: Detection

    @Test func urlDecidesWhereAShapeReadsTheBody() throws {
        // By its body alone this would be nobody's.
        let conversion = try ExchangeConversion(200, body: #"{"operationId":"x","status":"Running"}"#, url: Self.url)
        #expect(conversion.lines.hasPrefix(Self.head + #""operation","id":"x""#))
    }

    @Test func bodyDecidesWhereTheURLsServiceDoesNotReadIt() throws {
        let body = #"{"Id":"i","EndpointId":"e","SubscriptionId":"s","Status":"Processing","Type":"Purge"}"#
        let conversion = try ExchangeConversion(200, [("X-Correlation-Id", "c")], body: body, url: Self.url)
        #expect(conversion.lines.hasPrefix(#"{"service":"azure-cdn-china","reply":"operation","id":"i""#))
        #expect(conversion.lines.contains(#""traceId":"c""#))
        #expect(!conversion.lines.contains("instanceId"))
    }

    @Test(arguments: [[], [.azureDeviceUpdate], [.azureDeviceUpdate, .azureDevCenter]] as [[ServiceIdentifier]])
    func exchangeWithAStrangersURLIsIgnored(_ services: [ServiceIdentifier]) throws {
        let url = "https://login.microsoftonline.com/t/oauth2/v2.0/token"
        let bodies = [
            #"{"token_type":"Bearer","access_token":"x"}"#, #"{"error":"invalid_grant"}"#, "<html>", "{", nil,
        ]
        for body in bodies {
            for status in [nil, 200, 304, 400, 503] as [Int?] {
                let conversion = try ExchangeConversion(status, body: body, url: url, services: services)
                #expect(conversion.outcome == .ignored)
                #expect(conversion.faults.isEmpty)
            }
        }
    }

    @Test func withoutAURLNothingIsIgnored() throws {
        #expect(try ExchangeConversion(200, body: #"{"token_type":"Bearer"}"#).rejectCode == "noServiceMatches")
        #expect(try ExchangeConversion(body: "{", services: [.azureDeviceUpdate]).rejectCode == "truncated")
        #expect(try ExchangeConversion(200, body: "{}", services: [.azureDeviceUpdate]).rejectCode == "notAReply")
    }

    @Test func serviceWithoutTemplatesIsFoundAtAnyURL() throws {
        let sample = try #require(Sample.all.first { $0.service == "aws-codebuild" })
        let document = String(decoding: sample.document, as: UTF8.self)
        let conversion = try ExchangeConversion(body: document, url: "https://codebuild.eu-west-1.amazonaws.com/")
        #expect(conversion.lines == sample.expected)
    }

    /// Nothing but a body is known, as in a container log: the first time it is decoded, then it has a known layout.
    @Test(arguments: Set(Sample.all.map(\.service)).sorted(), [true, false])
    func bareBodyIsADocument(of service: String, isDetected: Bool) throws {
        let plan = try PlanCache.plan(for: isDetected ? [] : [ServiceIdentifier(service)])
        let documents = DocumentConverter(plan: plan)
        let exchanges = DocumentConverter(plan: plan)
        for sample in Sample.all where sample.service == service {
            for _ in 0..<3 {
                let expected = Conversion(sample.document, converter: documents)
                let bare = ExchangeConversion(nil, [], bytes: sample.document, by: exchanges)
                #expect(bare.lines == expected.lines, "\(sample.testDescription)")
                #expect(bare.faults.map(\.code) == expected.faults.map(\.code))
            }
        }
    }

    @Test func replyInAListIsRejectedAlone() throws {
        let body = #"{"value":[\#(Self.running),{"a":1}]}"#
        let conversion = try ExchangeConversion(200, body: body, url: Self.url)
        #expect(conversion.outcome == .converted(1))
        #expect(conversion.faults.map(\.item) == [1])
        #expect(conversion.tally.found == 2)
        #expect(conversion.tally.rejected == 1)
    }

    @Test func byteOrderMarkIsNoPartOfTheBody() throws {
        let conversion = try ExchangeConversion(200, body: "\u{FEFF}" + Self.running, url: Self.url)
        #expect(conversion.outcome == .converted(1))
        let broken = try ExchangeConversion(200, body: "\u{FEFF}" + Self.running + "}", url: Self.url)
        #expect(broken.faults.first?.offset == 3 + Self.running.utf8.count)
    }

    @Test func provenanceStandsInEveryKindOfRecord() throws {
        let source = ProvenanceSource(file: Array("a.har".utf8), line: nil, offset: 7, length: 9, index: 2)
        let exchanges: [(Int, String?)] = [(304, nil), (404, nil), (404, "<"), (404, #"{"x":1}"#), (200, Self.running)]
        for (status, body) in exchanges {
            let bytes = body.map { Array($0.utf8) }
            let conversion = try ExchangeConversion(status, bytes: bytes, url: Self.url, provenance: source)
            #expect(
                conversion.lines.contains(
                    #","provenance":{"file":"a.har","offset":7,"length":9,"index":2,"mappingVersion":"#
                )
            )
        }
    }
}
