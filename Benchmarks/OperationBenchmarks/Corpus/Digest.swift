/// FNV-1a with 64 bits: tells whether two machines made the same bytes.
struct Digest: CustomStringConvertible {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        var digest = Digest()
        digest.add(bytes)
        return digest.description
    }

    var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
