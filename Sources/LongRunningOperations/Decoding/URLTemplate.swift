/// A URL template of a mapping: `//HOST/PATH` or `/PATH`, with `{name}`, `*` for one segment and `**` for any number.
///
/// Literal text compares without ASCII case; the query is ignored. Of several that fit, the one with more literal segments
/// wins, then one with a host.
final class URLTemplate: Sendable {
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

    /// A segment as it is compared: the letters of literal ones stand one behind the other in `letters`.
    private struct Step: BitwiseCopyable {
        enum Kind: UInt8, BitwiseCopyable {
            case literal
            case named
            case one
            case many
        }

        var kind: Kind
        var hash: UInt32
        var start: Int
        var end: Int
    }

    let service: Int
    let host: [UInt8]?
    let segments: [Segment]
    let literalCount: Int
    /// Whether `**` lets it fit paths of other lengths.
    private let isOpen: Bool
    private let steps: [Step]
    private let letters: [UInt8]

    init?(_ text: String, service: Int) {
        self.service = service
        let slash = UInt8(ascii: "/")
        var rest = Array(text.utf8)[...]
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: slash) ?? rest.endIndex
            host = rest[..<end].map(\.asciiLowercased)
            rest = rest[end...]
        } else {
            host = nil
        }
        guard rest.first == slash else { return nil }
        segments = rest.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
            .map { part in
                if part.elementsEqual("*".utf8) { return .one }
                if part.elementsEqual("**".utf8) { return .many }
                if part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}") {
                    return .named(String(decoding: part.dropFirst().dropLast(), as: UTF8.self))
                }
                return .literal(part.map(\.asciiLowercased))
            }
        isOpen = segments.contains(.many)
        literalCount = segments.count { $0.literal != nil }
        var letters: [UInt8] = []
        steps = segments.map { segment in
            let start = letters.count
            switch segment {
            case .literal(let text):
                letters += text
                return Step(kind: .literal, hash: URLSign.hash(text), start: start, end: letters.count)
            case .named: return Step(kind: .named, hash: 0, start: start, end: start)
            case .one: return Step(kind: .one, hash: 0, start: start, end: start)
            case .many: return Step(kind: .many, hash: 0, start: start, end: start)
            }
        }
        self.letters = letters
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

    /// Whether a URL fits; appends which of its segments are then the named ones, in the template's order.
    ///
    /// Where it does not fit, what was appended means nothing.
    func fits(_ url: borrowing URLParts, named bound: inout ReusedList<Int>) -> Bool {
        let parts = url.segments.elements
        guard isOpen || steps.count == parts.count else { return false }
        if let host {
            guard let sent = url.host else { return false }
            let fits = host.withUnsafeBytes { pattern in
                ScalarMatch.glob(pattern, UnsafeRawBufferPointer(rebasing: url.lowered[sent]))
            }
            guard fits else { return false }
        }
        return steps.withUnsafeBufferPointer { steps in
            letters.withUnsafeBytes { Self.fits(steps, $0, parts, url.lowered, named: &bound) }
        }
    }

    private static func fits(
        _ steps: UnsafeBufferPointer<Step>,
        _ letters: UnsafeRawBufferPointer,
        _ parts: UnsafeBufferPointer<URLParts.Segment>,
        _ url: UnsafeRawBufferPointer,
        named bound: inout ReusedList<Int>
    ) -> Bool {
        // `**` takes as few segments as possible first; the last one met may take one more.
        var number = 0
        var part = 0
        var retry: (step: Int, part: Int, bound: Int)?
        while part < parts.count || number < steps.count {
            if number < steps.count {
                let step = steps[number]
                if step.kind == .many {
                    retry = (number, part, bound.count)
                    number += 1
                    continue
                }
                if part < parts.count, takes(step, letters, parts[part], url) {
                    if step.kind == .named { bound.append(part) }
                    number += 1
                    part += 1
                    continue
                }
            }
            guard let again = retry, again.part < parts.count else { return false }
            retry?.part += 1
            bound.count = again.bound
            number = again.step + 1
            part = again.part + 1
        }
        return true
    }

    /// Whether a segment of a URL is what a step that takes one wants.
    private static func takes(
        _ step: Step,
        _ letters: UnsafeRawBufferPointer,
        _ part: URLParts.Segment,
        _ url: UnsafeRawBufferPointer
    ) -> Bool {
        switch step.kind {
        case .one, .many: return true
        case .named: return part.start < part.end
        case .literal:
            guard step.hash == part.hash else { return false }
            let literal = UnsafeRawBufferPointer(rebasing: letters[step.start..<step.end])
            return ScalarMatch.same(literal, UnsafeRawBufferPointer(rebasing: url[part.range]))
        }
    }
}
