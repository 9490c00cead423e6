/// When a service wants to be asked again, as a header field says it.
///
/// White space around the field value is no part of it: the bytes come without.
package enum RetryAfter: Sendable, Hashable {
    /// After so many seconds, 0 to `longestSeconds`.
    case seconds(Int)
    /// After so many milliseconds, 0 to a thousand times `longestSeconds`.
    case milliseconds(Int64)
    /// At this time.
    case date(Timestamp)

    /// What longer waits are clamped to.
    package static let longestSeconds = 2_147_483_647

    /// Reads the value of `Retry-After` (RFC 9110 section 10.2.3): digits or an HTTP-date.
    package init?(retryAfter bytes: UnsafeRawBufferPointer) {
        if let seconds = Self.digits(bytes, atMost: Int64(Self.longestSeconds)) {
            self = .seconds(Int(seconds))
            return
        }
        guard let instant = HTTPDate.read(bytes), let date = Timestamp(secondsSinceEpoch: instant) else { return nil }
        self = .date(date)
    }

    /// Reads the value of `retry-after-ms` or `x-ms-retry-after-ms`: digits.
    package init?(retryAfterMilliseconds bytes: UnsafeRawBufferPointer) {
        guard let milliseconds = Self.digits(bytes, atMost: Int64(Self.longestSeconds) * 1000) else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The wait as the canonical text of its seconds: an integer as it is, milliseconds with three decimals.
    ///
    /// Nothing where a date was sent.
    package var secondsText: String? {
        switch self {
        case .seconds(let seconds):
            return String(seconds)
        case .milliseconds(let milliseconds):
            return "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst())"
        case .date:
            return nil
        }
    }

    /// One digit or more as a number that stops at `limit`.
    private static func digits(_ bytes: UnsafeRawBufferPointer, atMost limit: Int64) -> Int64? {
        guard !bytes.isEmpty else { return nil }
        var number: Int64 = 0
        for byte in bytes {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = min(number * 10 + Int64(digit), limit)
        }
        return number
    }
}
