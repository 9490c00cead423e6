/// How many rejects a run may have before its exit code says so: `N` records, or `P%` of those found.
package enum RejectAllowance: Equatable, Sendable {
    case records(Int)
    /// Thousandths of a percent.
    case share(Int)

    /// Reads `N`, `P%` or `P.ppp%`.
    package init?(_ text: String) {
        guard text.hasSuffix("%") else {
            guard let count = Int(text), count >= 0 else { return nil }
            self = .records(count)
            return
        }
        let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), (0...100).contains(whole) else { return nil }
        var fraction = 0
        if parts.count == 2 {
            let digits = parts[1]
            guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let value = Int(digits + String(repeating: "0", count: 3 - digits.utf8.count))
            else { return nil }
            fraction = value
        }
        self = .share(whole * 1000 + fraction)
    }

    /// Whether a run has more rejects than allowed.
    package func isExceeded(by ledger: Ledger) -> Bool {
        switch self {
        case .records(let count):
            return ledger.rejected > count
        case .share(let share):
            // Full width, as a product of two counts may be more than a word holds.
            let rejected = ledger.rejected.multipliedFullWidth(by: 100_000)
            let allowed = ledger.found.multipliedFullWidth(by: share)
            return (rejected.high, rejected.low) > (allowed.high, allowed.low)
        }
    }
}
