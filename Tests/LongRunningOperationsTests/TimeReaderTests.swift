import Foundation
import LongRunningOperations
import Testing

struct TimeReaderTests {
    @Test(arguments: try RFC3339Vector.all())
    func vectors(_ vector: RFC3339Vector) throws {
        let reading = read(Array(vector.input.utf8), formats: .rfc3339)
        guard vector.valid else {
            #expect(reading == nil)
            return
        }
        let timestamp = try #require(reading?.timestamp)
        let fraction = try #require(vector.fraction)
        let kept = fraction.prefix(9)
        #expect(timestamp.secondsSinceEpoch == vector.unixSeconds)
        #expect(timestamp.fractionDigits == kept.count)
        #expect(Int(timestamp.nanoseconds) == Int(kept.padding(toLength: 9, withPad: "0", startingAt: 0)))
        #expect(reading?.leapSecond == vector.leapSecond)
        #expect(reading?.shortened == (fraction.count > 9))
    }

    @Test func vectorsAreAllThere() throws {
        #expect(try RFC3339Vector.all().count == 57)
    }

    @Test(arguments: [
        ("2020-01-02T03:04:05Z", TimeReading.Form.verbatim),
        ("2020-01-02T03:04:05.123456789Z", .verbatim),
        ("2020-01-02T03:04:05+00:00", .zuluAfter(19)),
        ("2020-01-02T03:04:05.1-00:00", .zuluAfter(21)),
        ("2020-01-02T03:04:05.123456789+00:00", .zuluAfter(29)),
        ("2020-01-02T03:04:05z", .zuluAfter(19)),
        ("2020-01-02t03:04:05Z", .rewritten),
        ("2020-01-02T03:04:05.1234567890Z", .rewritten),
        ("2020-01-02T03:04:05+00:01", .rewritten),
        ("2020-01-02T23:59:60Z", .rewritten),
    ])
    func canonicalTextIsNotWrittenAnew(_ text: String, form: TimeReading.Form) {
        #expect(read(Array(text.utf8), formats: .rfc3339)?.form == form)
    }

    @Test(
        arguments: [
            ("2020-01-02T03:04+0600", "2020-01-01T21:04:00Z"),
            ("2020-01-02 03:04:05 -06", "2020-01-02T09:04:05Z"),
            ("2020-01-02 03:04:05.50 Z", "2020-01-02T03:04:05.50Z"),
            ("2020-01-02T03:04:05", nil),
            ("2020-01-02T03:04:05+06:", nil),
            ("2020-01-02T03:04:05+6", nil),
            ("2020-01-02T03:04:05  Z", nil),
            ("2020-01-02T03:04.5Z", nil),
            ("1602196970", nil),
        ] as [(String, String?)]
    )
    func looserForms(_ text: String, canonical: String?) {
        let reading = read(Array(text.utf8), formats: TimeFormats(.iso8601))
        #expect(reading?.timestamp.description == canonical)
    }

    @Test(
        arguments: [
            ("2020-01-02T03:04:05.7", Int32(0), "2020-01-02T03:04:05.7Z", TimeReading.Form.zuluAfter(21)),
            ("2020-01-02 03:04", 28_800, "2020-01-01T19:04:00Z", .rewritten),
            ("2020-01-02T07:59:60", 28_800, "2020-01-02T00:00:00Z", .rewritten),
            ("2020-01-02T03:04:05Z", 28_800, nil, nil),
        ] as [(String, Int32, String?, TimeReading.Form?)]
    )
    func localTimesTakeTheZoneOfTheMapping(_ text: String, zone: Int32, canonical: String?, form: TimeReading.Form?) {
        let reading = read(Array(text.utf8), formats: TimeFormats(.local, zoneOffsetSeconds: zone))
        #expect(reading?.timestamp.description == canonical)
        #expect(reading?.form == form)
    }

