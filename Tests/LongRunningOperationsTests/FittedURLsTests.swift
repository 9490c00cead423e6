import Testing

@testable import LongRunningOperations

/// A URL that follows another one in the same memory says what it says alone.
struct FittedURLsTests {
    private static let url = "https://h/deviceupdate/blue/updates/operations/op"

    private static func fitted(_ url: String, _ urls: FittedURLs) -> FittedURL {
        Array(url.utf8).withUnsafeBytes(urls.fitted)
    }

    private static func plan() throws -> DecodingPlan {
        try PlanCache.plan(for: [])
    }

    @Test(arguments: [
        url, url + "?t=1", url + "#f", url + "/", url + "/more", url + "2", "h", "", "?", "/?a", "#",
        "https://h/deviceupdate/blue/updates/operations/OP", "https://h/deviceupdate/blue/updates/operations/o",
        "https://h/deviceupdate/blue/updates/operations/op%3Fa=1", "https://h/deviceupdate/red/updates/operations/op",
    ])
    func nextURLSaysWhatItSaysAlone(_ next: String) throws {
        let plan = try Self.plan()
        let service = try #require(plan.index(of: .azureDeviceUpdate))
        for first in [Self.url, Self.url + "?t=2", next, ""] {
            let urls = FittedURLs(plan: plan)
            // Asked, so that an answer is there that could be handed out again.
            _ = Self.fitted(first, urls).request(of: service)
            let after = Self.fitted(next, urls)
            let alone = Self.fitted(next, FittedURLs(plan: plan))
            #expect(after.services == alone.services, "\(first)")
            #expect(after.parts.segments.count == alone.parts.segments.count)
            for asked in [service, 0, service] {
                #expect(after.request(of: asked)?.id == alone.request(of: asked)?.id, "\(first)")
                #expect(after.request(of: asked)?.request == alone.request(of: asked)?.request, "\(first)")
            }
        }
    }

    @Test func sameURLIsReadOnce() throws {
        let urls = FittedURLs(plan: try Self.plan())
        let first = Self.fitted(Self.url, urls)
        #expect(Self.fitted(Self.url + "?skip=1", urls) === first)
        // Whoever holds it keeps it.
        let other = Self.fitted(Self.url + "2", urls)
        #expect(other !== first)
        #expect(Self.fitted(Self.url, urls) === first)
        #expect(Self.fitted(Self.url + "2", urls) === other)
    }

    /// Each byte may be a segment, so that a long URL would take many times its memory.
    @Test func longURLFitsNothing() throws {
        let plan = try Self.plan()
        let service = try #require(plan.index(of: .azureARMAsync))
        for (length, fits) in [(URLParts.longest, true), (URLParts.longest + 1, false), (1 << 20, false)] {
            let end = "/operationStatuses/7"
            let start = "https://management.azure.com/"
            let middle = String(repeating: "/", count: length - end.utf8.count - start.utf8.count)
            let urls = FittedURLs(plan: plan)
            // Time and again, more often than URLs are kept.
            for number in 0..<20 {
                let fitted = Self.fitted(start + middle + end + "?\(number)", urls)
                #expect(fitted.request(of: service)?.id == (fits ? Array("7".utf8) : nil))
                #expect(fitted.services.isEmpty != fits)
            }
            let others = (0..<20).map { "/\($0)" + String(repeating: "/", count: length - 4) }
            for other in others { _ = Self.fitted(other, urls) }
            #expect(urls.capacity <= 4 << 20)
        }
    }
}
