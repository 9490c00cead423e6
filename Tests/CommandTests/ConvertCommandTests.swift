import Foundation
import Testing

@testable import lro

struct ConvertCommandTests {
    /// Converts a log into a file, and answers what the run said and wrote.
    private func convert(_ log: String, _ options: [ArgumentText]) throws -> (run: CommandRun, records: String) {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("lro-\(UUID()).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let run = try ExplainCommandTests.withFile(log) { file in
            try CommandRun(["convert", "-o", ArgumentText(path)] + options + [file])
        }
        return (run, try String(contentsOfFile: path, encoding: .utf8))
    }

    /// The word has the state that the mapping declares for every other one: what it lacks is a place in the list.
    @Test
    func namesWordsThatNoMappingLists() throws {
        let log = #"{"id":"/subscriptions/s/providers/p","name":"1","status":"Frobnicating"}"#
        let options: [ArgumentText] = ["--service", "azure-arm-async", "--fail-on-unknown"]
        let (once, records) = try convert(log, options)
        #expect(once.status == .unmet)
        #expect(records.contains(#""state":"Running","sourceState":"Frobnicating""#))
        #expect(once.error == "lro convert: azure-arm-async lists no word \"Frobnicating\" (1 occurrence)\n")
        let (twice, _) = try convert(log + "\n" + log, options)
        #expect(twice.error == "lro convert: azure-arm-async lists no word \"Frobnicating\" (2 occurrences)\n")
    }
}
