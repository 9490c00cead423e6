/// The small languages inside a mapping file: ids, versions, paths, places, templates, zones.
///
/// On bytes; nothing is guessed.
enum MappingSyntax {
    private static let slash = UInt8(ascii: "/")
    private static let opening = UInt8(ascii: "[")
    private static let closing = UInt8(ascii: "]")
    private static let equals = UInt8(ascii: "=")
    private static let exclamation = UInt8(ascii: "!")

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    private static func isLower(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }

    private static func parts(_ text: [UInt8], at separator: UInt8) -> [ArraySlice<UInt8>] {
        text.split(separator: separator, omittingEmptySubsequences: false)
    }

    /// `azure-cdn-china`.
    static func isIdentifier(_ text: [UInt8]) -> Bool {
        parts(text, at: UInt8(ascii: "-"))
            .allSatisfy { part in
                !part.isEmpty && part.allSatisfy { isLower($0) || isDigit($0) }
            }
    }

    /// `1.0.0`.
    static func isVersion(_ text: [UInt8]) -> Bool {
        let numbers = parts(text, at: UInt8(ascii: "."))
        return numbers.count == 3 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
    }

    /// `acceptedJob`.
    static func isShapeName(_ text: [UInt8]) -> Bool {
        text.first.map(isLower) ?? false && text.allSatisfy { isLetter($0) || isDigit($0) }
    }

    /// `conditions[type=Failed]/message`; the empty path is the place itself.
    static func isPath(_ text: [UInt8]) -> Bool {
        text.isEmpty || parts(text, at: slash).allSatisfy { isStep($0) }
    }

    static func searchCount(ofPath text: [UInt8]) -> Int {
        text.count { $0 == opening }
    }

    private static func isStep(_ step: ArraySlice<UInt8>) -> Bool {
        guard let open = step.firstIndex(of: opening) else { return !step.isEmpty && !step.contains(closing) }
        guard open > step.startIndex, step.last == closing, !step[..<open].contains(closing) else { return false }
        let inside = step[(open + 1)...].dropLast()
        guard !inside.contains(opening), !inside.contains(closing), let sign = inside.firstIndex(of: equals) else {
            return false
        }
        var key = inside[..<sign]
        if key.last == exclamation { key = key.dropLast() }
        return !key.isEmpty && !key.contains(exclamation) && sign + 1 < inside.endIndex
    }

    /// The names of the steps of a path, without their searches.
    static func steps(ofPath text: [UInt8]) -> [ArraySlice<UInt8>] {
        if text.isEmpty { return [] }
        return parts(text, at: slash).map { $0.prefix { $0 != opening } }
    }

    /// `a/b`, `a/b[]`, or nothing.
    static func isPlace(_ text: [UInt8]) -> Bool {
        if text.isEmpty { return true }
        return parts(withoutBrackets(text), at: slash)
            .allSatisfy { step in
                !step.isEmpty && !step.contains(opening) && !step.contains(closing)
            }
    }

    /// A place without the `[]` at its end.
    static func withoutBrackets(_ place: [UInt8]) -> [UInt8] {
        place.suffix(2).elementsEqual([opening, closing]) ? place.dropLast(2) : place
    }

    /// `Z`, `+08:00`.
    static func isZone(_ text: [UInt8]) -> Bool {
        if text == [UInt8(ascii: "Z")] { return true }
        guard text.count == 6, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
            text[3] == UInt8(ascii: ":"), [1, 2, 4, 5].allSatisfy({ isDigit(text[$0]) })
        else { return false }
        return (text[1], text[2]) < (0x32, 0x34) && text[4] < 0x36
    }

    /// `//HOST/PATH` or `/PATH`, of literal segments, `{name}`, `*` and `**`.
    static func isURLTemplate(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        if rest.starts(with: [slash, slash]) {
            rest = rest.dropFirst(2).drop { $0 != slash }
            let host = text[2..<rest.startIndex]
            guard !host.isEmpty, !host.contains(UInt8(ascii: "{")), !host.contains(UInt8(ascii: "}")) else {
                return false
            }
        }
        guard rest.first == slash else { return false }
        var names: Set<[UInt8]> = []
        return parts(Array(rest.dropFirst()), at: slash)
            .allSatisfy { segment in
                isSegment(segment, names: &names)
            }
    }

    private static func isSegment(_ segment: ArraySlice<UInt8>, names: inout Set<[UInt8]>) -> Bool {
        let star = UInt8(ascii: "*")
        if segment.contains(UInt8(ascii: "{")) || segment.contains(UInt8(ascii: "}")) {
            guard segment.count > 2, segment.first == UInt8(ascii: "{"), segment.last == UInt8(ascii: "}") else {
                return false
            }
            let name = segment.dropFirst().dropLast()
            guard name.first.map(isLetter) ?? false, name.allSatisfy({ isLetter($0) || isDigit($0) }) else {
                return false
            }
            return names.insert(Array(name)).inserted
        }
        if segment.contains(star) { return segment.count <= 2 && segment.allSatisfy { $0 == star } }
        return !segment.isEmpty && !segment.contains(UInt8(ascii: "?")) && !segment.contains(UInt8(ascii: "#"))
    }
}
