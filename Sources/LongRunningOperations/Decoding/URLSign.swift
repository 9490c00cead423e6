/// What a URL must have to fit a template, told without a look at its letters: most templates are ruled out by it.
struct URLSign {
    let service: Int32
    /// How many segments; -1 for any number.
    private let count: Int32
    /// Where a literal segment is: from the start or, below zero, from behind the end.
    private let place: Int32
    private let hash: UInt32
    private let hasLiteral: Bool

    init(service: Int, count: Int?, place: Int, text: [UInt8]?) {
        self.service = Int32(truncatingIfNeeded: service)
        self.count = count.map { Int32(truncatingIfNeeded: $0) } ?? -1
        self.place = Int32(truncatingIfNeeded: place)
        hash = text.map(Self.hash) ?? 0
        hasLiteral = text != nil
    }

    func mayFit(_ hashes: UnsafeBufferPointer<UInt32>) -> Bool {
        if count >= 0, Int(count) != hashes.count { return false }
        guard hasLiteral else { return true }
        let index = place < 0 ? hashes.count + Int(place) : Int(place)
        return index >= 0 && index < hashes.count && hashes[index] == hash
    }

    /// FNV-1a: equal letters have equal numbers, and no more is needed.
    static func hash(_ lowered: some Sequence<UInt8>) -> UInt32 {
        lowered.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
