/// Secrets in URLs, and what else is written `name=value`.
extension Redaction {
    /// `name=value`, in a query or a connection string.
    mutating func parameter(_ word: Range<Int>, _ sign: Character, _ previous: UInt8) -> Int? {
        let name = SecretNames.fold(bytes[word])
        let isInQuery = previous == UInt8(ascii: "?") || previous == UInt8(ascii: "&")
        let isSecret =
            SecretNames.isParameter(name)
            || isInQuery && SecretNames.queryParameters.contains(name)
            || isInQuery && SecretNames.signedParts.contains(name) && isSignedURL(around: word.lowerBound)
        guard isSecret else { return nil }
        return partOfConnectionString(behind: sign, previous) ?? value(from: sign.end, isEncoded: sign.isPercentEncoded)
    }

    /// `name = value`, as in a file of settings.
    mutating func spacedParameter(_ name: [UInt8], behind blank: Character) -> Int? {
        guard SecretNames.isParameter(name), let sign = character(at: skipBlanks(blank.end)),
            sign.byte == UInt8(ascii: "="), !sign.isPercentEncoded,
            let space = character(at: sign.end), space.byte == 0x20
        else { return nil }
        return value(from: skipBlanks(space.end), isEncoded: false)
    }

    /// Redacts a value up to the first character that it cannot hold; answers where that is.
    private mutating func value(from start: Int, isEncoded: Bool) -> Int {
        var end = start
        while let next = character(at: end), !endsValue(next, isEncoded: isEncoded) { end = next.end }
        replace(start..<end)
        return end
    }

    /// A value that may hold what ends one elsewhere: `;Password=a, b;` up to the next part, `Password='a;b'` up to its quote.
    private mutating func partOfConnectionString(behind sign: Character, _ previous: UInt8) -> Int? {
        guard !sign.isPercentEncoded, let first = character(at: sign.end) else { return nil }
        if !first.isPercentEncoded {
            if first.byte == UInt8(ascii: "'") { return value(from: first.end, to: first.byte) }
            // A quote that is not escaped ends the string in which all of this stands.
            if first.byte == UInt8(ascii: "\""), first.level > 0 { return string(behind: first) }
        }
        return previous == UInt8(ascii: ";") ? value(from: sign.end, to: previous) : nil
    }

    /// Redacts what stands before a byte, or before the end of the line or the string; answers where that is.
    mutating func value(from start: Int, to stop: UInt8) -> Int {
        var end = start
        while let next = character(at: end), next.byte != stop || next.isPercentEncoded {
            if next.byte == UInt8(ascii: "\"") || next.byte == 0x0A && next.backslashes < 2 { break }
            end = next.end
        }
        replace(start..<end)
        return end
    }

    /// The password, or the token alone, before the host of a URL (RFC 3986 §3.2.1); `slash` is the second behind the scheme.
    ///
    /// A name alone is left: `abfss://container@account` says where something is.
    mutating func userInformation(behind slash: Character, scheme: Range<Int>) -> Int? {
        var index = slash.end
        var colon: Int?
        var at: (start: Int, end: Int)?
        while let next = character(at: index) {
            // What is encoded means something only where all of the URL is.
            let isMeant = next.isPercentEncoded == slash.isPercentEncoded
            if isMeant || !next.isPercentEncoded, Self.endsAuthority(next.byte) { break }
            if isMeant, next.byte == UInt8(ascii: ":"), colon == nil { colon = next.end }
            if isMeant, next.byte == UInt8(ascii: "@") { at = (index, next.end) }
            index = next.end
        }
        guard let at else { return nil }
        if let colon, colon <= at.start {
            replace(colon..<at.start)
            return at.end
        }
        let isLong = at.start - slash.end >= Self.lengthOfNoWord
        guard isLong, SecretNames.webSchemes.contains(SecretNames.fold(bytes[scheme])) else { return nil }
        replace(slash.end..<at.start)
        return at.end
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "`"):
            true
        default: false
        }
    }

    private func endsValue(_ next: Character, isEncoded: Bool) -> Bool {
        // An encoded ampersand is part of a value, unless the whole query is encoded.
        if next.isPercentEncoded { return isEncoded && next.byte == UInt8(ascii: "&") }
        return switch next.byte {
        // Behind an even number of backslashes an `n` may be a letter of the secret.
        case 0...0x20: next.backslashes < 2
        case UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
            true
        default: false
        }
    }

    /// Whether the text around a place, up to blanks and quotes, has the parts of a signed URL: `c`, `s` and `h`.
    ///
    /// The answer holds for all of that text and is kept, for a text may have a part in every other place.
    private mutating func isSignedURL(around place: Int) -> Bool {
        if signed.text.contains(place) { return signed.isURL }
        var start = place
        while start > signed.text.upperBound, bytes[start - 1] > 0x20, bytes[start - 1] != UInt8(ascii: "\"") {
            start -= 1
        }
        var found: Set<UInt8> = []
        var index = start
        var previous: UInt8 = 0
        while let next = character(at: index) {
            if !next.isPercentEncoded, next.byte <= 0x20 || next.byte == UInt8(ascii: "\"") {
                if index > place { break }
                // Escaped, and so not seen on the way back.
                start = next.end
                found = []
            } else if next.byte == UInt8(ascii: "="), previous == UInt8(ascii: "?") || previous == UInt8(ascii: "&") {
                found.insert(bytes[index - 1])
            }
            if !Self.isWord(next.byte) { previous = next.byte }
            index = next.end
        }
        signed = (start..<index, "csh".utf8.allSatisfy { found.contains($0) })
        return signed.isURL
    }
}
