import Foundation
import LongRunningOperations
import LongRunningOperationsFoundation
import Testing

@Suite struct TimestampDateTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2001-01-01T00:00:00.000Z", 978_307_200), ("1969-12-31T23:59:59.5Z", -0.5),
        ("2024-03-05T10:11:00.118Z", 1_709_633_460.118), ("0000-01-01T00:00:00Z", -62_167_219_200),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func becomesADate(_ text: String, _ seconds: Double) throws {
        let timestamp = try #require(Timestamp(text))
        #expect(abs(Date(timestamp).timeIntervalSince1970 - seconds) < 1e-6)
    }

    @Test(arguments: [
        "1970-01-01T00:00:00Z", "2024-03-05T10:11:00.118Z", "2024-02-29T23:59:59.999999Z", "1969-12-31T23:59:59.50Z",
        "1999-12-31T23:59:59.000000Z", "2100-01-01T00:00:00.1Z",
    ])
    func comesBackFromItsDate(_ text: String) throws {
        let timestamp = try #require(Timestamp(text))
        #expect(Timestamp(Date(timestamp), fractionDigits: timestamp.fractionDigits) == timestamp)
    }

    @Test func roundsToTheDigitsAskedFor() throws {
        let date = Date(timeIntervalSince1970: 1.9996)
        #expect(Timestamp(date)?.description == "1970-01-01T00:00:02.000Z")
        #expect(Timestamp(date, fractionDigits: 0)?.description == "1970-01-01T00:00:02Z")
        #expect(Timestamp(date, fractionDigits: 4)?.description == "1970-01-01T00:00:01.9996Z")
        #expect(Timestamp(date, fractionDigits: 10) == nil)
        #expect(Timestamp(date, fractionDigits: -1) == nil)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300, -1e300, 253_402_300_800 - 978_307_200, 1e12])
    func refusesDatesBeyondItsYears(_ interval: Double) {
        #expect(Timestamp(Date(timeIntervalSinceReferenceDate: interval)) == nil)
    }
}
