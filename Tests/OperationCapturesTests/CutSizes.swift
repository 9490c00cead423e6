/// How many bytes arrive at a time: a sequence that one byte of the input determines (SplitMix64).
struct CutSizes {
    private var state: UInt64
    private let largest: UInt64

    init(seed: UInt8) {
        state = UInt64(seed)
        // A quarter of the seeds cut at every byte.
        largest = [1, 3, 9, 40][Int(seed & 3)]
    }

    mutating func next() -> Int {
        if largest == 1 { return 1 }
        return 1 + Int(number() % largest)
    }

    /// A number below `bound`.
    mutating func next(below bound: Int) -> Int {
        bound > 0 ? Int(number() % UInt64(bound)) : 0
    }

    private mutating func number() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
