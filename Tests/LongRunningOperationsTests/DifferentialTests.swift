import Foundation
import LongRunningOperations
import Testing

/// The engine's half of the comparison that `Tests/Differential/compare.py` makes: it converts what that script generated.
///
/// A line of the input is a service id, a tab and a document in Base64. The output has, for each, its records and rejects
/// one a line, and then an empty line.
@Suite struct DifferentialTests {
    private static let input = ProcessInfo.processInfo.environment["LRO_DIFFERENTIAL_INPUT"]
    private static let output = ProcessInfo.processInfo.environment["LRO_DIFFERENTIAL_OUTPUT"]

    @Test(.enabled(if: input != nil && output != nil, "run by Tests/Differential/compare.py"))
    func writesWhatTheEngineSays() throws {
        let text = try Data(contentsOf: URL(fileURLWithPath: try #require(Self.input)))
        var converters: [String: DocumentConverter] = [:]
        var lines = Data()
        for line in text.split(separator: 0x0A) {
            let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
            try #require(columns.count == 2)
            let service = String(decoding: columns[0], as: UTF8.self)
            let converter: DocumentConverter
            if let known = converters[service] {
                converter = known
            } else {
                let services: [ServiceIdentifier] = service == "-" ? [] : [ServiceIdentifier(service)]
                converter = DocumentConverter(plan: try PlanCache.plan(for: services))
                converters[service] = converter
            }
            let document = [UInt8](try #require(Data(base64Encoded: columns[1])))
            for item in DocumentAnswer(document, converter: converter).items {
                switch item {
                case .record(let record): lines += Data(record.utf8)
                case .rejected(let code): lines += Data(#"{"reply":"rejected","code":"\#(code)"}"#.utf8)
                }
                lines.append(0x0A)
            }
            lines.append(0x0A)
        }
        try lines.write(to: URL(fileURLWithPath: try #require(Self.output)))
    }
}
