import Foundation
import LongRunningOperations
import Testing

struct HTTPDateTests {
    @Test(arguments: try HTTPFieldVectors.load().httpDate)
    func vectors(_ vector: HTTPFieldVectors.Date) {
        #expect(read(vector.input) == vector.unixSeconds)
        #expect((vector.unixSeconds != nil) == vector.valid)
    }

    @Test func vectorsAreAllThere() throws {
        #expect(try HTTPFieldVectors.load().httpDate.count == 34)
    }

    @Test(
        arguments: [
            ("Thursday, 01-Jan-70 00:00:00 GMT", 0),
            ("Tuesday, 31-Dec-69 23:59:59 GMT", 3_155_759_999),
            ("Tuesday, 29-Feb-00 00:00:00 GMT", 951_782_400),
            ("Sat, 01 Jan 0000 00:00:00 GMT", -62_167_219_200),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("Fri, 31 Dec 9999 23:59:60 GMT", nil),
            ("Wed, 31 Dec 2008 22:59:60 GMT", nil),
            ("Thursday, 1-Jan-70 00:00:00 GMT", nil),
            ("Thu, 01-Jan-70 00:00:00 GMT", nil),
            ("Thursday, 01 Jan 1970 00:00:00 GMT", nil),
            ("Thursday Jan  1 00:00:00 1970", nil),
            ("Thu Jan  1 00:00:00 1970 GMT", nil),
            ("Thu Jan 111 00:00:00 1970", nil),
        ] as [(String, Int64?)]
    )
    func examples(_ text: String, seconds: Int64?) {
        #expect(read(text) == seconds)
    }

    /// What is read must say the same date when it is written again, so that nothing is taken for a date that is none.
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun Nov 26 08:49:37 1994", "Tue, 29 Feb 2000 23:59:59 GMT", "Wednesday, 31-Dec-08 23:59:60 GMT",
    ])
    func changedDatesAreReadForWhatTheySay(_ text: String) {
        let valid = Array(text.utf8)
        #expect(read(text) != nil)
        for count in 0..<valid.count {
            #expect(read(Array(valid[..<count])) == nil)
        }
        for place in valid.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = valid
                changed[place] = byte
                guard let seconds = read(changed) else { continue }
                let text = String(decoding: changed, as: UTF8.self)
                if !spellings(of: seconds).contains(where: text.hasSuffix) {
                    Issue.record("\(text) is read as \(seconds)")
                }
            }
        }
    }

    /// The three forms of a date without their day names, in each spelling that this reads.
    private func spellings(of seconds: Int64) -> [String] {
        guard let canonical = Timestamp(secondsSinceEpoch: seconds)?.description,
            let before = Timestamp(secondsSinceEpoch: seconds - 1)?.description
        else { return [] }
        var spellings: [String] = []
        for (text, second) in [(canonical, canonical.suffix(3)), (before, "60Z")] {
            let year = String(text.prefix(4))
            let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            let month = monthNames[(Int(text.dropFirst(5).prefix(2)) ?? 0) - 1]
            let day = String(text.dropFirst(8).prefix(2))
            let time = text.dropFirst(11).prefix(6) + second.dropLast()
            if second == "60Z", !time.hasPrefix("23:59:") || !text.hasSuffix("59Z") {
                continue
            }
            spellings.append(", \(day) \(month) \(year) \(time) GMT")
            spellings.append("day, \(day)-\(month)-\(year.suffix(2)) \(time) GMT")
            spellings.append(" \(month) \(day) \(time) \(year)")
            if day.hasPrefix("0") {
                spellings.append(" \(month)  \(day.suffix(1)) \(time) \(year)")
            }
        }
        return spellings
    }

    private func read(_ text: String) -> Int64? {
        read(Array(text.utf8))
    }

    private func read(_ bytes: [UInt8]) -> Int64? {
        bytes.withUnsafeBytes { HTTPDate.read($0) }
    }
}

/// The cases of `Vectors/http_fields.json`.
struct HTTPFieldVectors: Decodable, Sendable {
    struct Date: Decodable, Sendable {
        let input: String
        let valid: Bool
        let unixSeconds: Int64?
    }

    struct Field: Decodable, Sendable {
        let input: String
        let kind: String
        let value: Int64?
    }

    let httpDate: [Date]
    let retryAfter: [Field]
    let azureMillisecondHeaders: [String]

    static func load() throws -> HTTPFieldVectors {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: tests.appendingPathComponent("Vectors/http_fields.json"))
        return try JSONDecoder().decode(HTTPFieldVectors.self, from: data)
    }
}