    @Test(
        arguments: [
            ("0", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
            ("1602196970.20", "2020-10-08T22:42:50.20Z", "1970-01-19T13:03:16.97020Z"),
            ("1.6021969702031375e9", "2020-10-08T22:42:50.2031375Z", "1970-01-19T13:03:16.970203137Z"),
            ("-1", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.999Z"),
            ("-0.25", "1969-12-31T23:59:59.75Z", "1969-12-31T23:59:59.99975Z"),
            ("-0.0000000001", "1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
            ("-0.0", "1970-01-01T00:00:00.0Z", "1970-01-01T00:00:00.0000Z"),
            ("5E-4", "1970-01-01T00:00:00.0005Z", "1970-01-01T00:00:00.0000005Z"),
            ("253402300799", "9999-12-31T23:59:59Z", "1978-01-11T21:31:40.799Z"),
            ("253402300800", nil, "1978-01-11T21:31:40.800Z"),
            ("253402300799999", nil, "9999-12-31T23:59:59.999Z"),
            ("-62167219200.1", nil, "1968-01-12T11:19:40.7999Z"),
            ("99999999999999999999", nil, nil),
            ("1e99999999999999999999", nil, nil),
        ] as [(String, String?, String?)]
    )
    func epochsAreExact(_ text: String, seconds: String?, milliseconds: String?) {
        let formats = TimeFormats.Accepted.epochSeconds
        let inSeconds = read(Array(text.utf8), isNumber: true, formats: TimeFormats(formats))
        let inMilliseconds = read(Array(text.utf8), isNumber: true, formats: TimeFormats(.epochMilliseconds))
        #expect(inSeconds?.timestamp.description == seconds)
        #expect(inMilliseconds?.timestamp.description == milliseconds)
        #expect(read(Array(text.utf8), isNumber: true, formats: .rfc3339) == nil)
        #expect(
            read(Array(text.utf8), isNumber: true, formats: TimeFormats([formats, .epochMilliseconds])) == inSeconds
        )
    }

    @Test func epochsInStringsAreDigitsOnly() {
        let formats = TimeFormats(.epochSeconds)
        #expect(read(Array("1.5".utf8), formats: formats)?.timestamp.description == "1970-01-01T00:00:01.5Z")
        for text in ["-1", "1e3", "", ".5", "1.", " 1", "1 "] {
            #expect(read(Array(text.utf8), formats: formats) == nil)
        }
    }

    @Test func fractionCutFromAnEpochIsNoted() {
        let formats = TimeFormats(.epochSeconds)
        #expect(read(Array("1.0000000001".utf8), formats: formats)?.shortened == true)
        #expect(read(Array("1.000000001".utf8), formats: formats)?.shortened == false)
    }

    /// Every truncation and thousands of single-byte changes of valid texts, against a slow reader.
    @Test(arguments: [
        "2021-03-02T20:27:44.8780166Z", "2020-04-22T21:00:53.2548897+00:00", "2021-02-28T23:59:59Z",
        "2000-02-29T00:00:00.123456789-00:00", "1998-12-31T15:59:60.1234567891-08:00", "2016-12-31T23:59:60Z",
        "2020-01-01 00:00 +06", "2020-12-31T19:00:09+0530", "2020-01-31T00:00:00.12345678", "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9-00:01", "1602196970.203", "1602196970203",
    ])
    func changedTextsReadAsTheSlowReaderReadsThem(_ text: String) {
        var generator = SeededGenerator(state: UInt64(text.utf8.count))
        let valid = Array(text.utf8)
        let likely = Array("0123456789+-:.TtZz ".utf8)
        let formats: [TimeFormats] = [
            .rfc3339,
            TimeFormats(.iso8601),
            TimeFormats([.rfc3339, .local], zoneOffsetSeconds: -18_000),
            TimeFormats([.iso8601, .local, .epochSeconds], zoneOffsetSeconds: 20_700),
            TimeFormats([.rfc3339, .epochMilliseconds]),
        ]
        var texts = (0...valid.count).map { Array(valid[..<$0]) }
        for _ in 0..<1500 {
            var changed = valid
            let place = Int(generator.next() % UInt64(valid.count))
            let isLikely = generator.next() % 3 > 0
            changed[place] =
                isLikely
                ? likely[Int(generator.next() % UInt64(likely.count))] : UInt8(truncatingIfNeeded: generator.next())
            texts.append(changed)
        }
        for (index, bytes) in texts.enumerated() {
            let formats = formats[index % formats.count]
            let reading = read(bytes, formats: formats)
            let expected = SlowTimeReader.read(bytes, formats: formats)
            if reading?.timestamp.description != expected?.canonical || reading?.form != expected?.form
                || reading?.shortened != expected?.shortened || reading?.leapSecond != expected?.leapSecond
            {
                Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(String(describing: reading))")
            }
        }
    }

    /// Reads bytes of which not one may be touched beyond the end, and checks that both entries agree.
    private func read(_ bytes: [UInt8], isNumber: Bool = false, formats: TimeFormats) -> TimeReading? {
        bytes.withUnsafeBytes { bytes in
            // A block of its own, of just this size: a sanitizer sees a read beyond it.
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            defer { copy.deallocate() }
            copy.copyMemory(from: bytes)
            let reading = TimeReader.read(UnsafeRawBufferPointer(copy), isNumber: isNumber, formats: formats)
            let form = TimeReader.canonicalForm(UnsafeRawBufferPointer(copy), isNumber: isNumber, formats: formats)
            #expect(form == reading?.form)
            return reading
        }
    }
}

/// A case of `Vectors/rfc3339.json`.
struct RFC3339Vector: Decodable, Sendable, CustomTestStringConvertible {
    let input: String
    let valid: Bool
    let unixSeconds: Int64?
    let fraction: String?
    let leapSecond: Bool?

    var testDescription: String {
        "\"\(input)\""
    }

    static func all() throws -> [RFC3339Vector] {
        struct File: Decodable {
            let cases: [RFC3339Vector]
        }
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: tests.appendingPathComponent("Vectors/rfc3339.json"))
        return try JSONDecoder().decode(File.self, from: data).cases
    }
}

/// The times of a string read the slow and obvious way: by a pattern, a table of years, and decimal text.
private enum SlowTimeReader {
    struct Reading {
        var canonical: String
        var form: TimeReading.Form
        var shortened: Bool
        var leapSecond: Bool
    }

