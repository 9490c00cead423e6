/// How many rejects a run may have before it counts as failed.
enum RejectAllowance: Hashable, Sendable {
    case unlimited
    case count(UInt64)
    /// A share of the records found, in millionths.
    case millionths(UInt64)

    /// Reads `N` or `P%`, where P may have up to four digits after the point.
    static func read(_ text: ArgumentText) throws(UsageError) -> RejectAllowance {
        if let count = UnsignedNumber.value(of: text.bytes) {
            return .count(count)
        }
        guard text.bytes.last == UInt8(ascii: "%"), let millionths = millionths(ofPercent: text.bytes.dropLast()) else {
            throw UsageError("\(text.quoted) is neither a number nor a percentage from 0% to 100%")
        }
        return .millionths(millionths)
    }

    /// Whether a run with these figures stays within the allowance.
    func allows(_ rejected: UInt64, of found: UInt64) -> Bool {
        switch self {
        case .unlimited:
            return true
        case .count(let count):
            return rejected <= count
        case .millionths(let millionths):
            let rejects = rejected.multipliedFullWidth(by: 1_000_000)
            let allowed = found.multipliedFullWidth(by: millionths)
            return (rejects.high, rejects.low) <= (allowed.high, allowed.low)
        }
    }

    private static func millionths(ofPercent text: ArraySlice<UInt8>) -> UInt64? {
        let whole = text.prefix { $0 != UInt8(ascii: ".") }
        var fraction = Array(text.dropFirst(whole.count + 1))
        guard whole.count == text.count || (1...4).contains(fraction.count) else { return nil }
        while fraction.count < 4 { fraction.append(UInt8(ascii: "0")) }
        guard let percent = UnsignedNumber.value(of: whole), percent <= 100,
            let parts = UnsignedNumber.value(of: fraction)
        else { return nil }
        let millionths = percent * 10_000 + parts
        return millionths <= 1_000_000 ? millionths : nil
    }
}
