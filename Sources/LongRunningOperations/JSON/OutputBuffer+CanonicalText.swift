/// Writing text in its one canonical form (no white space between tokens, one escape form, nothing that deceives a reader).
///
///     range of the input ──▶ next attention bit ──▶ copy what lies before it as it is
///                                   │
///                                   └─▶ white space: drop   escape: decode, encode   look-alike lead: escape if it is one
///
/// Almost all text has no such bit, so almost all of it is one copy of whole vectors.
extension OutputBuffer {
    /// Copies bytes of an indexed text as they are.
    @inline(__always)
    mutating func copy(_ text: IndexedText, _ start: Int, _ end: Int) {
        reserve(end &- start)
        text.copy(start, end, to: base + count)
        count &+= end &- start
    }

    /// Appends a stretch of JSON (a value, the inside of a string, a run of members) in canonical form.
    @inline(__always)
    mutating func appendCanonical(_ text: IndexedText, _ start: Int, _ end: Int) {
        if let trace = text.trace { trace.pointee.copy(.text, start, end, to: count) }
        let stop = text.nextAttention(start, end)
        copy(text, start, stop)
        if stop < end {
            appendWithAttention(text, stop, end)
        }
    }

    /// The slow side of ``appendCanonical(_:_:_:)``: `start` needs attention.
    @inline(never)
    private mutating func appendWithAttention(_ text: IndexedText, _ start: Int, _ end: Int) {
        var offset = start
        while offset < end {
            switch text.byte(offset) {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            case 0x5C:
                switch text.byte(offset + 1) {
                case UInt8(ascii: "u"), UInt8(ascii: "/"): offset = appendEscape(text, offset)
                default:
                    // The short escapes are canonical as they are.
                    append(0x5C)
                    append(text.byte(offset + 1))
                    offset += 2
                }
            default:
                let length = CanonicalEscape.sequenceLength(text.byte(offset))
                let sequence = text.slice(offset..<min(offset + length, end))
                appendEscaped(sequence)
                offset += sequence.count
            }
            let stop = text.nextAttention(offset, end)
            copy(text, offset, stop)
            offset = stop
        }
    }

    /// Appends the canonical form of the escape whose backslash is at `offset`; answers the offset behind it.
    private mutating func appendEscape(_ text: IndexedText, _ offset: Int) -> Int {
        let escape = CanonicalEscape.decode(text, offset)
        appendEscaped(scalar: escape.scalar)
        return offset + escape.length
    }

    /// Appends decoded UTF-8 as the inside of a canonical JSON string.
    package mutating func appendEscaped(_ decoded: UnsafeRawBufferPointer) {
        var offset = appendPlain(decoded, from: 0)
        while offset < decoded.count {
            let byte = decoded[offset]
            if byte == 0x22 || byte == 0x5C {
                append(0x5C)
                append(byte)
                offset += 1
            } else {
                let length = min(CanonicalEscape.sequenceLength(byte), decoded.count - offset)
                appendEscaped(scalar: CanonicalEscape.scalar(decoded, offset, length))
                offset += length
            }
            offset = appendPlain(decoded, from: offset)
        }
    }

    /// Copies bytes up to the first one that is not written as it is, eight at a time; answers where that is.
    @inline(__always)
    private mutating func appendPlain(_ decoded: UnsafeRawBufferPointer, from start: Int) -> Int {
        var offset = start
        while decoded.count &- offset >= 8 {
            reserve(8)
            let word = UInt64(littleEndian: decoded.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            // What stands behind the plain ones is written over, or lies behind the count.
            (base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
            let plain = CanonicalEscape.plainCount(word)
            count &+= plain
            offset &+= plain
            guard plain == 8 else { return offset }
        }
        while offset < decoded.count, CanonicalEscape.isPlain(decoded[offset]) {
            append(decoded[offset])
            offset &+= 1
        }
        return offset
    }

    /// Appends one Unicode scalar as it stands inside a canonical JSON string.
    mutating func appendEscaped(scalar: UInt32) {
        guard CanonicalEscape.mustEscape(scalar) else {
            appendUTF8(scalar)
            return
        }
        append(UInt8(ascii: "\\"))
        switch scalar {
        case 0x22, 0x5C: append(UInt8(truncatingIfNeeded: scalar))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x08: append(UInt8(ascii: "b"))
        case 0x0C: append(UInt8(ascii: "f"))
        default:
            append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt32] {
                let digit = UInt8(truncatingIfNeeded: scalar >> shift & 0xF)
                append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }

    mutating func appendUTF8(_ scalar: UInt32) {
        switch scalar {
        case ..<0x80: append(UInt8(truncatingIfNeeded: scalar))
        case ..<0x800:
            append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        case ..<0x10000:
            append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        default:
            append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        }
    }

    /// Appends what the inside of a JSON string means: escapes decoded, nothing escaped again.
    mutating func appendDecoded(_ text: IndexedText, _ start: Int, _ end: Int) {
        // No escape is shorter than what it stands for.
        reserve(end &- start)
        var target = base + count
        defer { count = target - base }
        var offset = start
        while offset < end {
            let stop = text.nextAttention(offset, end)
            text.copy(offset, stop, to: target)
            target += stop &- offset
            guard stop < end else { return }
            let byte = text.byte(stop)
            offset = stop &+ 1
            if byte != 0x5C {
                target.storeBytes(of: byte, as: UInt8.self)
                target += 1
            } else if let byte = CanonicalEscape.short(text.byte(offset)) {
                target.storeBytes(of: byte, as: UInt8.self)
                target += 1
                offset &+= 1
            } else {
                let escape = CanonicalEscape.decode(text, stop)
                count = target - base
                appendUTF8(escape.scalar)
                target = base + count
                offset = stop &+ escape.length
            }
        }
    }
}
