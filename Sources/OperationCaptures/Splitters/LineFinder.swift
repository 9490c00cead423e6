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
    /// How many bytes are looked through at once: the places of their line feeds fit on the stack.
    private static let stretch = 4096

    /// Calls `body` with the place of each LF at or behind `start`, in order.
    @inline(__always)
    static func forEachLineFeed(in window: UnsafeRawBufferPointer, from start: Int, _ body: (Int) -> Void) {
        guard let base = window.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: stretch + 1) { places in
            guard let room = places.baseAddress else { return }
            var position = start
            while position < window.count {
                let found = cjson_find_byte(base + position, min(stretch, window.count - position), 0x0A, room)
                for index in 0..<found { body(position &+ Int(room[index])) }
                position += stretch
            }
        }
    }

    /// Appends the lines of a window that are not empty, without their LF.
    package static func appendLines(of window: UnsafeRawBufferPointer, to lines: inout [Range<Int>]) {
        var start = 0
        forEachLineFeed(in: window, from: 0) { lineFeed in
            if lineFeed > start { lines.append(start..<lineFeed) }
            start = lineFeed + 1
        }
        if start < window.count { lines.append(start..<window.count) }
    }

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
        guard let base = bytes.baseAddress else { return 0 }
        return cjson_count_byte(base.assumingMemoryBound(to: UInt8.self), bytes.count, 0x0A)
    }
}
