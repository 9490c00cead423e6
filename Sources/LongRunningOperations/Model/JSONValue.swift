/// A JSON value as a service sent it, in canonical form: what no rule of a mapping took.
///
/// The value is a view of the bytes of the reply that it comes from. Numbers are text, digit by digit; members keep their
/// order; a name may occur twice. Two values are equal if their canonical bytes are: `1.0` is not `1`, and members in another
/// order make another value.
///
/// Finding a member or element walks the bytes in front of it. Nothing recurses, however deep the value is.
public struct JSONValue: Sendable {
    /// What kind of value it is.
    @nonexhaustive
    public enum Kind: Sendable, Hashable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number, kept as its text.
        case number
        /// A string.
        case string
        /// An array.
        case array
        /// An object.
        case object
    }

    /// Never changed once made, so that any thread may read it.
    nonisolated(unsafe) let storage: ReplyStorage
    let start: UInt32
    let end: UInt32

    init(storage: ReplyStorage, start: UInt32, end: UInt32) {
        self.storage = storage
        self.start = start
        self.end = end
    }

    @inline(__always)
    init(storage: ReplyStorage, _ start: Int, _ end: Int) {
        self.init(
            storage: storage,
            start: UInt32(truncatingIfNeeded: start),
            end: UInt32(truncatingIfNeeded: end)
        )
    }

    /// The text of one whole canonical value.
    init(storage: ReplyStorage) {
        self.init(storage: storage, 0, storage.count)
    }

    /// Calls `body` with the text that the value is in, and where it is there.
    @inline(__always)
    func withScan<Result, Failure: Error>(
        _ body: (CanonicalScan, Int, Int) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withScan { (scan) throws(Failure) in try body(scan, Int(start), Int(end)) }
    }

    /// Reads JSON text, validates it in full, and keeps it in canonical form.
    ///
    /// - Parameter text: One JSON value in UTF-8, with white space around it or without.
    /// - Throws: What is wrong with it, and at which byte.
    public init(canonicalizing text: some Sequence<UInt8>) throws(OperationDecodingError) {
        self.init(storage: try CanonicalLine.canonicalize(Array(text)))
    }

    /// Reads JSON text, validates it in full, and keeps it in canonical form.
    ///
    /// - Parameter text: One JSON value, with white space around it or without.
    /// - Throws: What is wrong with it, and at which byte of its UTF-8.
    public init(canonicalizing text: some StringProtocol) throws(OperationDecodingError) {
        try self.init(canonicalizing: text.utf8)
    }

    /// What kind of value it is.
    public var kind: Kind {
        withScan { scan, start, _ in
            switch scan.byte(start) {
            case UInt8(ascii: "n"): .null
            case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
            case UInt8(ascii: "\""): .string
            case UInt8(ascii: "["): .array
            case UInt8(ascii: "{"): .object
            default: .number
            }
        }
    }

    /// Whether it is `null`.
    public var isNull: Bool {
        kind == .null
    }

    /// The value as canonical JSON text.
    ///
    /// Costs its length.
    public var text: String {
        withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The value as canonical JSON in UTF-8.
    ///
    /// Costs its length.
    public var bytes: [UInt8] {
        withUnsafeBytes { Array($0) }
    }

    /// Calls `body` with the canonical JSON text in UTF-8, without copying it.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withScan { (scan, start, end) throws(Failure) in
            try body(UnsafeRawBufferPointer(start: scan.bytes + start, count: end - start))
        }
    }

    /// What a string says, with its escapes decoded; nil for another kind.
    ///
    /// Costs its length.
    public var stringValue: String? {
        withScan { scan, start, end in
            guard scan.byte(start) == UInt8(ascii: "\"") else { return nil }
            return scan.decoded(start + 1, end - 1)
        }
    }

    /// The text of a number, as it was sent; nil for another kind.
    public var numberText: String? {
        kind == .number ? text : nil
    }

    /// What a boolean says; nil for another kind.
    public var booleanValue: Bool? {
        kind == .boolean ? withScan { scan, start, _ in scan.byte(start) == UInt8(ascii: "t") } : nil
    }
}

extension JSONValue: Hashable {
    /// Compares canonical bytes.
    public static func == (one: JSONValue, other: JSONValue) -> Bool {
        one.withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                CanonicalScan.areSame(left, right)
            }
        }
    }

    /// Hashes canonical bytes.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension JSONValue: CustomStringConvertible {
    /// The canonical JSON text.
    public var description: String { text }
}
