/// A part of a file by bytes, its end not included.
struct ByteRange: Hashable, Sendable {
    var lowerBound: UInt64
    /// Absent: to the end of the file.
    var upperBound: UInt64?

    /// Reads `A:B`, `A:` or `:B`.
    static func read(_ text: ArgumentText) throws(UsageError) -> ByteRange? {
        let first = text.bytes.prefix { $0 != UInt8(ascii: ":") }
        let second = text.bytes.dropFirst(first.count + 1)
        guard first.count < text.bytes.count, text.bytes.count > 1 else {
            throw UsageError("\(text.quoted) is not a range of bytes A:B")
        }
        let lower = try bound(first, of: text) ?? 0
        let upper = try bound(second, of: text)
        guard upper.map({ lower <= $0 }) ?? true else {
            throw UsageError("\(text.quoted) ends before it begins")
        }
        return ByteRange(lowerBound: lower, upperBound: upper)
    }

    private static func bound(_ digits: ArraySlice<UInt8>, of text: ArgumentText) throws(UsageError) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        guard let value = UnsignedNumber.value(of: digits), value <= UInt64(Int64.max) else {
            throw UsageError("\(text.quoted) is not a range of bytes A:B")
        }
        return value
    }
}
