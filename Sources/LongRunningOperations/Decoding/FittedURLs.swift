/// Memory for the URLs of an exchange, used again for the next one.
final class FittedURLs {
    private let plan: DecodingPlan
    private var kept: [FittedURL] = []
    /// Which one makes room for another.
    private var oldest = 0

    /// Operations are polled side by side, each at its own URL.
    private static let mostKept = 8

    init(plan: DecodingPlan) {
        self.plan = plan
    }

    /// A URL compared with the templates: one at hand where it is the same, else in memory that nobody else holds.
    func fitted(_ url: UnsafeRawBufferPointer) -> FittedURL {
        for known in kept where known.isRead(from: url) { return known }
        if kept.count == Self.mostKept {
            oldest = (oldest + 1) % Self.mostKept
            if isKnownUniquelyReferenced(&kept[oldest]) {
                kept[oldest].read(url)
                return kept[oldest]
            }
        }
        let another = FittedURL(plan: plan)
        another.read(url)
        if kept.count < Self.mostKept {
            kept.append(another)
        } else {
            kept[oldest] = another
        }
        return another
    }

    /// Lets go of what an unusual URL took, where nobody reads it any more.
    func shrink() {
        for place in kept.indices where isKnownUniquelyReferenced(&kept[place]) { kept[place].removeAll() }
    }

    /// How much memory the URLs hold, in bytes.
    var capacity: Int { kept.reduce(0) { $0 + $1.parts.capacity } }
}
