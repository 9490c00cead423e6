/// How large a document may be.
public struct DecodingLimits: Sendable, Hashable {
    /// The deepest level at which a value may stand, from 1 to 512; a number beyond is set to the nearest of these.
    public var depth: Int {
        didSet { depth = Self.clamped(depth: depth) }
    }
    /// The longest document, in bytes; a negative number is set to 0.
    public var length: Int {
        didSet { length = Self.clamped(length: length) }
    }

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - depth: The deepest level, from 1 to 512, which is the default; a number beyond counts as the nearest of these.
    ///   - length: The longest document in bytes; 16 MiB unless told.
    public init(depth: Int = 512, length: Int = 16 << 20) {
        // Observers do not see what an initializer sets.
        self.depth = Self.clamped(depth: depth)
        self.length = Self.clamped(length: length)
    }

    // A decoder allocates memory for as many levels, so no number may go past these.
    private static func clamped(depth: Int) -> Int { min(max(depth, 1), 512) }
    private static func clamped(length: Int) -> Int { max(length, 0) }
}
