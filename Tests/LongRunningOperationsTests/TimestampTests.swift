import LongRunningOperations
import Testing

struct TimestampTests {
    @Test(arguments: [
        "1970-01-01T00:00:00Z",
        "2020-10-08T22:42:50.20Z",
        "2020-10-08T22:42:50.2031375Z",
        "0000-01-01T00:00:00Z",
        "0000-02-29T23:59:59.0Z",
        "0000-03-01T00:00:00.000000000Z",
        "1600-12-31T12:00:00.5Z",
        "1969-12-31T23:59:59.999999999Z",
        "2000-02-29T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
    ])
    func canonicalTextIsPrintedAsItWasRead(_ text: String) throws {
        #expect(try #require(Timestamp(text)).description == text)
    }

    @Test func timestampsOfAllYearsPrintAndReadBack() throws {
        var seconds: Int64 = -62_167_219_200
        var digits = 0
        while seconds <= 253_402_300_799 {
            // Digits that fit: 123456789 with all behind `digits` set to zero.
            let unit = (digits..<9).reduce(Int32(1)) { unit, _ in unit * 10 }
            let nanoseconds = 123_456_789 / unit * unit
            let timestamp = try #require(
                Timestamp(secondsSinceEpoch: seconds, nanoseconds: nanoseconds, fractionDigits: digits)
            )
            let text = timestamp.description
            if Timestamp(text) != timestamp || text.utf8.count != (digits == 0 ? 20 : 21 + digits) {
                Issue.record("\(text) is not \(seconds) with \(digits) digits")
            }
            seconds += 9 * 86_400 + 3_607 * Int64(digits + 1)
            digits = (digits + 1) % 10
        }
    }

    @Test func anOffsetIsApplied() {
        #expect(Timestamp("1996-12-19T16:39:57-08:00")?.description == "1996-12-20T00:39:57Z")
        #expect(Timestamp("0000-01-01T00:00:00-00:01")?.description == "0000-01-01T00:01:00Z")
        #expect(Timestamp("0000-01-01T00:00:00+00:01") == nil)
        #expect(Timestamp("9999-12-31T23:59:59-00:01") == nil)
    }

    @Test func aLeapSecondIsTheNextSecond() {
        #expect(Timestamp("1998-12-31T15:59:60.123-08:00")?.description == "1999-01-01T00:00:00.123Z")
        #expect(Timestamp("9999-12-31T23:59:60Z") == nil)
    }

    @Test func digitsBehindTheNinthAreCut() {
        #expect(Timestamp("2020-01-01T00:00:00.1234567899Z")?.description == "2020-01-01T00:00:00.123456789Z")
    }

    @Test(arguments: [
        "", "2020-01-01", "2020-01-01T00:00Z", "2020-01-01 00:00:00Z", "2020-01-01T00:00:00+0000",
        "2020-01-01T00:00:00", "2020-01-01T00:00:00 Z", "1602196970",
    ])
    func looserTextIsNone(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func partsMustFit() {
        #expect(Timestamp(secondsSinceEpoch: -62_167_219_201) == nil)
        #expect(Timestamp(secondsSinceEpoch: 253_402_300_800) == nil)
        #expect(Timestamp(secondsSinceEpoch: .min) == nil)
        #expect(Timestamp(secondsSinceEpoch: .max) == nil)
        #expect(Timestamp(secondsSinceEpoch: 0, nanoseconds: -1) == nil)
        #expect(Timestamp(secondsSinceEpoch: 0, nanoseconds: 1_000_000_000) == nil)
        #expect(Timestamp(secondsSinceEpoch: 0, fractionDigits: -1) == nil)
        #expect(Timestamp(secondsSinceEpoch: 0, fractionDigits: 10) == nil)
        #expect(Timestamp(secondsSinceEpoch: 0, nanoseconds: 120_000_000, fractionDigits: 1) == nil)
    }

    @Test func digitsAreAsFewAsAreEnoughUnlessGiven() {
        #expect(Timestamp(secondsSinceEpoch: 0)?.fractionDigits == 0)
        #expect(Timestamp(secondsSinceEpoch: 0, nanoseconds: 120_000_000)?.fractionDigits == 2)
        #expect(Timestamp(secondsSinceEpoch: 0, nanoseconds: 1)?.fractionDigits == 9)
        #expect(Timestamp(secondsSinceEpoch: 0, nanoseconds: 0, fractionDigits: 3)?.fractionDigits == 3)
    }

    @Test func orderIsByInstantThenDigits() throws {
        let texts = [
            "1969-12-31T23:59:59.9Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.0Z", "1970-01-01T00:00:00.00Z",
            "1970-01-01T00:00:00.000000001Z", "1970-01-01T00:00:00.2Z", "1970-01-01T00:00:00.20Z",
            "1970-01-01T00:00:01Z",
        ]
        let timestamps = try texts.map { try #require(Timestamp($0)) }
        #expect(timestamps.reversed().sorted() == timestamps)
        #expect(Set(timestamps).count == timestamps.count)
        for (left, right) in zip(timestamps, timestamps.dropFirst()) {
            #expect(left < right)
            #expect(left != right)
        }
    }
}
