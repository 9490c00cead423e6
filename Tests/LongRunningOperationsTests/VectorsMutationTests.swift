import Foundation
import LongRunningOperations
import Testing

/// Every prefix and every one-byte change of valid times and header fields is answered, and never traps.
@Suite struct VectorsMutationTests {
    static let texts = [
        "2020-10-08T22:40:46.1568243Z", "2016-12-31T23:59:60.999999999+23:59", "0000-01-01T00:00:00-23:59",
        "9999-12-31T23:59:59.1234567890123456789Z", "1700000000.123456", "-1e3", "1e-400", "99999999999999999999",
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "120", "  7 ",
        "50%", " 33.3 %", "3/4", "18446744073709551615/18446744073709551615", "100.0000", "1e2",
    ]

    static func read(_ bytes: [UInt8]) {
        let formats = TimeFormats([.rfc3339, .iso8601, .local, .epochSeconds, .epochMilliseconds])
        bytes.withUnsafeBytes { bytes in
            for isNumber in [true, false] {
                _ = TimeReader.read(bytes, isNumber: isNumber, formats: formats)
                _ = TimeReader.canonicalForm(bytes, isNumber: isNumber, formats: formats)
                _ = PercentReader.read(bytes, isNumber: isNumber)
            }
            _ = HTTPDate.read(bytes)
            _ = RetryAfter(retryAfter: bytes)?.secondsText
            _ = RetryAfter(retryAfterMilliseconds: bytes)?.secondsText
        }
    }

    @Test(arguments: texts)
    func answersPrefixesAndChanges(_ text: String) {
        let bytes = Array(text.utf8)
        for count in 0...bytes.count { Self.read(Array(bytes[..<count])) }
        for position in bytes.indices {
            var changed = bytes
            for byte in UInt8.min...UInt8.max {
                changed[position] = byte
                Self.read(changed)
            }
        }
    }
}
