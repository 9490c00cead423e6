package import LongRunningOperations

/// Takes secrets out of bytes that are carried over: canonical lines, and the entries that rejects keep.
///
///     …/operationresults/7?api-version=1&t=638&c=MIIH&s=qW9&h=x      ▶  …&t=REDACTED&c=REDACTED&s=REDACTED&h=REDACTED
///     {"name":"Authorization","value":"Bearer eyJ0…"}                ▶  {"name":"Authorization","value":"REDACTED"}
///
/// The bytes may be JSON, JSON in a string of JSON, or neither. They are looked at as characters: an escape at any depth
/// and a percent-encoded byte are one character each, and what is replaced is always whole characters between delimiters,
/// so that JSON stays JSON. What a secret is, its name tells (``SecretNames``), or its form: the scheme before it, or three
/// parts of a signed token. What Base64 stands for is looked at in the same way. Bytes without a secret come out as they
/// are.
package struct Redaction {
    package static let mark: StaticString = "REDACTED"

    let bytes: UnsafeRawBufferPointer
    /// Where the last stretch ends that was looked at as Base64.
    var decoded = 0
    private var position = 0
    private var copied = 0
    private var output: [UInt8] = []

    /// The bytes without their secrets, or nothing where they hold none.
    package static func redacted(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var redaction = Redaction(bytes)
        redaction.run()
        guard redaction.copied > 0 else { return nil }
        redaction.output += bytes[redaction.copied...]
        return redaction.output
    }

    /// Takes the secrets out of what was appended to `output` behind `start`; says whether there were any.
    package static func redact(_ output: inout OutputBuffer, from start: Int) -> Bool {
        guard let clean = redacted(UnsafeRawBufferPointer(rebasing: output.bytes[start...])) else { return false }
        output.count = start
        clean.withUnsafeBytes { output.append($0) }
        return true
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    // MARK: Characters

    /// A character as it is meant, and where it ends.
    struct Character {
        var byte: UInt8
        var end: Int
        /// How it is written: as itself, by an escape of JSON, or percent-encoded.
        var backslashes = 0
        var isPercentEncoded = false

        /// Of a quote: how many strings it is inside of.
        ///
        /// One backslash is one string around it, three are two; an even count are backslashes that the string itself
        /// says, before a quote of no escape.
        var level: Int { (~backslashes).trailingZeroBitCount }

        /// Whether this is a quote inside of as many strings as another one: the two can be of one name and its value.
        func isQuote(like other: Character) -> Bool {
            byte == UInt8(ascii: "\"") && level == other.level && isPercentEncoded == other.isPercentEncoded
        }
    }

    func character(at index: Int) -> Character? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if byte == UInt8(ascii: "\\") {
            var end = index
            while end < bytes.count, bytes[end] == UInt8(ascii: "\\") { end += 1 }
            let count = end - index
            guard end < bytes.count else { return Character(byte: byte, end: end, backslashes: count) }
            switch bytes[end] {
            case UInt8(ascii: "u"):
                guard end + 5 <= bytes.count else { break }
                var unit = 0
                for digit in bytes[(end + 1)..<(end + 5)] {
                    guard let value = Self.hexadecimal(digit) else {
                        return Character(byte: byte, end: end, backslashes: count)
                    }
                    unit = unit << 4 | Int(value)
                }
                return Character(byte: unit < 0x80 ? UInt8(unit) : 0xFF, end: end + 5, backslashes: count)
            case UInt8(ascii: "n"), UInt8(ascii: "r"): return Character(byte: 0x0A, end: end + 1, backslashes: count)
            case UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
                return Character(byte: 0x20, end: end + 1, backslashes: count)
            case UInt8(ascii: "\""), UInt8(ascii: "/"):
                return Character(byte: bytes[end], end: end + 1, backslashes: count)
            default: break
            }
            return Character(byte: byte, end: end, backslashes: count)
        }
        if byte == UInt8(ascii: "%"), index + 3 <= bytes.count, let high = Self.hexadecimal(bytes[index + 1]),
            let low = Self.hexadecimal(bytes[index + 2])
        {
            return Character(byte: high << 4 | low, end: index + 3, isPercentEncoded: true)
        }
        return Character(byte: byte, end: index + 1)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Whether a byte can be in a credential.
    private static func isToken(_ byte: UInt8) -> Bool {
        isWord(byte) || [0x2B, 0x2F, 0x3D, 0x2E, 0x7E, 0x3A].contains(byte)
    }

    private func skipBlanks(_ index: Int) -> Int {
        var index = index
        while let next = character(at: index), next.byte == 0x20 || next.byte == 0x0A, !next.isPercentEncoded {
            index = next.end
        }
        return index
    }

    // MARK: Words

    private mutating func run() {
        var previous: UInt8 = 0
        while position < bytes.count {
            guard Self.isWord(bytes[position]) else {
                guard let next = character(at: position) else { return }
                previous = next.byte
                position = encodedSecret(from: position, next.byte) ?? next.end
                continue
            }
            var end = position
            while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
            let word = position..<end
            position = end
            let stop =
                secret(behind: word, previous: previous) ?? encodedSecret(from: word.lowerBound, bytes[word.lowerBound])
            if let stop { position = max(position, stop) }
            previous = bytes[position - 1]
        }
    }

    /// Redacts what a word tells to be secret; answers where to go on.
    private mutating func secret(behind word: Range<Int>, previous: UInt8) -> Int? {
        if word.count > 10, bytes[word].starts(with: "eyJ".utf8) { return signedToken(word) }
        guard word.count <= SecretNames.longest, let next = character(at: word.upperBound) else { return nil }
        switch next.byte {
        case UInt8(ascii: "="): return parameter(word, next, previous)
        case UInt8(ascii: "\""):
            let name = SecretNames.fold(bytes[word])
            guard SecretNames.quoted.contains(name) else { return nil }
            if name.elementsEqual("cookies".utf8) { return cookies(behind: next) }
            if SecretNames.members.contains(name) || SecretNames.parameters.contains(name) {
                return memberValue(behind: next) ?? pairedValue(behind: next, isNamed: false)
            }
            let isPart = SecretNames.queryParameters.contains(name) || SecretNames.signedParts.contains(name)
            return isPart ? pairedValue(behind: next, isNamed: true) : nil
        case UInt8(ascii: ":"):
            guard SecretNames.members.contains(SecretNames.fold(bytes[word])) else { return nil }
            return headerValue(from: next.end)
        case 0x20, UInt8(ascii: "+"):
            guard SecretNames.schemes.contains(SecretNames.fold(bytes[word])) else { return nil }
            return credential(from: skipBlanks(next.end))
        default: return nil
        }
    }

    /// `name=value`, in a query or a connection string.
    private mutating func parameter(_ word: Range<Int>, _ sign: Character, _ previous: UInt8) -> Int? {
        let name = SecretNames.fold(bytes[word])
        let isInQuery = previous == UInt8(ascii: "?") || previous == UInt8(ascii: "&")
        let isSecret =
            SecretNames.parameters.contains(name)
            || isInQuery && SecretNames.queryParameters.contains(name)
            || isInQuery && SecretNames.signedParts.contains(name) && isSignedURL(around: word.lowerBound)
        guard isSecret else { return nil }
        var end = sign.end
        while let next = character(at: end), !endsValue(next, isEncoded: sign.isPercentEncoded) { end = next.end }
        replace(sign.end..<end)
        return end
    }

    private func endsValue(_ next: Character, isEncoded: Bool) -> Bool {
        // An encoded ampersand is part of a value, unless the whole query is encoded.
        if next.isPercentEncoded { return isEncoded && next.byte == UInt8(ascii: "&") }
        return switch next.byte {
        case 0...0x20, UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
            true
        default: false
        }
    }

    /// Whether the query around a place has the parts of a signed URL: `c`, `s` and `h`.
    private func isSignedURL(around place: Int) -> Bool {
        var start = place
        while start > 0, place - start < 16384, bytes[start - 1] > 0x20, bytes[start - 1] != UInt8(ascii: "\"") {
            start -= 1
        }
        var found: Set<UInt8> = []
        var index = start
        var previous: UInt8 = 0
        while let next = character(at: index), next.byte > 0x20, next.byte != UInt8(ascii: "\""), index - start < 32768
        {
            if next.byte == UInt8(ascii: "="), index > 0, previous == UInt8(ascii: "?") || previous == UInt8(ascii: "&")
            {
                found.insert(bytes[index - 1])
            }
            if !Self.isWord(next.byte) { previous = next.byte }
            index = next.end
        }
        return "csh".utf8.allSatisfy { found.contains($0) }
    }

    // MARK: Values

    /// The value of a member or header: `"name":"…"`, `"name":["…"]`.
    private mutating func memberValue(behind quote: Character) -> Int? {
        guard let open = valueStart(behind: quote) else { return nil }
        if open.isQuote(like: quote) { return string(behind: open) }
        guard open.byte == UInt8(ascii: "[") else { return nil }
        var index = skipBlanks(open.end)
        while let element = character(at: index), element.isQuote(like: quote) {
            index = skipBlanks(string(behind: element))
            guard let comma = character(at: index), comma.byte == UInt8(ascii: ",") else { break }
            index = skipBlanks(comma.end)
        }
        return index
    }

    /// The first character of the value that belongs to a name with this closing quote; nothing where it is no name.
    private func valueStart(behind quote: Character) -> Character? {
        guard let colon = character(at: skipBlanks(quote.end)), colon.byte == UInt8(ascii: ":") else { return nil }
        return character(at: skipBlanks(colon.end))
    }

    /// The value beside a name that is itself a value: `"name":"…","value":"…"` or, unless it must be named,
    /// `["name","…"]`.
    private mutating func pairedValue(behind quote: Character, isNamed: Bool) -> Int? {
        guard let comma = character(at: skipBlanks(quote.end)), comma.byte == UInt8(ascii: ","),
            let open = character(at: skipBlanks(comma.end)), open.isQuote(like: quote),
            let close = closingQuote(of: open)
        else { return nil }
        guard let value = valueStart(behind: close.quote) else { return isNamed ? nil : string(behind: open) }
        guard SecretNames.fold(bytes[open.end..<close.start]).elementsEqual("value".utf8), value.isQuote(like: quote)
        else { return nil }
        return string(behind: value)
    }

    /// The values in a list of cookies: `"cookies":[{"name":"…","value":"…"}]`.
    private mutating func cookies(behind quote: Character) -> Int? {
        guard let list = valueStart(behind: quote), list.byte == UInt8(ascii: "[") else { return nil }
        var index = list.end
        var depth = 1
        while depth > 0, let next = character(at: index) {
            index = next.end
            switch next.byte {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                // A quote of another level closes the string in which the list began.
                guard next.isQuote(like: quote), let close = closingQuote(of: next) else { return index }
                index = close.quote.end
                if SecretNames.fold(bytes[next.end..<close.start]).elementsEqual("value".utf8),
                    let value = valueStart(behind: close.quote), value.isQuote(like: quote)
                {
                    index = string(behind: value)
                }
            default: break
            }
        }
        return index
    }

    /// The quote that closes a string: one escaped no deeper than the one that opened it.
    private func closingQuote(of open: Character) -> (start: Int, quote: Character)? {
        var index = open.end
        while let next = character(at: index) {
            if next.byte == UInt8(ascii: "\""), !next.isPercentEncoded, next.level <= open.level {
                return (index, next)
            }
            index = next.end
        }
        return nil
    }

    /// Redacts the inside of a string; answers where its closing quote ends.
    private mutating func string(behind open: Character) -> Int {
        let close = closingQuote(of: open)
        replace(open.end..<(close?.start ?? bytes.count))
        return close?.quote.end ?? bytes.count
    }

    /// The rest of a header line in text.
    private mutating func headerValue(from start: Int) -> Int {
        let first = skipBlanks(start)
        var end = first
        while let next = character(at: end), next.byte != 0x0A, next.byte != 0x0D, next.byte != UInt8(ascii: "\"") {
            end = next.end
        }
        replace(first..<end)
        return end
    }

    /// What follows the name of a scheme, if it looks like no word of a sentence.
    private mutating func credential(from start: Int) -> Int? {
        var end = start
        var isWord = true
        while let next = character(at: end), Self.isToken(next.byte) {
            if !(0x61...0x7A ~= next.byte), end > start || !(0x41...0x5A ~= next.byte), next.byte != UInt8(ascii: ".") {
                isWord = false
            }
            end = next.end
        }
        guard end - start >= 20 || end - start >= 8 && !isWord else { return nil }
        replace(start..<end)
        return end
    }

    /// A token in three parts that begins like the JSON of its head.
    private mutating func signedToken(_ word: Range<Int>) -> Int? {
        var end = word.upperBound
        var points = 0
        while end < bytes.count, Self.isWord(bytes[end]) || bytes[end] == UInt8(ascii: ".") {
            if bytes[end] == UInt8(ascii: ".") { points += 1 }
            end += 1
        }
        guard points >= 2 else { return nil }
        replace(word.lowerBound..<end)
        return end
    }

    mutating func replace(_ range: Range<Int>) {
        let mark = UnsafeBufferPointer(start: Self.mark.utf8Start, count: Self.mark.utf8CodeUnitCount)
        // What is redacted stays so.
        if range.isEmpty || bytes[range].elementsEqual(mark) { return }
        replace(range, with: mark)
    }

    mutating func replace(_ range: Range<Int>, with clean: some Sequence<UInt8>) {
        guard range.lowerBound >= copied else { return }
        output += bytes[copied..<range.lowerBound]
        output += clean
        copied = range.upperBound
    }
}
