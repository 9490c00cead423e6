// The slow way: the fields of a date and time one after the other, in every spelling that the formats allow.

extension TimeReader {
    /// Reads a date and time, strict or loose, with an offset or without.
    static func readFields(_ bytes: UnsafeRawBufferPointer, formats: TimeFormats) -> TimeReading? {
        var cursor = TimeCursor(bytes)
        guard let year = cursor.number(digits: 4), cursor.take("-"),
            let month = cursor.number(digits: 2), cursor.take("-"),
            let day = cursor.number(digits: 2),
            let separator = cursor.next(), separator | 0x20 == UInt8(ascii: "t") || separator == UInt8(ascii: " "),
            let hour = cursor.number(digits: 2), cursor.take(":"),
            let minute = cursor.number(digits: 2)
        else { return nil }
        var isStrict = separator != UInt8(ascii: " ")
        var isCanonical = separator == UInt8(ascii: "T")

        var second = 0
        var fraction = TimeCursor.Fraction()
        if cursor.take(":") {
            guard let number = cursor.number(digits: 2) else { return nil }
            second = number
            if cursor.take(".") {
                guard let digits = cursor.fraction() else { return nil }
                fraction = digits
            }
        } else {
            isStrict = false
            isCanonical = false
        }
        let end = cursor.position
        if cursor.take(" ") {
            isStrict = false
        }

        let offset: Int
        if cursor.isAtEnd {
            guard formats.accepted.contains(.local) else { return nil }
            offset = Int(formats.zoneOffsetSeconds)
        } else {
            guard let zone = cursor.offset(), cursor.isAtEnd else { return nil }
            let allowed: TimeFormats.Accepted = isStrict && zone.isStrict ? [.rfc3339, .iso8601] : .iso8601
            guard !formats.accepted.isDisjoint(with: allowed) else { return nil }
            offset = zone.seconds
        }

        guard 1...12 ~= month, 1...Timestamp.days(inMonth: month, ofYear: year) ~= day, hour <= 23, minute <= 59,
            second <= 60
        else { return nil }
        let days = Timestamp.daysSinceEpoch(year: year, month: month, day: day)
        // Second 60, summed up, is second 0 of the next minute; it is one only if that begins a day of UTC.
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
        let isLeapSecond = second == 60
        guard Timestamp.validSeconds.contains(seconds), !isLeapSecond || seconds % 86_400 == 0 else { return nil }

        let isShortened = fraction.length > 9
        var form = TimeReading.Form.rewritten
        if isCanonical, offset == 0, !isLeapSecond, !isShortened {
            let isVerbatim = bytes.count == end + 1 && bytes[end] == UInt8(ascii: "Z")
            form = isVerbatim ? .verbatim : .zuluAfter(end)
        }
        return TimeReading(
            timestamp: Timestamp(
                uncheckedSeconds: seconds,
                nanoseconds: fraction.nanoseconds,
                digits: UInt8(min(fraction.length, 9))
            ),
            form: form,
            shortened: isShortened,
            leapSecond: isLeapSecond
        )
    }
}

/// A place in a text of date and time fields.
struct TimeCursor {
    /// The digits behind a decimal point.
    struct Fraction {
        var nanoseconds: Int32 = 0
        /// All digits, also those that nanoseconds have no room for.
        var length = 0
    }

    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool {
        position == bytes.count
    }

    mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    /// Takes the text if it comes next.
    mutating func take(text: StaticString) -> Bool {
        let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[position...].starts(with: expected) else { return false }
        position += expected.count
        return true
    }

    private mutating func digit() -> UInt8? {
        guard position < bytes.count else { return nil }
        let value = bytes[position] &- UInt8(ascii: "0")
        guard value <= 9 else { return nil }
        position += 1
        return value
    }

    /// Takes a number of exactly so many digits, four at most.
    mutating func number(digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// Takes one digit or more.
    mutating func fraction() -> Fraction? {
        var fraction = Fraction()
        var weight: Int32 = 100_000_000
        while let digit = digit() {
            fraction.nanoseconds += Int32(digit) * weight
            fraction.length += 1
            weight /= 10
        }
        return fraction.length > 0 ? fraction : nil
    }

    /// Takes `Z`, `+06:00`, `+0600` or `+06`; the last two are not strict.
    mutating func offset() -> (seconds: Int, isStrict: Bool)? {
        if take("Z") || take("z") {
            return (0, true)
        }
        let isNegative = take("-")
        guard isNegative || take("+"), let hours = number(digits: 2), hours <= 23 else { return nil }
        let hasColon = take(":")
        var minutes = 0
        if hasColon || !isAtEnd {
            guard let number = number(digits: 2), number <= 59 else { return nil }
            minutes = number
        }
        let seconds = hours * 3600 + minutes * 60
        return (isNegative ? -seconds : seconds, hasColon)
    }
}
