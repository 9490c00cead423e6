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

        /// The text of a literal segment.
        var literal: [UInt8]? {
            if case .literal(let text) = self { text } else { nil }
        }
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
        literalCount = segments.count { $0.literal != nil }
    }

    static func lowered(_ byte: UInt8) -> UInt8 {
        0x41...0x5A ~= byte ? byte | 0x20 : byte
    }

    /// What a URL must have to fit, where it is told by one of its segments.
    var sign: URLSign {
        let count = isOpen ? nil : segments.count
        // Before the first `**` places count from the start, behind the last one from the end.
        let before = segments.prefix { $0 != .many }
        if let place = before.lastIndex(where: { $0.literal != nil }) {
            return URLSign(service: service, count: count, place: place, text: segments[place].literal)
        }
        let behind = segments.suffix(from: segments.lastIndex(of: .many) ?? segments.endIndex)
        let place = behind.lastIndex { $0.literal != nil }
        return URLSign(
            service: service,
            count: count,
            place: place.map { $0 - segments.count } ?? 0,
            text: place.flatMap { segments[$0].literal }
        )
    }

    /// Whether a URL fits, and which of its segments are then the named ones, in the template's order.
    func fits(_ url: URLParts, named bound: inout [Int]) -> Bool {
        bound.removeAll(keepingCapacity: true)
        guard isOpen || segments.count == url.segments.count else { return false }
        if let host {
            guard let sent = url.host else { return false }
            let fits = host.withUnsafeBytes { pattern in
                url.lowered.withUnsafeBytes { ScalarMatch.glob(pattern, UnsafeRawBufferPointer(rebasing: $0[sent])) }
            }
            guard fits else { return false }
        }
        // `**` takes as few segments as possible first; the last one met may take one more.
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
                case .named where part < url.segments.count && !url.segments[part].isEmpty:
                    bound.append(part)
                    segment += 1
                    part += 1
                    continue
                case .literal(let text)
                where part < url.segments.count && url.lowered[url.segments[part]].elementsEqual(text):
                    segment += 1
                    part += 1
                    continue
                default: break
                }
            }
            guard let again = retry, again.part < url.segments.count else { return false }
            retry?.part += 1
            bound.removeLast(bound.count - again.bound)
            segment = again.segment + 1
            part = again.part + 1
        }
        return true
    }
}
