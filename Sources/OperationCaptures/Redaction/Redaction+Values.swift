/// Values that are secret for the name or the scheme before them, or for their form.
extension Redaction {
    /// The value of a member or header: `"name":"…"`, `"name":["…"]`, and `"name":123` where `sign` says how its
    /// quotes are written.
    ///
    /// An object, or a list of objects, is kept as ``container``: `"name":{"value":"…"}`.
    mutating func memberValue(behind quote: Character, writtenAs sign: Range<Int>? = nil) -> Int? {
        guard let open = valueStart(behind: quote) else { return nil }
        if open.isQuote(like: quote) { return string(behind: open) }
        if let sign, Self.isDigit(open) { return number(behind: open, inQuotesLike: sign) }
        var index = skipBlanks(open.end)
        guard open.byte == UInt8(ascii: "["), let first = character(at: index), first.isQuote(like: quote) else {
            takeContainer(open, quotedLike: quote)
            return nil
        }
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
    mutating func pairedValue(behind quote: Character, isNamed: Bool) -> Int? {
        guard let comma = character(at: skipBlanks(quote.end)), comma.byte == UInt8(ascii: ","),
            let open = character(at: skipBlanks(comma.end)), open.isQuote(like: quote),
            let close = closingQuote(of: open)
        else { return nil }
        guard let value = valueStart(behind: close.quote) else { return isNamed ? nil : string(behind: open) }
        if SecretNames.fold(bytes[open.end..<close.start]).elementsEqual("value".utf8), value.isQuote(like: quote) {
            return string(behind: value)
        }
        // It may come later in the object: `"name":"…","type":"…","value":"…"`.
        if !isNamed { takeContainer(from: comma.end, quotedLike: quote) }
        return nil
    }

    /// A list of cookies: `"cookies":[{"name":"…","value":"…"}]`.
    mutating func cookies(behind quote: Character) {
        if let list = valueStart(behind: quote), list.byte == UInt8(ascii: "[") {
            takeContainer(list, quotedLike: quote)
        }
    }

    /// Keeps where an object or list ends, unless it is in one that is kept: each byte is looked at once.
    private mutating func takeContainer(_ open: Character, quotedLike quote: Character) {
        guard open.byte == UInt8(ascii: "{") || open.byte == UInt8(ascii: "[") else { return }
        takeContainer(from: open.end, quotedLike: quote)
    }

    /// Keeps where the object or list ends whose inside goes on at `start`.
    private mutating func takeContainer(from start: Int, quotedLike quote: Character) {
        guard start >= container.upperBound else { return }
        var index = start
        var depth = 1
        while depth > 0, let next = character(at: index) {
            index = next.end
            switch next.byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "\""):
                // A quote of another level closes the string in which the object began.
                if next.isQuote(like: quote), let close = closingQuote(of: next) {
                    index = close.quote.end
                } else {
                    depth = 0
                }
            default: break
            }
        }
        container = start..<index
    }

    private static func isDigit(_ next: Character) -> Bool {
        !next.isPercentEncoded && (0x30...0x39 ~= next.byte || next.byte == UInt8(ascii: "-"))
    }

    /// Replaces a number by the mark, in quotes that are written as those of its name; answers where it ends.
    private mutating func number(behind first: Character, inQuotesLike sign: Range<Int>) -> Int {
        var end = first.end
        while let next = character(at: end), Self.isDigit(next) || "+.eE".utf8.contains(next.byte) { end = next.end }
        let quoted = Array(bytes[sign]) + Array(Self.markBytes) + Array(bytes[sign])
        quoted.withUnsafeBytes { replace(first.end - 1..<end, with: $0) }
        return end
    }

    /// A private key in PEM (RFC 7468): from the line `-----BEGIN … PRIVATE KEY-----` to the next such line, or to the end of the
    /// string.
    mutating func privateKey(behind word: Range<Int>) -> Int? {
        let dashes = "-----".utf8
        guard bytes[word].suffix(5).elementsEqual(dashes) else { return nil }
        // No label is longer than `BEGIN ENCRYPTED PRIVATE KEY` by much.
        let label = bytes[max(word.lowerBound - 48, 0)..<word.upperBound - 5]
        guard let start = label.indices.last(where: { label[$0...].starts(with: dashes) }),
            label[start...].starts(with: "-----BEGIN ".utf8), Self.isPrivate(label[start...])
        else { return nil }
        var end = word.upperBound
        while let next = character(at: end), next.byte != UInt8(ascii: "\""), !bytes[end...].starts(with: dashes) {
            end = next.end
        }
        replace(word.upperBound..<end)
        return end
    }

    private static func isPrivate(_ label: Slice<UnsafeRawBufferPointer>) -> Bool {
        [" PRIVATE KEY", " PRIVATE KEY BLOCK"].contains { label.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    /// The quote that closes a string: one escaped no deeper than the one that opened it.
    ///
    /// An encoded quote is closed by the next encoded one that no backslash stands before, or by the end of the string that
    /// the encoded text is in. Whatever opens a string also closes one of its kind before it, so that no two searches of a
    /// kind go over the same bytes.
    private func closingQuote(of open: Character) -> (start: Int, quote: Character)? {
        var index = open.end
        var isEscaped = false
        while let next = character(at: index) {
            if next.byte == UInt8(ascii: "\"") {
                let closes =
                    open.isPercentEncoded
                    ? !next.isPercentEncoded || !isEscaped
                    : !next.isPercentEncoded && next.level <= open.level
                if closes { return (index, next) }
            }
            isEscaped = next.byte == UInt8(ascii: "\\") && !isEscaped
            index = next.end
        }
        return nil
    }

    /// Redacts the inside of a string; answers where its closing quote ends.
    mutating func string(behind open: Character) -> Int {
        let close = closingQuote(of: open)
        replace(open.end..<(close?.start ?? bytes.count))
        return close?.quote.end ?? bytes.count
    }

    /// The rest of a header line in text, with what stands in quotes behind a sign: `Cookie: a="b"; c=d`.
    mutating func headerValue(from start: Int) -> Int {
        let first = skipBlanks(start)
        var end = first
        var previous: UInt8 = 0
        while let next = character(at: end), next.byte != 0x0A, next.byte != 0x0D {
            if next.byte == UInt8(ascii: "\"") {
                guard previous == UInt8(ascii: "="), next.level > 0, let close = closingQuote(of: next),
                    close.quote.level == next.level
                else { break }
                end = close.quote.end
            } else {
                end = next.end
            }
            previous = next.byte
        }
        replace(first..<end)
        return end
    }

    /// The value of a name in single quotes: `{'password': 'x'}`.
    mutating func singleQuotedValue(behind quote: Character) -> Int? {
        guard let colon = character(at: skipBlanks(quote.end)), colon.byte == UInt8(ascii: ":"),
            let open = character(at: skipBlanks(colon.end)), open.byte == quote.byte
        else { return nil }
        return value(from: open.end, to: open.byte)
    }

    /// What follows the name of a scheme, if it looks like no word of a sentence.
    mutating func credential(from start: Int) -> Int? {
        var end = start
        var isWord = true
        while let next = character(at: end), Self.isToken(next.byte) {
            if !(0x61...0x7A ~= next.byte), end > start || !(0x41...0x5A ~= next.byte), next.byte != UInt8(ascii: ".") {
                isWord = false
            }
            end = next.end
        }
        guard end - start >= Self.lengthOfNoWord || end - start >= 8 && !isWord else { return nil }
        replace(start..<end)
        return end
    }

    /// A token in three parts that begins like the JSON of its head.
    mutating func signedToken(_ word: Range<Int>) -> Int? {
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
}
