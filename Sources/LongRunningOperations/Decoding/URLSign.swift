/// What a URL must have to fit a template, told without a look at its letters: most templates are ruled out by it.
struct URLSign {
    let service: Int32
    /// How many segments; -1 for any number.
    private let count: Int32
    /// Where a literal segment is: from the start or, below zero, from behind the end.
    private let place: Int32
    /// The number of the literal segment; nothing where there is none.
    let hash: UInt32?

    init(service: Int, count: Int?, place: Int, text: [UInt8]?) {
        self.service = Int32(truncatingIfNeeded: service)
        self.count = count.map { Int32(truncatingIfNeeded: $0) } ?? -1
        self.place = Int32(truncatingIfNeeded: place)
        hash = text.map(Self.hash)
    }

    /// Whether a URL of so many segments may fit whose segment `index` has the number of the literal one.
    func mayFit(_ index: Int, of count: Int) -> Bool {
        if self.count >= 0, Int(self.count) != count { return false }
        return hash == nil || index == (place < 0 ? count + Int(place) : Int(place))
    }

    /// The number of a segment without letters.
    static let noLetters: UInt32 = 0x811C_9DC5

    /// FNV-1a: equal letters have equal numbers, and no more is needed.
    @inline(__always)
    static func hash(of letter: UInt8, behind hash: UInt32) -> UInt32 {
        (hash ^ UInt32(letter)) &* 0x0100_0193
    }

    static func hash(_ lowered: some Sequence<UInt8>) -> UInt32 {
        lowered.reduce(noLetters) { hash(of: $1, behind: $0) }
    }
}
