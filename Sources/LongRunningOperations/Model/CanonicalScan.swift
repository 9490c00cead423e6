/// Steps over values of canonical JSON, which is known to be sound: a value ends where its brackets and quotes say.
///
///     {"a":[1,"x\"]"],"b":2}
///          │        │           strings are passed eight bytes at a time, up to a quote or backslash;
///          └────────┘           brackets are counted, so that depth costs neither stack nor memory
///
/// Words are loaded whole: behind the text lie ``slack`` bytes that may be read. (`SIMD16` comparisons are not used on purpose:
/// the compiler takes them apart byte by byte, which measured ten times as slow.)
struct CanonicalScan {
    /// Bytes behind the text that may be read.
    static let slack = 8

    let bytes: UnsafeRawPointer
    let end: Int

    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        bytes.load(fromByteOffset: offset, as: UInt8.self)
    }

    /// The offset behind the string whose opening quote is at `offset`.
    @inline(__always)
    func endOfString(_ offset: Int) -> Int {
        var offset = offset &+ 1
        while offset < end {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            // A byte is zero where the text has the character looked for; borrows reach only bytes behind the first such.
            let quotes = word ^ 0x2222_2222_2222_2222
            let escapes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let ones: UInt64 = 0x0101_0101_0101_0101
            let hits = ((quotes &- ones) & ~quotes | (escapes &- ones) & ~escapes) & (ones &<< 7)
            guard hits != 0 else {
                offset &+= 8
                continue
            }
            offset &+= hits.trailingZeroBitCount &>> 3
            if offset >= end { return end }
            if byte(offset) == UInt8(ascii: "\"") { return offset &+ 1 }
            offset &+= 2
        }
        return end
    }

    /// The offset behind the value that begins at `offset`.
    @inline(__always)
    func endOfValue(_ offset: Int) -> Int {
        switch byte(offset) {
        case UInt8(ascii: "\""): endOfString(offset)
        case UInt8(ascii: "{"), UInt8(ascii: "["): endOfContainer(offset)
        default: endOfScalar(offset)
        }
    }

    private func endOfContainer(_ start: Int) -> Int {
        var offset = start
        var depth = 0
        while offset < end {
            switch byte(offset) {
            case UInt8(ascii: "\""): offset = endOfString(offset)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth &+= 1
                offset &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth &-= 1
                offset &+= 1
                if depth == 0 { return offset }
            default: offset &+= 1
            }
        }
        return end
    }

    private func endOfScalar(_ start: Int) -> Int {
        var offset = start
        while offset < end {
            switch byte(offset) {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): return offset
            default: offset &+= 1
            }
        }
        return end
    }

    /// The start of the value whose name has its opening quote at `offset`.
    @inline(__always)
    func valueOfMember(_ offset: Int) -> Int {
        endOfString(offset) &+ 1
    }

    /// The first member or element at or behind `offset`, inside a container that ends at `close`: commas are passed.
    @inline(__always)
    func item(from offset: Int, before close: Int) -> Int? {
        let offset = byte(offset) == UInt8(ascii: ",") ? offset &+ 1 : offset
        return offset < close ? offset : nil
    }

    /// Whether the bytes from `offset` on are those of `name` and no more up to `stop`.
    @inline(__always)
    func isSame(_ offset: Int, _ stop: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        guard stop &- offset == name.count else { return false }
        for index in 0..<name.count where byte(offset &+ index) != name[index] {
            return false
        }
        return true
    }

    /// Whether two texts are the same, eight bytes at a time.
    static func areSame(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        guard one.count == other.count else { return false }
        guard one.baseAddress != other.baseAddress else { return true }
        var offset = 0
        while offset &+ 8 <= one.count {
            let left = one.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard left == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset &+= 8
        }
        while offset < one.count {
            guard one[offset] == other[offset] else { return false }
            offset &+= 1
        }
        return true
    }

    /// The text that the inside of a string means.
    func decoded(_ start: Int, _ stop: Int) -> String {
        let inside = UnsafeRawBufferPointer(start: bytes + start, count: stop - start)
        guard inside.contains(0x5C) else { return String(decoding: inside, as: UTF8.self) }
        var output = OutputBuffer(capacity: inside.count)
        Self.decode(inside, into: &output)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// Appends what the inside of a canonical string means.
    static func decode(_ inside: UnsafeRawBufferPointer, into output: inout OutputBuffer) {
        var offset = 0
        while offset < inside.count {
            guard inside[offset] == 0x5C, offset + 1 < inside.count else {
                output.append(inside[offset])
                offset += 1
                continue
            }
            let escaped = inside[offset + 1]
            offset += 2
            if let byte = CanonicalEscape.short(escaped) {
                output.append(byte)
                continue
            }
            // What canonical text escapes so is never half of a surrogate pair.
            var scalar: UInt32 = 0
            for byte in inside[offset..<min(offset + 4, inside.count)] {
                scalar = scalar << 4 | UInt32(byte < 0x3A ? byte & 0xF : (byte & 0xF) &+ 9)
            }
            output.appendUTF8(scalar)
            offset += 4
        }
    }
}
