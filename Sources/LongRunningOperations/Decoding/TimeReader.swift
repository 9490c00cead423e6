// Reads the times of a document, exactly and without floating point.
//
//     string ─▶ SWAR check: YYYY-MM-DDTHH:MM:SS[.f…](Z|±00:00) ──▶ canonical already: copied, no calendar arithmetic
//                    │ anything else
//                    ├─▶ digits only: epoch ─────────────────────┐
//                    └─▶ cursor over the fields: other offsets,  ├─▶ Timestamp ─▶ written anew
//     number ─────────▶ epoch      loose forms, leap seconds     ┘
//
// Nearly every time that a service sends takes the first way. It loads eight bytes at once, so a timestamp is three
// loads, a compare a load and some shifts.

/// A time as it was read, and what its canonical text has in common with the text that was sent.
package struct TimeReading: Sendable, Hashable {
    /// How the canonical text is had from the text that was read.
    package enum Form: Sendable, Hashable {
        /// The text is canonical as it is.
        case verbatim
        /// The first `count` bytes of the text, then `Z`.
        case zuluAfter(Int)
        /// The text is written anew from the timestamp.
        case rewritten
    }

    package var timestamp: Timestamp
    package var form: Form
    /// Whether digits behind the ninth of the fraction were cut off.
    package var shortened = false
    /// Whether second 60 became the next second.
    package var leapSecond = false
}

package enum TimeReader {
    /// Reads a time.
    ///
    /// - Parameters:
    ///   - bytes: The text of a number, or what a string says, unescaped.
    ///   - isNumber: Whether the text is a JSON number.
    ///   - formats: The forms to accept.
    /// - Returns: The time, or `nil` where the text is none in these forms, or lies outside the years 0000 to 9999.
    package static func read(
        _ bytes: UnsafeRawBufferPointer,
        isNumber: Bool,
        formats: TimeFormats
    ) -> TimeReading? {
        guard !isNumber, !formats.accepted.isDisjoint(with: [.rfc3339, .iso8601]), let plain = PlainTime(bytes) else {
            return readAny(bytes, isNumber: isNumber, formats: formats)
        }
        return TimeReading(timestamp: plain.timestamp(bytes), form: plain.form)
    }

    /// Says how the canonical text of a time is had from the text as sent: `read(_:isNumber:formats:)` without the time.
    ///
    /// Validates all the same; the instant is worked out only where the answer may be `rewritten`.
    @inline(__always)
    package static func canonicalForm(
        _ bytes: UnsafeRawBufferPointer,
        isNumber: Bool,
        formats: TimeFormats
    ) -> TimeReading.Form? {
        guard !isNumber, !formats.accepted.isDisjoint(with: [.rfc3339, .iso8601]), let plain = PlainTime(bytes) else {
            return readAny(bytes, isNumber: isNumber, formats: formats)?.form
        }
        return plain.form
    }

    @inline(never)
    private static func readAny(
        _ bytes: UnsafeRawBufferPointer,
        isNumber: Bool,
        formats: TimeFormats
    ) -> TimeReading? {
        if let digits = EpochDigits(bytes, isNumber: isNumber) {
            if formats.accepted.contains(.epochSeconds) {
                return digits.reading(bytes, shift: 0)
            }
            if formats.accepted.contains(.epochMilliseconds) {
                return digits.reading(bytes, shift: 3)
            }
            return nil
        }
        return isNumber ? nil : readFields(bytes, formats: formats)
    }
}
