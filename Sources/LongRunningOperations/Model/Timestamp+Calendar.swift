// The proleptic Gregorian calendar in whole numbers. A year is counted from March, so that the leap day is its last, and
// four hundred years, 146 097 days, make an era after which all repeats.

extension Timestamp {
    /// The seconds of 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    static let validSeconds: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// The days from 1970-01-01 to a date of the years 0000 to 9999.
    @inline(__always)
    static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        // Four hundred years on, nothing is negative: unsigned divisions by constants are multiplications.
        let year = UInt32(truncatingIfNeeded: year &+ 400 &- (month <= 2 ? 1 : 0))
        let shifted = UInt32(truncatingIfNeeded: month > 2 ? month &- 3 : month &+ 9)
        let dayOfYear = (153 &* shifted &+ 2) / 5 &+ UInt32(truncatingIfNeeded: day) &- 1
        let days = year &* 365 &+ year / 4 &- year / 100 &+ year / 400 &+ dayOfYear
        return Int(days) &- 719_468 &- 146_097
    }

    /// The date that lies that many days after 1970-01-01, for the years 0000 to 9999.
    static func date(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468 + 146_097
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 - 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The number of days in a month, 1 to 12.
    @inline(__always)
    static func days(inMonth month: Int, ofYear year: Int) -> Int {
        guard month != 2 else {
            let isLeap = year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
            return isLeap ? 29 : 28
        }
        // Odd months are long up to July, even ones from August on.
        return 30 | (month ^ (month >> 3))
    }
}
