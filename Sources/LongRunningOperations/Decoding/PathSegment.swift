/// The id in a path: its last non-empty segment, cut at `?` or `%3F`.
///
/// Some services answer with locations whose query a client later escaped into the path.
enum PathSegment {
    static func last(of path: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var end = path.count
        for index in 0..<path.count {
            let byte = path[index]
            if byte == UInt8(ascii: "?") {
                end = index
                break
            }
            if byte == UInt8(ascii: "%"), index + 2 < path.count, path[index + 1] == UInt8(ascii: "3"),
                path[index + 2] | 0x20 == UInt8(ascii: "f")
            {
                end = index
                break
            }
        }
        while end > 0, path[end - 1] == UInt8(ascii: "/") { end -= 1 }
        var start = end
        while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
        return UnsafeRawBufferPointer(rebasing: path[start..<end])
    }
}
