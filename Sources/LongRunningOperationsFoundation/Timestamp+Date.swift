public import LongRunningOperations

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Date {
    /// Creates the date that lies nearest to a timestamp.
    ///
    /// A date counts seconds in a `Double`, so something is lost: today neighbouring dates are about a tenth of a microsecond
    /// apart, in the years 0000 and 9999 about ten microseconds, and the number of fraction digits that the service sent is gone.
    /// Whole seconds are exact. Compare timestamps where order matters.
    ///
    /// - Parameter timestamp: The instant.
    public init(_ timestamp: Timestamp) {
        // Relative to what a date counts from, whole seconds stay whole and the fraction keeps most of its digits.
        let seconds = timestamp.secondsSinceEpoch - Int64(Date.timeIntervalBetween1970AndReferenceDate)
        self.init(timeIntervalSinceReferenceDate: Double(seconds) + Double(timestamp.nanoseconds) / 1_000_000_000)
    }
}

extension Timestamp {
    /// Creates the timestamp nearest to a date, or nothing where the date is outside the years 0000 to 9999.
    ///
    /// What a date says behind the microseconds is mostly noise of its `Double`, so the time is rounded to the digits asked for.
    /// Between 1901 and 2100 a timestamp of up to six digits comes back from its date unchanged, if asked for with as many.
    ///
    /// - Parameters:
    ///   - date: The date.
    ///   - fractionDigits: How many fraction digits the timestamp has, 0 to 9.
    public init?(_ date: Date, fractionDigits: Int = 3) {
        guard 0...9 ~= fractionDigits else { return nil }
        let interval = date.timeIntervalSinceReferenceDate
        // A hundred thousand years: far beyond what a timestamp holds, and well inside Int64.
        guard interval.magnitude < 4e12 else { return nil }
        let whole = interval.rounded(.down)
        var unit: Int64 = 1_000_000_000
        for _ in 0..<fractionDigits { unit /= 10 }
        let units = Int64(((interval - whole) * Double(1_000_000_000 / unit)).rounded())
        var seconds = Int64(whole) + Int64(Date.timeIntervalBetween1970AndReferenceDate)
        var nanoseconds = units * unit
        if nanoseconds >= 1_000_000_000 {
            seconds += 1
            nanoseconds -= 1_000_000_000
        }
        self.init(secondsSinceEpoch: seconds, nanoseconds: Int32(nanoseconds), fractionDigits: fractionDigits)
    }
}
