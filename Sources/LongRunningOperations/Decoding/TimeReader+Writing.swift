extension TimeReader {
    /// The most bytes that `write(_:into:)` writes.
    package static let longestText = 30

    /// Writes a timestamp as RFC 3339 in UTC with its fraction digits, and gives the number of bytes.
    package static func write(_ timestamp: Timestamp, into text: UnsafeMutableRawPointer) -> Int {
        // Counted from the first second of the year 0000 nothing is negative.
        let seconds = timestamp.secondsSinceEpoch - Timestamp.validSeconds.lowerBound
        let (year, month, day) = Timestamp.date(daysSinceEpoch: Int(seconds / 86_400) - 719_528)
        let secondOfDay = Int(seconds % 86_400)
        text.put(year / 100, mark: "0", at: 0)
        text.put(year % 100, mark: "-", at: 2)
        text.put(month, mark: "-", at: 5)
        text.put(day, mark: "T", at: 8)
        text.put(secondOfDay / 3600, mark: ":", at: 11)
        text.put(secondOfDay / 60 % 60, mark: ":", at: 14)
        text.put(secondOfDay % 60, mark: ".", at: 17)
        var end = 19
        if timestamp.fractionDigits > 0 {
            end = 20 + timestamp.fractionDigits
            var rest = timestamp.nanoseconds
            for place in stride(from: 8, through: 0, by: -1) {
                if place < timestamp.fractionDigits {
                    text.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: 20 + place, as: UInt8.self)
                }
                rest /= 10
            }
        }
        text.storeBytes(of: UInt8(ascii: "Z"), toByteOffset: end, as: UInt8.self)
        return end + 1
    }
}

extension UnsafeMutableRawPointer {
    /// Stores a number of two digits and the mark behind it.
    fileprivate func put(_ number: Int, mark: Unicode.Scalar, at offset: Int) {
        storeBytes(of: UInt8(ascii: "0") + UInt8(number / 10), toByteOffset: offset, as: UInt8.self)
        storeBytes(of: UInt8(ascii: "0") + UInt8(number % 10), toByteOffset: offset + 1, as: UInt8.self)
        storeBytes(of: UInt8(ascii: mark), toByteOffset: offset + 2, as: UInt8.self)
    }
}
