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
package struct Redaction: ~Copyable {
    package static let mark: StaticString = "REDACTED"
    /// From so many letters on, what stands where a credential may stand is no word.
    static let lengthOfNoWord = 20

    /// What is looked at: all bytes, or those up to the end of the line at hand.
    private(set) var bytes: UnsafeRawBufferPointer
    /// Where the last stretch ends that was looked at as Base64.
    var decoded = 0
    /// The last text that was looked at as a signed URL, and whether it is one.
    var signed: (text: Range<Int>, isURL: Bool) = (0..<0, false)
    /// The last object or list that has a secret's name: what is called `value` in it is secret.
    var container = 0..<0
    private var position = 0
    private var copied = 0
    /// No array: the optimizer may hold a second reference to one, and each secret would copy what was written before.
    private var output = OutputBuffer()

    /// The bytes without their secrets, or nothing where they hold none.
    package static func redacted(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var redaction = Redaction(bytes)
        return redaction.findsSecrets() ? Array(redaction.output.bytes) : nil
    }

    /// Takes the secrets out of the lines that were appended to `output` behind `start`, out of each without regard to the others;
    /// says whether there were any.
    package static func redact(_ output: inout OutputBuffer, from start: Int) -> Bool {
        var redaction = Redaction(UnsafeRawBufferPointer(rebasing: output.bytes[start...]))
        guard redaction.findsSecretsInLines() else { return false }
        output.count = start
        output.append(redaction.output.bytes)
        return true
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Writes the bytes without their secrets; says whether there were any.
    private mutating func findsSecrets() -> Bool {
        run()
        return finish()
    }

    /// The same of lines, none of which is looked at beyond its end.
    private mutating func findsSecretsInLines() -> Bool {
        let whole = bytes
        while position < whole.count {
            let end = LineFinder.firstLineFeed(in: whole, from: position) ?? whole.count
            bytes = UnsafeRawBufferPointer(rebasing: whole[..<end])
            run()
            position = end + 1
        }
        bytes = whole
        return finish()
    }

    private mutating func finish() -> Bool {
        guard copied > 0 else { return false }
        output.append(UnsafeRawBufferPointer(rebasing: bytes[copied...]))
        return true
    }

    private mutating func run() {
        var previous: UInt8 = 0
        var word = 0..<0
        // How much of `://` stands behind that word.
        var signs = 0
        while position < bytes.count {
            guard Self.isWord(bytes[position]) else {
                guard let next = character(at: position) else { return }
                previous = next.byte
                signs = next.byte == (signs == 0 ? UInt8(ascii: ":") : UInt8(ascii: "/")) ? signs + 1 : 0
                let stop = signs == 3 ? userInformation(behind: next, scheme: word) : nil
                position = stop ?? encodedSecret(from: position, next.byte) ?? next.end
                continue
            }
            var end = position
            while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
            word = position..<end
            signs = 0
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
        if let end = privateKey(behind: word) { return end }
        guard word.count <= SecretNames.longest, let next = character(at: word.upperBound) else { return nil }
        switch next.byte {
        case UInt8(ascii: "="): return parameter(word, next, previous)
        case UInt8(ascii: "\""):
            let name = SecretNames.fold(bytes[word])
            if container.contains(word.lowerBound), name.elementsEqual("value".utf8) {
                return memberValue(behind: next, writtenAs: word.upperBound..<next.end)
            }
            let isSecret = SecretNames.isQuoted(name)
            guard isSecret || SecretNames.quoted.contains(name) else { return nil }
            if name.elementsEqual("cookies".utf8) {
                cookies(behind: next)
                return nil
            }
            if isSecret {
                let sign = SecretNames.isOfNumbers(name) ? word.upperBound..<next.end : nil
                return memberValue(behind: next, writtenAs: sign) ?? pairedValue(behind: next, isNamed: false)
            }
            let isPart = SecretNames.queryParameters.contains(name) || SecretNames.signedParts.contains(name)
            return isPart ? pairedValue(behind: next, isNamed: true) : nil
        case UInt8(ascii: ":"):
            guard SecretNames.members.contains(SecretNames.fold(bytes[word])) else { return nil }
            return headerValue(from: next.end)
        case UInt8(ascii: "'"):
            let name = SecretNames.fold(bytes[word])
            return SecretNames.isQuoted(name) ? singleQuotedValue(behind: next) : nil
        case 0x20, UInt8(ascii: "+"):
            let name = SecretNames.fold(bytes[word])
            if SecretNames.schemes.contains(name) { return credential(from: skipBlanks(next.end)) }
            return spacedParameter(name, behind: next)
        default: return nil
        }
    }

    static var markBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
    }

    mutating func replace(_ range: Range<Int>) {
        let mark = Self.markBytes
        // What is redacted stays so.
        if range.isEmpty || bytes[range].elementsEqual(mark) { return }
        replace(range, with: mark)
    }

    mutating func replace(_ range: Range<Int>, with clean: UnsafeRawBufferPointer) {
        guard range.lowerBound >= copied else { return }
        output.append(UnsafeRawBufferPointer(rebasing: bytes[copied..<range.lowerBound]))
        output.append(clean)
        copied = range.upperBound
    }
}
