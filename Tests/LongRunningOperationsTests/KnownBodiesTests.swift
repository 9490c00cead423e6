import Testing

@testable import LongRunningOperations

/// Bodies of known layouts become the records, rejects and counts that the general way makes of their exchanges.
@Suite struct KnownBodiesTests {
    /// What exchanges say beside their bodies: nothing, what fills gaps, and what takes more than that.
    private static let heads: [(status: Int?, headers: [(String, String)])] = [
        (nil, []), (200, []), (201, [("ETag", " \"0x8D\"\t"), ("Date", "Mon, 05 May 2031 08:00:00 GMT")]),
        (
            200,
            [("Retry-After", "30"), ("x-ms-request-id", "r-\"1\""), ("request-id", "r2"), ("apim-request-id", "r3")]
        ),
        (202, [("Retry-After", "Mon, 05 May 2031 08:00:00 GMT"), ("x-ms-correlation-request-id", "c")]),
        (200, [("retry-after-ms", "1500"), ("etag", "\u{FC}\u{202E}")]),
        (200, [("Retry-After", "soon")]), (200, [("x-ms-error-code", "E")]),
        (200, [("Location", "https://x.example/operations/9"), ("Operation-Location", "/operationStatuses/7")]),
        (404, [("ETag", "e"), ("x-ms-error-code", "E")]), (304, []), (500, []),
    ]

    @Test(arguments: MappingCatalog.builtIn.services.map(\.rawValue), [true, false])
    func sayTheSame(_ id: String, isNamed: Bool) throws {
        let service = ServiceIdentifier(id)
        let plan = try PlanCache.plan(for: isNamed ? [service] : [])
        let learning = DocumentConverter(plan: plan, countsRootCauses: true)
        let general = DocumentConverter(plan: plan, countsRootCauses: true, usesLayouts: false)
        var generator = HostileBytesTests.Generator(state: 7)
        let whole = try PlanCache.plan(for: [])
        let templates = whole.urlTemplates.templates.filter { whole.definitions[$0.service].id == id }
        let urls =
            [nil, "https://x.example/operations/7", "/none"]
            + templates.map { String(decoding: URLTemplateTests.url(for: $0, &generator), as: UTF8.self) }
        var known = 0
        for sample in Sample.all where sample.service == id {
            for round in 0..<(isNamed ? 12 : 24) {
                let body = round < 3 ? sample.document : LayoutCacheTests.changed(sample.document, &generator)
                let head = Self.heads[round % Self.heads.count]
                let url = urls.randomElement(using: &generator) ?? nil
                let met = learning.layoutCounts.met
                let one = ExchangeConversion(head.status, head.headers, bytes: body, url: url, by: learning)
                let other = ExchangeConversion(head.status, head.headers, bytes: body, url: url, by: general)
                known += learning.layoutCounts.met - met
                let text = "\(sample.name) \(head) \(url ?? "") \(String(decoding: body, as: UTF8.self))"
                #expect(one.lines == other.lines, "\(text)")
                #expect(one.outcome == other.outcome, "\(text)")
                #expect(one.faults.map { "\($0)" } == other.faults.map { "\($0)" }, "\(text)")
                #expect(one.tally.text == other.tally.text, "\(text)")
            }
        }
        // Many services have few samples that are one operation at a URL of their own; this one has.
        if id == "azure-device-update" { #expect(known > 20) }
    }

    @Test func fillGapsAroundWhatTheBodySays() throws {
        let converter = DocumentConverter(plan: try PlanCache.plan(for: ["azure-core"]))
        let body = #"{"id":"1","status":"Failed","error":{"code":"A","message":"b"},"x":1}"#
        let headers = [("ETag", "e"), ("Retry-After", "5")]
        for _ in 0..<3 {
            let conversion = ExchangeConversion(200, headers, bytes: Array(body.utf8), by: converter)
            #expect(
                conversion.lines == #"{"service":"azure-core","reply":"operation","id":"1","state":"Failed","#
                    + #""sourceState":"Failed","error":{"code":"A","message":"b"},"httpStatus":200,"#
                    + #""retryAfterSeconds":5,"etag":"e","extensions":{"x":1}}"# + "\n"
            )
        }
        #expect(converter.layoutCounts == (learned: 1, met: 2))
    }
}
