import LongRunningOperations

/// Secrets inside Base64: bodies that are no text, and what programs wrap before they send it.
///
///     "text":"eyJhY2Nlc3NfdG9rZW4iOiJ4In0="   ▶   {"access_token":"x"}   ▶   {"access_token":"REDACTED"}   ▶   "text":"eyJhY2…"
///
/// Only a stretch that holds a secret changes. Compressed bytes cannot be looked into, and go whole. Base64 inside Base64 is
/// a quarter shorter, so that few levels are enough for a document of any size.
extension Redaction {
    /// A name, a sign and a value need as many letters.
    private static let shortest = 8

    /// Redacts what the Base64 that begins with this character stands for; answers where it ends, if it held a secret.
    mutating func encodedSecret(from start: Int, _ first: UInt8) -> Int? {
        guard start >= decoded, Self.value(of: first) != nil else { return nil }
        var suspicion = Suspicion()
        let end = forEachValue(from: start) { value, _ in suspicion.take(value) }
        decoded = end
        guard suspicion.count >= Self.shortest, suspicion.isFounded else { return nil }
        var stretch = Stretch()
        _ = forEachValue(from: start) { value, character in stretch.take(value, character) }
        let padded = skipPadding(from: end)
        stretch.isPadded = padded > end
        guard let bytes = Base64.decode(stretch.standardText) else { return nil }
        if Suspicion.isCompressed(bytes) {
            replace(start..<padded)
            return padded
        }
        guard let inside = bytes.withUnsafeBytes({ Self.redacted($0) }) else { return nil }
        stretch.text(for: inside).withUnsafeBytes { replace(start..<padded, with: $0) }
        return padded
    }

    /// Goes over the letters of a stretch, also over ends of lines behind whole groups; answers where it ends.
    private func forEachValue(from start: Int, _ body: (UInt8, Character) -> Void) -> Int {
        var count = 0
        var index = start
        var end = start
        while let next = character(at: index) {
            if let value = Self.value(of: next.byte) {
                body(value, next)
                count += 1
                end = next.end
            } else if next.byte != 0x0A && next.byte != 0x0D || count & 3 != 0 {
                break
            }
            index = next.end
        }
        return end
    }

    private func skipPadding(from start: Int) -> Int {
        var end = start
        for _ in 0..<2 {
            guard let next = character(at: end), next.byte == UInt8(ascii: "=") else { break }
            end = next.end
        }
        return end
    }

    /// What a letter of either alphabet (RFC 4648 §4 and §5) stands for.
    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x47
        case 0x30...0x39: byte + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// Whether bytes can hold a secret at all, found out without keeping them: most that reads like Base64 is none.
    private struct Suspicion {
        private(set) var count = 0
        private(set) var isFounded = false
        private var group: UInt32 = 0
        private var bits = 0
        private var head: UInt32 = 0
        private var bytes = 0
        /// Letters in a row, up to the last byte.
        private var run = 0

        mutating func take(_ value: UInt8) {
            count += 1
            guard !isFounded else { return }
            group = group << 6 | UInt32(value)
            bits += 6
            guard bits >= 8 else { return }
            bits -= 8
            look(at: UInt8(truncatingIfNeeded: group >> UInt32(bits)))
        }

        private mutating func look(at byte: UInt8) {
            if bytes < 4 {
                head = head << 8 | UInt32(byte)
                bytes += 1
                if bytes == 4, Self.isCompressed(head) { isFounded = true }
            }
            if Redaction.value(of: byte) != nil {
                run += 1
                // A signed token, or Base64 again; a plus may stand for a blank.
                if run >= Redaction.shortest || run > 1 && byte == UInt8(ascii: "+") { isFounded = true }
                return
            }
            // Behind a name stands a sign, as it is or escaped.
            if run > 0 {
                switch byte {
                case UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: ":"), 0x20, UInt8(ascii: "\\"),
                    UInt8(ascii: "%"):
                    isFounded = true
                default: break
                }
            }
            run = 0
        }

        /// Whether the bytes begin like gzip or zstd.
        static func isCompressed(_ bytes: [UInt8]) -> Bool {
            bytes.count >= 4 && isCompressed(bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) })
        }

        private static func isCompressed(_ head: UInt32) -> Bool {
            head >> 8 == 0x1F8B08 || head == 0x28B5_2FFD
        }
    }

    /// A stretch of Base64 that is to be decoded, and how its text is written again.
    private struct Stretch {
        private var values: [UInt8] = []
        private var isForURLs = false
        private var isPercentEncoded = false
        var isPadded = false

        mutating func take(_ value: UInt8, _ character: Character) {
            values.append(value)
            isPercentEncoded = isPercentEncoded || character.isPercentEncoded
            isForURLs = isForURLs || character.byte == UInt8(ascii: "-") || character.byte == UInt8(ascii: "_")
        }

        /// The text in the alphabet and with the padding of RFC 4648 §4.
        var standardText: [UInt8] {
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
            // A letter alone stands for nothing.
            let whole = values.count & 3 == 1 ? values.dropLast() : values[...]
            return whole.map { letters[Int($0)] }
                + repeatElement(UInt8(ascii: "="), count: (4 - whole.count & 3) & 3)
        }

        /// The text for other bytes, in the alphabet and with the padding of this one.
        func text(for bytes: [UInt8]) -> [UInt8] {
            var output = OutputBuffer()
            bytes.withUnsafeBytes { Base64.encode($0, into: &output) }
            var text = Array(output.bytes)
            if isForURLs || isPercentEncoded {
                for index in text.indices {
                    if text[index] == UInt8(ascii: "+") { text[index] = UInt8(ascii: "-") }
                    if text[index] == UInt8(ascii: "/") { text[index] = UInt8(ascii: "_") }
                }
            }
            // Whole groups leave it open whether padding is wanted; URLs do without.
            let wantsPadding = isPadded || values.count & 3 == 0 && !isForURLs
            if !wantsPadding || isPercentEncoded { text.removeAll { $0 == UInt8(ascii: "=") } }
            return text
        }
    }
}
