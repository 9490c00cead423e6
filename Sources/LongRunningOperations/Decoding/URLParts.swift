/// A URL taken apart: host and path segments, without query and fragment.
///
///     https://user@Host.example:443/A/b/?q     host.example │ a │ b
///
/// Its memory is used again for the next URL.
struct URLParts: ~Copyable {
    struct Segment: BitwiseCopyable {
        /// Where it is in the text.
        var start: Int
        var end: Int
        /// A number that equals that of every segment with the same letters.
        var hash: UInt32

        var range: Range<Int> { start..<end }
    }

    /// What is kept of the memory that an unusual URL took.
    static let keptCapacity = 4096

    /// The URL up to its query.
    private var sent = OutputBuffer(capacity: 256)
    /// The same in lower case, as literal text is compared.
    private var letters = OutputBuffer(capacity: 256)
    private(set) var segments = ReusedList<Segment>(capacity: 16)
    private(set) var host: Range<Int>?

    /// The text as sent; valid until the next URL is read.
    var text: UnsafeRawBufferPointer { sent.bytes }

    /// The text in lower case; valid until the next URL is read.
    var lowered: UnsafeRawBufferPointer { letters.bytes }

    /// A segment as it was sent.
    func text(of segment: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[segments[segment].range])
    }

    /// Forgets the last URL.
    mutating func removeAll() {
        sent.shrink(above: Self.keptCapacity)
        letters.shrink(above: Self.keptCapacity)
        segments.shrink(above: Self.keptCapacity)
        host = nil
    }

    /// How much memory it holds, in bytes.
    var capacity: Int { sent.capacity + letters.capacity + segments.capacity * MemoryLayout<Segment>.stride }

    /// Takes another URL apart: the host of `scheme://user@host:port/path` or `//host/path`, then the path.
    mutating func read(_ url: UnsafeRawBufferPointer) {
        removeAll()
        letters.reserve(url.count)
        var end = 0
        while end < url.count, url[end] != UInt8(ascii: "?"), url[end] != UInt8(ascii: "#") {
            letters.base.storeBytes(of: URLTemplate.lowered(url[end]), toByteOffset: end, as: UInt8.self)
            end += 1
        }
        letters.count = end
        sent.append(UnsafeRawBufferPointer(rebasing: url[..<end]))
        let slash = UInt8(ascii: "/")
        let lowered = lowered
        var start = readAuthority()
        if start < end, lowered[start] == slash { start += 1 }
        if start < end, lowered[end - 1] == slash { end -= 1 }
        var segment = start
        var hash = URLSign.noLetters
        for place in start..<end {
            let letter = lowered[place]
            if letter == slash {
                segments.append(Segment(start: segment, end: place, hash: hash))
                segment = place + 1
                hash = URLSign.noLetters
            } else {
                hash = URLSign.hash(of: letter, behind: hash)
            }
        }
        segments.append(lastSegment(segment..<end, hash))
    }

    /// Finds the host, and where the path begins.
    private mutating func readAuthority() -> Int {
        let url = lowered
        let slash = UInt8(ascii: "/")
        let colon = url.firstIndex { $0 == UInt8(ascii: ":") || $0 == slash } ?? url.count
        let rest = url[colon...]
        if rest.count >= 3, rest[colon] == UInt8(ascii: ":"), rest[colon + 1] == slash, rest[colon + 2] == slash {
            let authority = colon + 3
            let start = url[authority...].firstIndex(of: slash) ?? url.count
            let user = url[authority..<start].lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? authority
            host = user..<(url[user..<start].lastIndex(of: UInt8(ascii: ":")) ?? start)
            return start
        }
        guard url.count >= 2, url[0] == slash, url[1] == slash else { return 0 }
        let start = url[2...].firstIndex(of: slash) ?? url.count
        host = 2..<start
        return start
    }

    /// The last segment, up to a query that a client escaped into the path.
    private func lastSegment(_ range: Range<Int>, _ hash: UInt32) -> Segment {
        let query = range.first { place in
            lowered[place] == UInt8(ascii: "%") && lowered[place..<range.upperBound].starts(with: "%3f".utf8)
        }
        guard let query else { return Segment(start: range.lowerBound, end: range.upperBound, hash: hash) }
        let letters = lowered[range.lowerBound..<query]
        return Segment(start: range.lowerBound, end: query, hash: URLSign.hash(letters))
    }
}
