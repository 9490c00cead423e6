import LongRunningOperations
import Testing

/// Templates as mappings write them, seen through the replies that they attribute.
struct URLTemplateTests {
    @Test(
        arguments: [
            ("/deviceupdate/blue/v2/updates/operations/op", "op", #"{"instanceId":"blue"}"#),
            ("https://h.example:8443/DEVICEUPDATE/blue/Updates/Operations/op?a=b/c#d", "op", #"{"instanceId":"blue"}"#),
            ("//h.example/deviceupdate/blue/updates/operations/op/", "op", #"{"instanceId":"blue"}"#),
            ("/deviceupdate/b%6Cu%2565/updates/operations/%6Fp", "op", #"{"instanceId":"blu%65"}"#),
            ("/deviceupdate/%FF/updates/operations/op%3Fapi-version%3D2", "op", #"{"instanceId":"%FF"}"#),
            ("/deviceupdate/blue/updates/operations/%zz%", "%zz%", #"{"instanceId":"blue"}"#),
            ("http://user:pw@h/deviceupdate/%22/updates/operations/op", "op", #"{"instanceId":"\""}"#),
        ]
    )
    func namedPartsAreDecodedOnce(_ url: String, id: String, request: String) throws {
        let conversion = try ExchangeConversion(404, url: url, services: [.azureDeviceUpdate])
        #expect(
            conversion.lines == #"{"service":"azure-device-update","reply":"requestFailed","id":"\#(id)","#
                + #""httpStatus":404,"request":\#(request)}"# + "\n"
        )
    }

    @Test(arguments: [
        "/deviceupdate//updates/operations/op", "/deviceupdate/blue/updates", "/x/deviceupdate/b/updates/operations/op",
        "/deviceupdate/blue/updates/operations/op/more", "https://h.example", "deviceupdate?/b/updates/operations/op",
        "/",
        "//", "://", "https://", "?", "#",
    ])
    func otherPathsDoNotFit(_ url: String) throws {
        #expect(try ExchangeConversion(404, url: url, services: [.azureDeviceUpdate]).outcome == .ignored)
    }

    @Test(arguments: [
        ("https://management.azure.com/providers/Microsoft.X/locations/l/operationStatuses/i*F", true),
        ("https://MANAGEMENT.azure.com:443/operationStatuses/i*F?t=1", true),
        ("https://management.azure.com/a/b/operationStatuses/x/operationStatuses/i*F", true),
        ("https://management.example/a/operationStatuses/i*F", false), ("/a/operationStatuses/i*F", false),
    ])
    func doubleStarTakesAnyNumberOfSegments(_ url: String, fits: Bool) throws {
        let conversion = try ExchangeConversion(429, url: url, services: [.azureARMAsync])
        #expect(conversion.lines.contains(#""id":"i*F""#) == fits)
        #expect(conversion.outcome == (fits ? .converted(1) : .ignored))
    }

    @Test func ofSeveralTemplatesTheOneWithMoreLiteralsCounts() throws {
        let url = "/deviceupdate/blue/management/deviceDiagnostics/logCollections/c/detailedStatus"
        let conversion = try ExchangeConversion(404, url: url)
        #expect(conversion.lines.contains(#""id":"c","#))
    }
}
