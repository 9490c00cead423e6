import CJSONKernels

/// The tokens of a stretch of JSON, found by a vector kernel, in memory that is reused.
///
///     {"a":[1,"x"]}      bytes
///     ^^ ^^^^^^ ^^^      tokens: offsets of { " " : [ 1 , " " ] }
///     0000000000000      attention: bits of the bytes that canonical text cannot copy as they are (none here)
///
/// The kernel has then also proved: the bytes are UTF-8, strings close, hold no raw control, and every escape is sound.
/// ``SyntaxWalker`` adds the grammar, and notes for each bracket where its partner is, so that later passes jump.
struct TokenIndex: ~Copyable {
    private var tokens: UnsafeMutablePointer<UInt32>
    private var partners: UnsafeMutablePointer<UInt32>
    private var attention: UnsafeMutablePointer<UInt64>
    /// The longest stretch that the memory at hand is for, in bytes.
    private(set) var capacity: Int
    private let kernel: cjson_index_function

    /// The longest stretch that can be indexed, in bytes: offsets are 32 bits wide.
    static let longest = Int(UInt32.max) - 4096

    private static let firstCapacity = 4096

    init(capacity: Int = Self.firstCapacity, kernel: @escaping cjson_index_function = cjson_best_index()) {
        self.capacity = capacity
        self.kernel = kernel
        let room = Self.tokenRoom(capacity)
        tokens = .allocate(capacity: room)
        partners = .allocate(capacity: room)
        attention = .allocate(capacity: Self.attentionRoom(capacity))
    }

    deinit {
        tokens.deallocate()
        partners.deallocate()
        attention.deallocate()
    }

    private static func tokenRoom(_ count: Int) -> Int { count + 160 }
    private static func attentionRoom(_ count: Int) -> Int { count / 64 + 4 }

    /// Indexes `bytes`, or answers nil where they are lexically unsound.
    ///
    /// `readable` bytes from the start may be read, at least `bytes.count`; room behind the text makes copies faster.
    ///
    /// - Precondition: `bytes` stay where they are as long as the result is used, and are no longer than ``longest``.
    mutating func index(_ bytes: UnsafeRawBufferPointer, readable: Int) -> IndexedText? {
        guard let start = bytes.baseAddress, bytes.count <= Self.longest else { return nil }
        if bytes.count > capacity {
            resize(to: max(bytes.count, capacity * 2))
        }
        let text = start.assumingMemoryBound(to: UInt8.self)
        let found = kernel(text, bytes.count, tokens, attention)
        guard found >= 0 else { return nil }
        // One behind the last and three more: so far does the walker look ahead before it compares with the end.
        for offset in 0..<4 {
            tokens[Int(found) + offset] = UInt32(bytes.count)
        }
        return IndexedText(
            bytes: start,
            readable: max(readable, bytes.count),
            tokens: tokens,
            tokenCount: Int(found),
            partners: partners,
            attention: attention
        )
    }

    /// Lets go of the memory for stretches that are longer than `limit`; a text that was indexed is then no longer valid.
    mutating func shrink(above limit: Int) {
        if capacity > limit { resize(to: Self.firstCapacity) }
    }

    /// Lets go of the memory for tokens of stretches that are longer than `limit`, and answers whether it did; of a text that was
    /// indexed, what its bytes need stays valid, its tokens do not.
    mutating func shrinkTokens(above limit: Int) -> Bool {
        guard capacity > limit else { return false }
        resizeTokens(to: Self.firstCapacity)
        return true
    }

    private mutating func resize(to count: Int) {
        resizeTokens(to: count)
        attention.deallocate()
        attention = .allocate(capacity: Self.attentionRoom(capacity))
    }

    private mutating func resizeTokens(to count: Int) {
        tokens.deallocate()
        partners.deallocate()
        capacity = count
        tokens = .allocate(capacity: Self.tokenRoom(capacity))
        partners = .allocate(capacity: Self.tokenRoom(capacity))
    }
}

/// A view of indexed bytes.
///
/// It owns nothing: it is valid as long as the ``TokenIndex`` and the bytes are untouched.
struct IndexedText {
    let bytes: UnsafeRawPointer
    let readable: Int
    let tokens: UnsafePointer<UInt32>
    let tokenCount: Int
    let partners: UnsafeMutablePointer<UInt32>
    let attention: UnsafePointer<UInt64>
    /// Where what is done with the text is noted, for the one document of a layout that is decoded to learn it.
    var trace: UnsafeMutablePointer<DecodingTrace>?

    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        bytes.load(fromByteOffset: offset, as: UInt8.self)
    }

    @inline(__always)
    func token(_ index: Int) -> Int {
        Int(tokens[index])
    }

    /// The first token at or behind an offset, looked for from a token that is not far before it.
    @inline(__always)
    func token(atOrBehind offset: Int, from token: Int) -> Int {
        var token = token
        while token < tokenCount, self.token(token) < offset { token &+= 1 }
        return token
    }

    /// The bytes of a range, which lies inside the text.
    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.upperBound - range.lowerBound)
    }

    /// Copies bytes as they are, in whole 32-byte vectors: reading may pass `end` up to `readable`.
    ///
    /// - Precondition: at `target` there is room for the bytes and ``OutputBuffer/slack``.
    @inline(__always)
    func copy(_ start: Int, _ end: Int, to target: UnsafeMutableRawPointer) {
        let length = end &- start
        let source = bytes + start
        if end &+ 32 > readable || length > 512 {
            target.copyMemory(from: source, byteCount: length)
            return
        }
        var offset = 0
        repeat {
            let vector = (source + offset).loadUnaligned(as: SIMD32<UInt8>.self)
            (target + offset).storeBytes(of: vector, as: SIMD32<UInt8>.self)
            offset &+= 32
        } while offset < length
    }

    /// Whether no byte of `start..<end` needs attention, so that a copy is canonical.
    @inline(__always)
    func isClean(_ start: Int, _ end: Int) -> Bool {
        guard start < end else { return true }
        var word = start >> 6
        let last = (end &- 1) >> 6
        var bits = attention[word] & (~0 &<< UInt64(truncatingIfNeeded: start))
        while word < last {
            if bits != 0 { return false }
            word &+= 1
            bits = attention[word]
        }
        return bits &<< UInt64(truncatingIfNeeded: 0 &- end) == 0
    }

    /// The first byte at or behind `start` that needs attention, or `end`.
    @inline(__always)
    func nextAttention(_ start: Int, _ end: Int) -> Int {
        guard start < end else { return end }
        var word = start >> 6
        let last = (end &- 1) >> 6
        var bits = attention[word] & (~0 &<< UInt64(truncatingIfNeeded: start))
        while bits == 0 {
            if word == last { return end }
            word &+= 1
            bits = attention[word]
        }
        return min(word << 6 &+ bits.trailingZeroBitCount, end)
    }

    /// The end of the value whose first token is `index`: the offset behind its last byte.
    @inline(__always)
    func endOfContainer(at index: Int) -> Int {
        token(Int(partners[index])) &+ 1
    }
}
