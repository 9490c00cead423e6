/// A URL taken apart: host and path segments, without query and fragment.
struct URLParts {
    let text: [UInt8]
    /// The text in lower case, as literal text is compared.
    let lowered: [UInt8]
    private(set) var host: Range<Int>?
    /// Where the segments are.
    private(set) var segments: [Range<Int>] = []
    /// A number for each segment that equals that of every segment with the same letters.
    private(set) var segmentHashes: [UInt32] = []

    init(_ url: [UInt8]) {
        text = url
        let lowered = url.map(URLTemplate.lowered)
        self.lowered = lowered
        lowered.withUnsafeBufferPointer { read($0) }
    }

    /// The host of `scheme://user@host:port/path` or `//host/path`, then the path.
    private mutating func read(_ url: UnsafeBufferPointer<UInt8>) {
        let slash = UInt8(ascii: "/")
        var start = 0
        var end = url.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? url.count
        let colon = url[..<end].firstIndex { $0 == UInt8(ascii: ":") || $0 == slash } ?? end
        if url[colon..<end].starts(with: "://".utf8) {
            let authority = colon + 3
            start = url[authority..<end].firstIndex(of: slash) ?? end
            let user = url[authority..<start].lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? authority
            host = user..<(url[user..<start].lastIndex(of: UInt8(ascii: ":")) ?? start)
        } else if url[..<end].starts(with: "//".utf8) {
            start = url[2..<end].firstIndex(of: slash) ?? end
            host = 2..<start
        }
        if start < end, url[start] == slash { start += 1 }
        if start < end, url[end - 1] == slash { end -= 1 }
        segments.reserveCapacity(16)
        while true {
            let stop = url[start..<end].firstIndex(of: slash) ?? end
            segments.append(start..<stop)
            guard stop < end else { break }
            start = stop + 1
        }
        // A client may have escaped the query into the path.
        if let last = segments.popLast() {
            let query = last.first {
                url[$0] == UInt8(ascii: "%") && url[$0..<last.upperBound].starts(with: "%3f".utf8)
            }
            segments.append(last.lowerBound..<(query ?? last.upperBound))
        }
        segmentHashes = segments.map { URLSign.hash(url[$0]) }
    }
}
