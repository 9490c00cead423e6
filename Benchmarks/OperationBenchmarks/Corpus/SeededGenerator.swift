/// SplitMix64: the same numbers from the same seed, on every machine.
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number from 0 up to, not including, `bound`.
    mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    /// Whether something happens that happens `percent` times in a hundred.
    mutating func chance(_ percent: Int) -> Bool {
        below(100) < percent
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// An element, each as often as its weight says.
    mutating func pick<Element>(weighted elements: [(element: Element, weight: Int)]) -> Element {
        var place = below(elements.reduce(0) { $0 + $1.weight })
        for candidate in elements.dropLast() {
            if place < candidate.weight { return candidate.element }
            place -= candidate.weight
        }
        return elements[elements.count - 1].element
    }
}
