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
        let ones: UInt64 = 0x0101_0101_0101_0101
        let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        var total = 0
        var position = 0
        while bytes.count - position >= 8 {
            // One byte counts to 255 at most before all are summed up.
            let words = min((bytes.count - position) / 8, 255)
            var counts: UInt64 = 0
            for _ in 0..<words {
                let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self) ^ ones &* 0x0A
                // The high bit of each byte stays clear where the byte is zero, which borrows nothing from its neighbours.
                counts &+= ~((word & lows &+ lows) | word) >> 7 & ones
                position += 8
            }
            let pairs = (counts & 0x00FF_00FF_00FF_00FF) &+ (counts >> 8 & 0x00FF_00FF_00FF_00FF)
            total += Int((pairs &* 0x0001_0001_0001_0001) >> 48)
        }
        while position < bytes.count {
            total += bytes[position] == 0x0A ? 1 : 0
            position += 1
        }
        return total
    }
}
