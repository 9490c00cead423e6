import Testing

@testable import LongRunningOperations

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

    /// Most templates are ruled out by a number for one segment: never one that fits.
    @Test(arguments: 0..<2)
    func fitWhatTheirSignsLetThrough(seed: UInt64) throws {
        let plan = try DecodingPlan(catalog: .builtIn, services: [])
        let templates = plan.urlTemplates.templates
        var generator = HostileBytesTests.Generator(state: seed)
        var fitting = 0
        var named = ReusedList<Int>()
        var candidates = ReusedList<Int32>()
        var parts = URLParts()
        for template in templates {
            Self.url(for: template, &generator).withUnsafeBytes { parts.read($0) }
            candidates.removeAll()
            plan.urlTemplates.signs.findCandidates(of: parts, into: &candidates)
            let found = Array(candidates.elements)
            #expect(found == found.sorted())
            let url = String(decoding: parts.text, as: UTF8.self)
            var isFitting = false
            for (number, other) in templates.enumerated() where other.fits(parts, named: &named) {
                isFitting = isFitting || other.segments == template.segments
                #expect(found.contains(Int32(number)), "\(url)")
            }
            fitting += isFitting ? 1 : 0
        }
        #expect(fitting > templates.count / 2)
    }

    /// A URL that fits a template, unless chance makes one segment too many.
    static func url(for template: URLTemplate, _ generator: inout HostileBytesTests.Generator) -> [UInt8] {
        var url = Array("https://".utf8) + (template.host ?? Array("x.example".utf8)).map { $0 == 0x2A ? 0x78 : $0 }
        let words = ["a", "Providers", "operationStatuses", "7"]
        func add(_ segment: [UInt8]) { url += [UInt8(ascii: "/")] + segment }
        for segment in template.segments {
            switch segment {
            case .literal(let text):
                add(Bool.random(using: &generator) ? text : text.map { 0x61...0x7A ~= $0 ? $0 ^ 0x20 : $0 })
            case .named, .one: add(Array((words.randomElement(using: &generator) ?? "a").utf8))
            case .many:
                for _ in 0..<Int.random(in: 0...3, using: &generator) {
                    add(Array((words.randomElement(using: &generator) ?? "a").utf8))
                }
            }
        }
        if Int.random(in: 0..<8, using: &generator) == 0 { add(Array("more".utf8)) }
        return url + Array(["", "/", "?a=/b/c", "#f"].randomElement(using: &generator)?.utf8 ?? "".utf8)
    }

    @Test func ofSeveralTemplatesTheOneWithMoreLiteralsCounts() throws {
        let url = "/deviceupdate/blue/management/deviceDiagnostics/logCollections/c/detailedStatus"
        let conversion = try ExchangeConversion(404, url: url)
        #expect(conversion.lines.contains(#""id":"c","#))
    }
}
