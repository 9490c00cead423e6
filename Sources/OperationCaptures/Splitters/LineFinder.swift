import CJSONKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where lines end: at LF and nowhere else.
package enum LineFinder {
    /// The first LF at or behind `start`.
    @inline(__always)
    package static func firstLineFeed(in window: UnsafeRawBufferPointer, from start: Int) -> Int? {
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
        guard let base = bytes.baseAddress else { return 0 }
        return cjson_count_byte(base.assumingMemoryBound(to: UInt8.self), bytes.count, 0x0A)
    }
}
