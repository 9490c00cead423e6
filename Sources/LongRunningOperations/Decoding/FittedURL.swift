/// A URL and the templates of a plan that it fits: of which services it is, and what it says.
struct FittedURL {
    private struct Fit {
        let template: URLTemplate
        /// Which segments of the URL are the named ones, in the template's order.
        let named: [Int]
    }

    let parts: URLParts
    private let plan: DecodingPlan
    private let fits: [Fit]

    init(_ url: [UInt8], plan: DecodingPlan) {
        self.plan = plan
        let parts = URLParts(url)
        var fits: [Fit] = []
        var named: [Int] = []
        plan.signs.withUnsafeBufferPointer { signs in
            parts.segmentHashes.withUnsafeBufferPointer { hashes in
                for place in signs.indices where signs[place].mayFit(hashes) {
                    guard plan.templates[place].fits(parts, named: &named) else { continue }
                    fits.append(Fit(template: plan.templates[place], named: named))
                }
            }
        }
        self.parts = parts
        self.fits = fits
    }

    /// What the best template of one service says.
    func request(of service: Int) -> ReplyRequest? {
        var best: Fit?
        for fit in fits where fit.template.service == service {
            if let best, !fit.template.isCloser(than: best.template) { continue }
            best = fit
        }
        return best.map { ReplyRequest($0.template, parts, named: $0.named) }
    }

    /// The services that it names: those of the closest template, and of others as close.
    ///
    /// A service gives way to one that extends it.
    var services: [Int] {
        var closest: URLTemplate?
        var services: [Int] = []
        for template in fits.lazy.map(\.template) {
            if let closest, !template.isCloser(than: closest) {
                if closest.isCloser(than: template) || services.contains(template.service) { continue }
                services.append(template.service)
            } else {
                closest = template
                services = [template.service]
            }
        }
        guard services.count > 1 else { return services }
        let all = services
        return services.filter { service in
            !plan.heirs[service].indices.contains { all.contains(Int(plan.heirLists[$0])) }
        }
    }
}

extension DecodingPlan {
    /// Whether a service has templates, so that a URL which fits none of them is not its own.
    func hasTemplates(_ service: Int) -> Bool {
        signs.contains { Int($0.service) == service }
    }
}

extension URLTemplate {
    /// Whether it says more of a URL that both fit: more literal segments, then a host.
    func isCloser(than other: URLTemplate) -> Bool {
        if literalCount != other.literalCount { return literalCount > other.literalCount }
        return host != nil && other.host == nil
    }
}