    /// The day on which each year begins, counted from the first of the year 0000; one more at the end.
    private static let years: [Int] = (0...9999)
        .reduce(into: [0]) { days, year in
            days.append(days[year] + (isLeap(year) ? 366 : 365))
        }
    private static let epoch = years[1970]

    private static func isLeap(_ year: Int) -> Bool {
        year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    }

    private static func months(of year: Int) -> [Int] {
        [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }

    static func read(_ bytes: [UInt8], formats: TimeFormats) -> Reading? {
        let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        let epochDigits = #/([0-9]+)(?:\.([0-9]+))?/#.matchingSemantics(.unicodeScalar)
        let iso =
            #/
            ([0-9]{4})-([0-9]{2})-([0-9]{2}) ([Tt\x20]) ([0-9]{2}):([0-9]{2}) (?: :([0-9]{2}) (?:\.([0-9]+))? )?
            (\x20)? (?: ([Zz]) | ([+\-])([0-9]{2}) (?: (:?)([0-9]{2}) )? )?
            /#
            .matchingSemantics(.unicodeScalar)
        if let match = text.wholeMatch(of: epochDigits) {
            var whole = String(match.1)
            var fraction = String(match.2 ?? "")
            if !formats.accepted.contains(.epochSeconds) {
                guard formats.accepted.contains(.epochMilliseconds) else { return nil }
                let padded = String(repeating: "0", count: max(0, 3 - whole.count)) + whole
                whole = String(padded.dropLast(3))
                fraction = padded.suffix(3) + fraction
            }
            guard let seconds = whole.isEmpty ? 0 : Int(whole) else { return nil }
            return reading(text, seconds: seconds, fraction: fraction, leapSecond: false)
        }
        guard let match = text.wholeMatch(of: iso) else { return nil }
        func number(_ digits: Substring?) -> Int { Int(digits ?? "") ?? 0 }
        let (_, yearDigits, monthDigits, dayDigits, mark, hour, minute, second, fraction, blank, zulu, sign, _, _, _) =
            match.output
        let hasOffset = zulu != nil || sign != nil
        let isStrict = mark != " " && second != nil && blank == nil && (zulu != nil || match.13 == ":")
        var offset = Int(formats.zoneOffsetSeconds)
        if hasOffset {
            guard formats.accepted.contains(.iso8601) || (isStrict && formats.accepted.contains(.rfc3339)) else {
                return nil
            }
            guard number(match.12) <= 23, number(match.14) <= 59 else { return nil }
            offset = (number(match.12) * 60 + number(match.14)) * (sign == "-" ? -60 : 60)
        } else if !formats.accepted.contains(.local) {
            return nil
        }
        let (year, month, day) = (number(yearDigits), number(monthDigits), number(dayDigits))
        guard 1...12 ~= month, 1...months(of: year)[month - 1] ~= day else { return nil }
        guard number(hour) <= 23, number(minute) <= 59, number(second) <= 60 else { return nil }
        let days = years[year] - epoch + months(of: year)[..<(month - 1)].reduce(0, +) + day - 1
        let seconds = days * 86_400 + number(hour) * 3600 + number(minute) * 60 + number(second) - offset
        let leapSecond = number(second) == 60
        if leapSecond, seconds % 86_400 != 0 {
            return nil
        }
        return reading(text, seconds: seconds, fraction: String(fraction ?? ""), leapSecond: leapSecond)
    }

    private static func reading(_ text: String, seconds: Int, fraction: String, leapSecond: Bool) -> Reading? {
        let sinceYearZero = seconds + epoch * 86_400
        guard 0..<years[10_000] * 86_400 ~= sinceYearZero else { return nil }
        var rest = sinceYearZero / 86_400
        let year = (years.firstIndex { $0 > rest } ?? 0) - 1
        rest -= years[year]
        var month = 0
        while rest >= months(of: year)[month] {
            rest -= months(of: year)[month]
            month += 1
        }
        let second = sinceYearZero % 86_400
        let kept = fraction.isEmpty ? "" : "." + fraction.prefix(9)
        func pad(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        let begin =
            "\(pad(year, 4))-\(pad(month + 1, 2))-\(pad(rest + 1, 2))T"
            + "\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))\(kept)"
        let shortened = fraction.count > 9
        var form = TimeReading.Form.rewritten
        if text == begin + "Z" {
            form = .verbatim
        } else if text.hasPrefix(begin), !shortened {
            form = .zuluAfter(begin.count)
        }
        return Reading(canonical: begin + "Z", form: form, shortened: shortened, leapSecond: leapSecond)
    }
}

/// Numbers that are the same in every run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
