/// A URL and the templates of a plan that it fits: of which services it is, and what it says.
///
/// Its memory is used again for the next URL.
final class FittedURL {
    /// What it says for the service that was asked for last.
    private struct Saying {
        var service: Int
        var request: ReplyRequest?
    }

    private struct Fit: BitwiseCopyable {
        var template: Int
        /// Which segments of the URL are the named ones: a range of `named`, in the template's order.
        var start: Int
        var end: Int
    }

    private let plan: DecodingPlan
    /// Those that URLs are compared with.
    let templates: URLTemplates
    // One thread at a time uses it, and nothing it calls comes back to it.
    @exclusivity(unchecked)
    private(set) var parts = URLParts()
    @exclusivity(unchecked)
    private var candidates = ReusedList<Int32>()
    @exclusivity(unchecked)
    private var fits = ReusedList<Fit>(capacity: 8)
    @exclusivity(unchecked)
    private var named = ReusedList<Int>()
    @exclusivity(unchecked)
    private var scratch = OutputBuffer(capacity: 256)
    private var isRead = false
    private var said: Saying?

    init(plan: DecodingPlan) {
        self.plan = plan
        templates = plan.urlTemplates
    }

    /// Forgets the last URL.
    func removeAll() {
        parts.removeAll()
        candidates.removeAll()
        fits.removeAll()
        named.removeAll()
        isRead = false
        said = nil
    }

    /// Whether this is what was made of a URL that is the same, but for its query.
    func isRead(from url: UnsafeRawBufferPointer) -> Bool {
        isRead && parts.isText(of: url)
    }

    /// Compares another URL with the templates.
    func read(_ url: UnsafeRawBufferPointer) {
        removeAll()
        isRead = true
        parts.read(url)
        templates.signs.findCandidates(of: parts, into: &candidates)
        for candidate in candidates.elements {
            let template = Int(candidate)
            let start = named.count
            guard templates[template].fits(parts, named: &named) else {
                named.count = start
                continue
            }
            fits.append(Fit(template: template, start: start, end: named.count))
        }
    }

    /// What the best template of one service says.
    func request(of service: Int) -> ReplyRequest? {
        if let said, said.service == service { return said.request }
        let request = bestFit(of: service)
            .map { best in
                let segments = UnsafeBufferPointer(rebasing: named.elements[best.start..<best.end])
                return ReplyRequest(templates[best.template], parts, named: segments, &scratch)
            }
        said = Saying(service: service, request: request)
        return request
    }

    private func bestFit(of service: Int) -> Fit? {
        var best: Fit?
        for fit in fits.elements where templates[fit.template].service == service {
            if let best, !templates[fit.template].isCloser(than: templates[best.template]) { continue }
            best = fit
        }
        return best
    }

    /// The services that it names: those of the closest template, and of others as close.
    ///
    /// A service gives way to one that extends it.
    var services: [Int] {
        var closest: Int?
        var services: [Int] = []
        for fit in fits.elements {
            let service = templates[fit.template].service
            if let closest, !templates[fit.template].isCloser(than: templates[closest]) {
                if templates[closest].isCloser(than: templates[fit.template]) { continue }
                if !services.contains(service) { services.append(service) }
            } else {
                closest = fit.template
                services = [service]
            }
        }
        guard services.count > 1 else { return services }
        let all = services
        return services.filter { service in
            !plan.heirs[service].indices.contains { all.contains(Int(plan.heirLists[$0])) }
        }
    }
}

extension URLTemplate {
    /// Whether it says more of a URL that both fit: more literal segments, then a host.
    func isCloser(than other: URLTemplate) -> Bool {
        if literalCount != other.literalCount { return literalCount > other.literalCount }
        return host != nil && other.host == nil
    }
}
