/// A digest of 64 bits of bytes that arrive in pieces, the same however they were cut.
///
/// Four lanes of eight bytes each are multiplied and rotated, as in xxHash, so that it keeps up with memory. It finds
/// damage; it is no signature.
struct ContentDigest: Sendable {
    private static let primes: (UInt64, UInt64, UInt64) =
        (0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9)

    private var lanes = SIMD4<UInt64>(0x60EA_27EE_ADC0_B5D6, 0xC2B2_AE3D_27D4_EB4F, 0, 0x61C8_864E_7A14_3579)
    private var pending = SIMD32<UInt8>()
    private var pendingCount = 0
    private var length: UInt64 = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var position = 0
        while pendingCount > 0, position < bytes.count {
            append(bytes[position])
            position += 1
        }
        while bytes.count - position >= 32 {
            mix(bytes.loadUnaligned(fromByteOffset: position, as: SIMD4<UInt64>.self))
            position += 32
        }
        while position < bytes.count {
            append(bytes[position])
            position += 1
        }
    }

    mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of all bytes so far.
    var value: UInt64 {
        var last = self
        while last.pendingCount > 0 {
            last.append(0)
        }
        var value = length &* Self.primes.2
        for index in 0..<4 {
            value = (value ^ Self.rotate(last.lanes[index], 29)) &* Self.primes.0 &+ Self.primes.1
        }
        value = (value ^ value >> 33) &* Self.primes.1
        value = (value ^ value >> 29) &* Self.primes.2
        return value ^ value >> 32
    }

    private mutating func append(_ byte: UInt8) {
        pending[pendingCount] = byte
        pendingCount += 1
        if pendingCount == 32 {
            pendingCount = 0
            mix(unsafeBitCast(pending, to: SIMD4<UInt64>.self))
        }
    }

    @inline(__always)
    private mutating func mix(_ block: SIMD4<UInt64>) {
        for index in 0..<4 {
            let word = UInt64(littleEndian: block[index])
            lanes[index] = Self.rotate(lanes[index] &+ word &* Self.primes.1, 31) &* Self.primes.0
        }
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
        word << count | word >> (64 - count)
    }
}
