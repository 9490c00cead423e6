import Foundation
import LongRunningOperations
import Testing

/// Real payloads of the first services, and what each must become.
@Suite(.enabled(if: SharedFolder.has("captures/EXPECTED.tsv"), "the captures are not beside the package"))
struct CapturesTests {
    /// A row of the table: the n-th record of a file.
    struct Row: Sendable, CustomTestStringConvertible {
        var file: String
        var service: String
        var record: Int
        var reply: String
        var state: String
        var id: String
        /// The codes of the error chain, joined by commas.
        var codes: String
        /// Created, start, last updated, end; `?text` is a text that is no time.
        var times: [String]

        var testDescription: String { "\(file) #\(record)" }

        static let all: [Row] = {
            guard let table = try? SharedFolder.bytes(of: "captures/EXPECTED.tsv") else { return [] }
            return table.split(separator: UInt8(ascii: "\n"))
                .map { line in
                    let columns = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                        .map { String(decoding: $0, as: UTF8.self) }
                    let cells = columns + Array(repeating: "", count: max(0, 11 - columns.count))
                    return Row(
                        file: cells[0],
                        service: cells[1],
                        record: Int(cells[2]) ?? -1,
                        reply: cells[3],
                        state: cells[4],
                        id: cells[5],
                        codes: cells[6],
                        times: Array(cells[7...10])
                    )
                }
        }()
    }

    @Test func findsTheTable() {
        #expect(Row.all.count >= 59)
        #expect(Row.all.allSatisfy { $0.record >= 0 })
    }

    @Test(arguments: Row.all)
    func becomesWhatTheTableSays(_ row: Row) throws {
        let document = try SharedFolder.bytes(of: "captures/\(row.file)")
        let answer = try DocumentAnswer(document, services: [ServiceIdentifier(row.service)])
        if row.reply == "-" {
            // No operation: a reject of the document or of this element, or a failed request.
            guard answer.rejection == nil, let record = answer.records[row.record] else { return }
            #expect(record["reply"] as? String == "requestFailed")
            #expect(row.file == "arm/deployment-failed-details-json-in-message.json")
            return
        }
        try #require(answer.items.indices.contains(row.record))
        let record = try #require(answer.records[row.record])
        #expect(record["service"] as? String == row.service)
        #expect(record["reply"] as? String == row.reply)
        #expect(record["state"] as? String ?? "" == row.state)
        #expect(record["id"] as? String ?? "" == row.id)
        #expect(Self.chain(record["error"]).joined(separator: ",") == row.codes)
        for (member, time) in zip(["createdTime", "startTime", "lastUpdatedTime", "endTime"], row.times) {
            if time.utf8.first == UInt8(ascii: "?") {
                #expect(record[member] == nil)
                #expect(Self.holds(record["extensions"], String(time.dropFirst())))
            } else {
                #expect(record[member] as? String ?? "" == time)
            }
        }
    }

    /// The codes of an error and its inner errors, from outside in; empty for one without.
    static func chain(_ error: Any?) -> [String] {
        var codes: [String] = []
        var next = error as? [String: Any]
        while let error = next {
            codes.append(error["code"] as? String ?? "")
            next = error["innerError"] as? [String: Any]
        }
        return codes
    }

    private static func holds(_ value: Any?, _ text: String) -> Bool {
        switch value {
        case let members as [String: Any]: members.values.contains { holds($0, text) }
        case let elements as [Any]: elements.contains { holds($0, text) }
        default: value as? String == text
        }
    }
}
