/// An instant in UTC as a service wrote it: exact to the nanosecond, with the number of fraction digits it was sent with.
///
/// `2020-10-08T22:42:50.20Z` keeps its two digits when it is printed again. The digits are part of the value: `…50.2Z`
/// and `…50.20Z` are the same instant but not equal, and of the two the one with fewer digits comes first. Years are
/// 0000 to 9999.
public struct Timestamp: Sendable, Hashable {
    /// The seconds from 1970-01-01T00:00:00Z, negative before it; leap seconds are not counted.
    public let secondsSinceEpoch: Int64

    /// The nanoseconds after that second, 0 to 999 999 999.
    public let nanoseconds: Int32

    private let digits: UInt8

    /// The number of fraction digits that the text of this instant has, 0 to 9.
    public var fractionDigits: Int {
        Int(digits)
    }

    /// Creates an instant, or nothing where it is outside the years 0000 to 9999 or its parts do not fit each other.
    ///
    /// - Parameters:
    ///   - secondsSinceEpoch: The seconds from 1970-01-01T00:00:00Z.
    ///   - nanoseconds: The nanoseconds after that second, 0 to 999 999 999.
    ///   - fractionDigits: The digits to print, 0 to 9 and enough for `nanoseconds`; `nil` takes as few as are enough.
    public init?(secondsSinceEpoch: Int64, nanoseconds: Int32 = 0, fractionDigits: Int? = nil) {
        guard Self.validSeconds.contains(secondsSinceEpoch), 0..<1_000_000_000 ~= nanoseconds else { return nil }
        var needed = 9
        var rest = nanoseconds
        while needed > 0, rest % 10 == 0 {
            rest /= 10
            needed -= 1
        }
        let digits = fractionDigits ?? needed
        guard needed...9 ~= digits else { return nil }
        self.init(uncheckedSeconds: secondsSinceEpoch, nanoseconds: nanoseconds, digits: UInt8(digits))
    }

    /// Takes parts that the caller has already checked.
    @inline(__always)
    init(uncheckedSeconds seconds: Int64, nanoseconds: Int32, digits: UInt8) {
        secondsSinceEpoch = seconds
        self.nanoseconds = nanoseconds
        self.digits = digits
    }
}

extension Timestamp: Comparable {
    /// Says whether the left instant is earlier, or the same and printed with fewer digits.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.secondsSinceEpoch, left.nanoseconds, left.digits)
            < (right.secondsSinceEpoch, right.nanoseconds, right.digits)
    }
}

extension Timestamp: LosslessStringConvertible {
    /// The instant as RFC 3339 text in UTC, such as `2020-10-08T22:42:50.20Z`.
    public var description: String {
        var text: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        return withUnsafeMutableBytes(of: &text) { room in
            guard let start = room.baseAddress else { return "" }
            let count = TimeReader.write(self, into: start)
            return String(decoding: UnsafeRawBufferPointer(rebasing: room[..<count]), as: UTF8.self)
        }
    }

    /// Reads RFC 3339 text (section 5.6, any offset), or gives nothing where it is none.
    ///
    /// The offset is applied. Digits of the fraction behind the ninth are cut off. A leap second, which is valid only
    /// as 23:59:60 UTC, becomes the next second.
    public init?(_ description: String) {
        var copy = description
        let reading = copy.withUTF8 { bytes in
            TimeReader.read(UnsafeRawBufferPointer(bytes), isNumber: false, formats: .rfc3339)
        }
        guard let reading else { return nil }
        self = reading.timestamp
    }
}
