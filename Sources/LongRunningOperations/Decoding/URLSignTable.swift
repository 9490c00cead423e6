/// Finds the templates that a URL may fit by the numbers of its segments.
///
///     /deviceupdate/i/updates/operations/7     operations ──▶ chain of templates whose sign is that segment ──▶ mayFit
struct URLSignTable: Sendable {
    let signs: [URLSign]
    /// The first template of each chain, or -1; as many as a power of two.
    private var heads: [Int32]
    /// The next template of the same chain, or -1.
    private var links: [Int32]
    /// Templates that no literal segment tells.
    private var others: [Int32] = []

    init(_ signs: [URLSign]) {
        self.signs = signs
        var length = 16
        while length < 2 * signs.count { length *= 2 }
        heads = Array(repeating: -1, count: length)
        links = Array(repeating: -1, count: signs.count)
        for (template, sign) in signs.enumerated() {
            guard let hash = sign.hash else {
                others.append(Int32(template))
                continue
            }
            let chain = Self.chain(of: hash, among: length)
            links[template] = heads[chain]
            heads[chain] = Int32(template)
        }
    }

    private static func chain(of hash: UInt32, among length: Int) -> Int {
        Int(truncatingIfNeeded: hash ^ hash >> 16) & (length - 1)
    }

    /// Appends the templates that the URL may fit, in their order.
    func findCandidates(of url: borrowing URLParts, into candidates: inout ReusedList<Int32>) {
        let segments = url.segments.elements
        for template in others where signs[Int(template)].mayFit(0, of: segments.count) {
            candidates.append(template)
        }
        for index in segments.indices {
            let hash = segments[index].hash
            var template = heads[Self.chain(of: hash, among: heads.count)]
            while template >= 0 {
                let sign = signs[Int(template)]
                if sign.hash == hash, sign.mayFit(index, of: segments.count) {
                    Self.insert(template, into: &candidates)
                }
                template = links[Int(template)]
            }
        }
    }

    /// Puts a template where it belongs among the few that were found.
    private static func insert(_ template: Int32, into candidates: inout ReusedList<Int32>) {
        candidates.append(template)
        var place = candidates.count - 1
        while place > 0, candidates[place - 1] > template {
            candidates.swapAt(place - 1, place)
            place -= 1
        }
    }
}
