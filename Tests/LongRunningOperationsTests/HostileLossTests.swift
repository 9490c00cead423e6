import Foundation
import LongRunningOperations
import Testing

/// Nothing of a document is lost: each scalar and each empty container stands in its record again.
@Suite struct HostileLossTests {
    /// Whether a scalar that is not there as sent was said in another way: as a time, a percentage, a part of the source
    /// state, or the name that the mapping gives a numeric code.
    private static func isSaid(_ text: [UInt8], isString: Bool, in records: [String: Any]?, _ mapping: JSONTree) -> Bool
    {
        let word = String(decoding: text, as: UTF8.self)
        let names = mapping["errors"]?["codeNames"]?.members ?? []
        if let name = names.first(where: { $0.name.utf8.elementsEqual(text) })?.value.string {
            return Self.anywhere(records ?? [:]) { $0 as? String == name }
        }
        let formats: [TimeFormats.Accepted] = [[.rfc3339, .iso8601, .local], .epochSeconds, .epochMilliseconds]
        let isTime = text.withUnsafeBytes { bytes in
            formats.contains { TimeReader.read(bytes, isNumber: !isString, formats: TimeFormats($0)) != nil }
        }
        let percent = text.withUnsafeBytes { PercentReader.read($0, isNumber: !isString) }
        return Self.anywhereNamed(records ?? [:]) { name, value in
            switch name {
            case "sourceState":
                ((value as? String) ?? "").utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual(text) }
                    || value as? String == word
            case "percentComplete": percent != nil
            case "createdTime", "startTime", "lastUpdatedTime", "endTime", "occurredTime", "retryAt": isTime
            default: !isString && value as? String == word
            }
        }
    }

    private static func anywhere(_ value: Any, _ holds: (Any) -> Bool) -> Bool {
        anywhereNamed(value) { _, value in holds(value) }
    }

    private static func anywhereNamed(_ value: Any, _ holds: (String, Any) -> Bool) -> Bool {
        switch value {
        case let members as [String: Any]: members.contains { holds($0, $1) || anywhereNamed($1, holds) }
        case let elements as [Any]: elements.contains { anywhereNamed($0, holds) }
        default: false
        }
    }

    @Test(arguments: Sample.all)
    func keepsEveryScalar(_ sample: Sample) throws {
        let answer = try DocumentAnswer(sample.document, services: [ServiceIdentifier(sample.service)])
        var lines: [UInt8] = []
        for case .record(let line) in answer.items { lines += Array(line.utf8) + [0x0A] }
        let mapping = MappingCatalog.builtIn.definition(sample.service)?.merged ?? JSONTree(.null, line: 0)
        let records: [String: Any] = ["records": answer.records.compactMap { $0 }]
        let missing = ScalarInventory(sample.document).missing(in: ScalarInventory(lines))
            .filter { !Self.isSaid($0.text, isString: $0.isString, in: records, mapping) }
            .map { String(decoding: $0.text, as: UTF8.self) }
        #expect(missing.isEmpty, "\(sample.testDescription)")
    }
}
