/// What stands in front of each member's value: `,"createdTime":"`, each in a vector of its own, so that writing one is one store.
struct RecordPrefixes {
    private let vectors: UnsafeMutablePointer<SIMD32<UInt8>>
    private let lengths: UnsafeMutablePointer<Int>

    init() {
        vectors = .allocate(capacity: RecordMember.count)
        lengths = .allocate(capacity: RecordMember.count)
        for member in RecordMember.allCases {
            var vector = SIMD32<UInt8>()
            let text = Array(",\"\(member.wireName)\":\"".utf8)
            for (index, byte) in text.prefix(32).enumerated() {
                vector[index] = byte
            }
            vectors[Int(member.rawValue)] = vector
            lengths[Int(member.rawValue)] = text.count
        }
    }

    func deallocate() {
        vectors.deallocate()
        lengths.deallocate()
    }

    /// Appends the comma, the name, the colon and the opening quote.
    @inline(__always)
    func appendQuoted(_ member: RecordMember, to output: inout OutputBuffer) {
        output.reserve(32)
        let index = Int(member.rawValue)
        (output.base + output.count).storeBytes(of: vectors[index], as: SIMD32<UInt8>.self)
        output.count &+= lengths[index]
    }

    /// Appends the comma, the name and the colon.
    @inline(__always)
    func appendBare(_ member: RecordMember, to output: inout OutputBuffer) {
        appendQuoted(member, to: &output)
        output.count &-= 1
    }
}
