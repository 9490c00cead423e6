import LongRunningOperations
import Testing

@Suite struct CapturedResponseTests {
    private static let response = CapturedResponse(
        status: 200,
        headers: [("ETag", "\"1\""), ("Retry-After", "5")],
        body: [0x7B, 0x7D],
        url: "https://example.com/operations/1"
    )

    private static let others: [CapturedResponse] = [
        change { $0.status = 202 }, change { $0.status = nil },
        change { $0.headers.swapAt(0, 1) }, change { $0.headers.removeLast() },
        change { $0.headers[0].name = "etag" }, change { $0.headers[0].value = "\"2\"" },
        // The same bytes one after another, in other parts.
        change { $0.headers[0] = .init(name: "ETag\"1", value: "\"") },
        change { $0.body = [] }, change { $0.body = nil }, change { $0.body = [0x7B, 0x20, 0x7D] },
        change { $0.url = "https://example.com/operations/2" }, change { $0.url = nil }, change { $0.url = "" },
    ]

    private static func change(_ body: (inout CapturedResponse) -> Void) -> CapturedResponse {
        var changed = response
        body(&changed)
        return changed
    }

    @Test func isItself() {
        let same = Self.change { $0.status = 200 }
        #expect(same == Self.response)
        #expect(same.hashValue == Self.response.hashValue)
    }

    @Test func differsInEachPart() {
        let all = [Self.response] + Self.others
        #expect(Set(all).count == all.count)
        for (index, one) in all.enumerated() {
            for (number, other) in all.enumerated() { #expect((one == other) == (index == number)) }
        }
    }

    /// The same character, composed and not: equal strings, but not what one service sent.
    @Test func differsInItsBytes() {
        let texts = ["\u{E9}", "e\u{301}"]
        #expect(texts[0] == texts[1])
        #expect(Set(texts.map { text in Self.change { $0.url = text } }).count == 2)
        #expect(Set(texts.map { CapturedResponse.Header(name: $0, value: "") }).count == 2)
        #expect(Set(texts.map { CapturedResponse.Header(name: "", value: $0) }).count == 2)
        #expect(Set(texts.map { ServiceIdentifier($0) }).count == 2)
    }
}
