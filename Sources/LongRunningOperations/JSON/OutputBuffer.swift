/// Bytes that grow at their end, with room kept behind it for whole-vector writes.
///
/// Everything the library writes goes through one of these: a caller's array is filled from it in one copy, a pipeline
/// hands its memory to `write(2)` as it is. Capacity is kept when it is emptied, so a reused buffer allocates nothing.
package struct OutputBuffer: ~Copyable {
    /// Bytes that may always be written behind `count`: what a 64-byte vector store may spill.
    package static let slack = 64

    package private(set) var base: UnsafeMutableRawPointer
    package var count: Int
    package private(set) var capacity: Int

    package init(capacity: Int = 4096) {
        self.capacity = max(capacity, 256)
        base = .allocate(byteCount: self.capacity + Self.slack, alignment: 64)
        count = 0
    }

    deinit {
        base.deallocate()
    }

    /// The bytes written so far; valid until the next change.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count)
    }

    /// How many bytes from its start may be read, whatever they are.
    package var readable: Int { capacity + Self.slack }

    /// Makes room for `additional` more bytes (and the slack behind them).
    @inline(__always)
    package mutating func reserve(_ additional: Int) {
        if capacity - count < additional {
            grow(by: additional)
        }
    }

    @inline(never)
    private mutating func grow(by additional: Int) {
        // What comes behind a long text is short: without room for it the text would be copied at once.
        let wanted = max(capacity * 2, count + additional + additional / 8)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted + Self.slack, alignment: 64)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    package mutating func removeAll() {
        count = 0
    }

    /// Empties it, and lets go of its memory if that is for more than `limit` bytes.
    package mutating func shrink(above limit: Int) {
        if capacity > limit {
            self = OutputBuffer()
        } else {
            removeAll()
        }
    }

    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    package mutating func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        reserve(source.count)
        (base + count).copyMemory(from: start, byteCount: source.count)
        count += source.count
    }

    /// Inserts bytes before those from `offset` on; linear in the bytes behind it.
    package mutating func insert(_ source: UnsafeRawBufferPointer, at offset: Int) {
        guard let start = source.baseAddress else { return }
        reserve(source.count)
        (base + offset + source.count).copyMemory(from: base + offset, byteCount: count - offset)
        (base + offset).copyMemory(from: start, byteCount: source.count)
        count += source.count
    }

    /// Appends a literal: its length is known when it is compiled, so short ones are a store or two.
    @inline(__always)
    package mutating func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length)
        (base + count).copyMemory(from: text.utf8Start, byteCount: length)
        count &+= length
    }

    @_disfavoredOverload
    package mutating func append(_ text: some StringProtocol) {
        var copy = String(text)
        copy.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends the decimal digits of a number.
    package mutating func append(decimal number: Int) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var magnitude = number.magnitude
        withUnsafeMutableBytes(of: &digits) { scratch in
            var start = scratch.count
            repeat {
                start -= 1
                scratch[start] = UInt8(truncatingIfNeeded: 0x30 + magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            if number < 0 {
                start -= 1
                scratch[start] = 0x2D
            }
            append(UnsafeRawBufferPointer(rebasing: scratch[start...]))
        }
    }
}
