/// What a member name is looked up by.
struct NameKey {
    var first: UInt64
    var last: UInt64
    var length: UInt64

    /// The key of the empty name.
    init() {
        first = 0
        last = 0
        length = 0
    }

    /// `readable` bytes from `name` on may be read, at least `length`.
    @inline(__always)
    init(_ name: UnsafeRawPointer, _ length: Int, readable: Int) {
        self.length = UInt64(truncatingIfNeeded: length)
        if length >= 8 {
            first = name.loadUnaligned(as: UInt64.self)
            last = (name + (length &- 8)).loadUnaligned(as: UInt64.self)
        } else if readable >= 8 {
            let mask = ~(~0 &<< UInt64(truncatingIfNeeded: length &* 8))
            first = name.loadUnaligned(as: UInt64.self) & mask
            last = 0
        } else {
            first = 0
            last = 0
            for offset in 0..<length {
                first |= UInt64(name.load(fromByteOffset: offset, as: UInt8.self)) &<< UInt64(offset &* 8)
            }
        }
    }

    /// Lowers the ASCII capitals of both words, eight bytes at once.
    @inline(__always)
    mutating func fold() {
        first = Self.lowered(first)
        last = Self.lowered(last)
    }

    @inline(__always)
    private static func lowered(_ word: UInt64) -> UInt64 {
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let atLeastA = low &+ 0x3F3F_3F3F_3F3F_3F3F
        let beyondZ = low &+ 0x2525_2525_2525_2525
        let capitals = (atLeastA ^ beyondZ) & ~word & 0x8080_8080_8080_8080
        return word | capitals &>> 2
    }

    /// All that multipliers can tell apart: in names of 12 bytes it leaves out the four that stand in both words.
    @inline(__always)
    var mixed: UInt64 {
        first ^ (last &<< 32 | last &>> 32) ^ (length &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    func hash(multiplier: UInt64, shift: UInt32) -> Int {
        Int(truncatingIfNeeded: (mixed &* multiplier) &>> UInt64(shift))
    }
}
