/// A URL template of a mapping: `//HOST/PATH` or `/PATH`, with `{name}`, `*` for one segment and `**` for any number.
///
/// Literal text compares without ASCII case; the query is ignored. Of several that fit, the one with more literal segments
/// wins, then one with a host.
struct URLTemplate: Sendable {
    enum Segment: Sendable, Hashable {
        case literal([UInt8])
        case named(String)
        case one
        case many
    }

    var service: Int
    var host: [UInt8]?
    var segments: [Segment]
    var literalCount: Int
    /// Whether `**` lets it fit paths of other lengths.
    private var isOpen: Bool

    init?(_ text: String, service: Int) {
        self.service = service
        let slash = UInt8(ascii: "/")
        var rest = Array(text.utf8)[...]
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: slash) ?? rest.endIndex
            host = rest[..<end].map(Self.lowered)
            rest = rest[end...]
        }
        guard rest.first == slash else { return nil }
        segments = rest.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
            .map { part in
                if part.elementsEqual("*".utf8) { return .one }
                if part.elementsEqual("**".utf8) { return .many }
                if part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}") {
                    return .named(String(decoding: part.dropFirst().dropLast(), as: UTF8.self))
                }
                return .literal(part.map(Self.lowered))
            }
        isOpen = segments.contains(.many)
        literalCount = segments.count { if case .literal = $0 { true } else { false } }
    }

    static func lowered(_ byte: UInt8) -> UInt8 {
        0x41...0x5A ~= byte ? byte | 0x20 : byte
    }

    /// The named parts of a URL that fits, in the template's order; nil where it does not fit.
    func match(_ url: URLParts) -> [(name: String, value: ArraySlice<UInt8>)]? {
        guard isOpen || segments.count == url.segments.count else { return nil }
        if let host {
            guard let sent = url.host else { return nil }
            let fits = host.withUnsafeBytes { pattern in
                sent.withUnsafeBytes { ScalarMatch.glob(pattern, $0) }
            }
            guard fits else { return nil }
        }
        // `**` takes as few segments as possible first; the last one met may take one more.
        var bound: [(String, ArraySlice<UInt8>)] = []
        var segment = 0
        var part = 0
        var retry: (segment: Int, part: Int, bound: Int)?
        while part < url.segments.count || segment < segments.count {
            if segment < segments.count {
                switch segments[segment] {
                case .many:
                    retry = (segment, part, bound.count)
                    segment += 1
                    continue
                case .one where part < url.segments.count:
                    segment += 1
                    part += 1
                    continue
                case .named(let name) where part < url.segments.count && !url.segments[part].isEmpty:
                    bound.append((name, url.segments[part]))
                    segment += 1
                    part += 1
                    continue
                case .literal(let text) where part < url.segments.count && url.lowered[part] == text:
                    segment += 1
                    part += 1
                    continue
                default: break
                }
            }
            guard let again = retry, again.part < url.segments.count else { return nil }
            retry?.part += 1
            bound.removeLast(bound.count - again.bound)
            segment = again.segment + 1
            part = again.part + 1
        }
        return bound.map { (name: $0.0, value: $0.1) }
    }
}

/// A URL taken apart: host and path segments, without query and fragment.
struct URLParts {
    var host: [UInt8]?
    var segments: [ArraySlice<UInt8>]
    /// The segments in lower case, as literal text is compared.
    private(set) var lowered: [[UInt8]]

    init(_ url: [UInt8]) {
        var rest = url[...]
        if let end = rest.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            rest = rest[..<end]
        }
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8),
            !rest[..<colon].contains(UInt8(ascii: "/"))
        {
            rest = rest[(colon + 3)...]
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            var authority = rest[..<end]
            if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(at + 1)...] }
            if let port = authority.lastIndex(of: UInt8(ascii: ":")) { authority = authority[..<port] }
            host = authority.map(URLTemplate.lowered)
            rest = rest[end...]
        } else if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            host = rest[..<end].map(URLTemplate.lowered)
            rest = rest[end...]
        }
        if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
        if rest.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        segments = rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        // A client may have escaped the query into the path.
        if let last = segments.last {
            for index in last.indices
            where last[index...].starts(with: "%3f".utf8) || last[index...].starts(with: "%3F".utf8) {
                segments[segments.count - 1] = last[..<index]
                break
            }
        }
        lowered = segments.map { $0.map(URLTemplate.lowered) }
    }
}
