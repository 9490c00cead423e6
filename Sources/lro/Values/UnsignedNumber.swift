/// Decimal numbers of the command line: digits and nothing else.
enum UnsignedNumber {
    /// The number that the digits say, or nil if they are none or too large.
    static func value(of digits: some Collection<UInt8>) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            let (shifted, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = shifted.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !overflows, !overflowsToo else { return nil }
            value = sum
        }
        return value
    }

    /// Reads the number of threads.
    static func jobs(_ text: ArgumentText) throws(UsageError) -> Int? {
        guard let value = value(of: text.bytes), value >= 1, value <= 1024 else {
            throw UsageError("\(text.quoted) is not a number from 1 to 1024")
        }
        return Int(value)
    }

    /// Reads a number of bytes, which is not none.
    static func bytes(_ text: ArgumentText) throws(UsageError) -> Int? {
        guard let value = value(of: text.bytes).flatMap({ Int(exactly: $0) }), value >= 1 else {
            throw UsageError("\(text.quoted) is not a number of bytes")
        }
        return value
    }
}
