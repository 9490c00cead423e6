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

    /// The longest URL that is taken apart, in bytes without query and fragment; servers refuse shorter ones.
    ///
    /// Each byte may be a segment, which takes many times its memory.
    static let longest = 16 << 10
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

    /// Whether taking a URL apart again would make what is there: it may have another query or fragment.
    func isText(of url: UnsafeRawBufferPointer) -> Bool {
        let length = text.count
        // Lengths and ends tell most of them apart, beginnings few.
        guard url.count == length || url.count > length && Self.endsPath(url[length]), length >= 8,
            url.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
                == text.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
        else { return false }
        return ScalarMatch.same(UnsafeRawBufferPointer(rebasing: url[..<length]), text)
    }

    private static func endsPath(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    /// Takes another URL apart: the host of `scheme://user@host:port/path` or `//host/path`, then the path.
    ///
    /// One that is too long has no parts.
    mutating func read(_ url: UnsafeRawBufferPointer) {
        removeAll()
        let readable = UnsafeRawBufferPointer(rebasing: url.prefix(Self.longest + 1))
        letters.reserve(readable.count)
        var end = 0
        while end < readable.count, !Self.endsPath(readable[end]) {
            letters.base.storeBytes(of: readable[end].asciiLowercased, toByteOffset: end, as: UInt8.self)
            end += 1
        }
        guard end <= Self.longest else { return }
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
