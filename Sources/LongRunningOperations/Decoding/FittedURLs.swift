/// Memory for the URLs of an exchange, used again for the next one.
final class FittedURLs {
    private let plan: DecodingPlan
    private var kept: [FittedURL] = []

    /// As many as an exchange mostly has: the one that was asked, and a location.
    private static let mostKept = 2

    init(plan: DecodingPlan) {
        self.plan = plan
    }

    /// Compares a URL with the templates, in memory that nobody else holds.
    func fitted(_ url: UnsafeRawBufferPointer) -> FittedURL {
        for place in kept.indices where isKnownUniquelyReferenced(&kept[place]) {
            kept[place].read(url)
            return kept[place]
        }
        let another = FittedURL(plan: plan)
        another.read(url)
        if kept.count < Self.mostKept { kept.append(another) }
        return another
    }

    /// Lets go of what an unusual URL took, where nobody reads it any more.
    func shrink() {
        for place in kept.indices where isKnownUniquelyReferenced(&kept[place]) { kept[place].removeAll() }
    }

    /// How much memory the URLs hold, in bytes.
    var capacity: Int { kept.reduce(0) { $0 + $1.parts.capacity } }
}
