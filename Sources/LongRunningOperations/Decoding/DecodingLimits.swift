/// How large a document may be.
public struct DecodingLimits: Sendable, Hashable {
    /// The deepest level at which a value may stand, from 1 to 512.
    public var depth: Int
    /// The longest document, in bytes.
    public var length: Int

    /// Creates limits; a depth beyond 512 counts as 512.
    public init(depth: Int = 512, length: Int = 16 << 20) {
        self.depth = min(max(depth, 1), 512)
        self.length = max(length, 0)
    }
}
