#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where lines end: at LF and nowhere else.
enum LineFinder {
    /// The first LF at or behind `start`.
    @inline(__always)
    static func firstLineFeed(in window: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < window.count, let base = window.baseAddress else { return nil }
        guard let found = memchr(base + start, 0x0A, window.count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// The last LF at or behind `start`.
    static func lastLineFeed(in window: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var position = window.count
        while position > start {
            position -= 1
            if window[position] == 0x0A { return position }
        }
        return nil
    }

    /// How many LF the bytes hold.
    static func countLineFeeds(in bytes: UnsafeRawBufferPointer) -> Int {
        typealias Block = SIMD32<UInt8>
        let lineFeeds = Block(repeating: 0x0A)
        let ones = Block(repeating: 1)
        var total = 0
        var position = 0
        while bytes.count - position >= Block.scalarCount {
            // One lane counts to 255 at most before it is summed up.
            let blocks = min((bytes.count - position) / Block.scalarCount, 255)
            var lanes = Block.zero
            for _ in 0..<blocks {
                let block = bytes.loadUnaligned(fromByteOffset: position, as: Block.self)
                lanes &+= Block.zero.replacing(with: ones, where: block .== lineFeeds)
                position += Block.scalarCount
            }
            total += Int(SIMD32<UInt16>(truncatingIfNeeded: lanes).wrappedSum())
        }
        while position < bytes.count {
            total += bytes[position] == 0x0A ? 1 : 0
            position += 1
        }
        return total
    }
}
