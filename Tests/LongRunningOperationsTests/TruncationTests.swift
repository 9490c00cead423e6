import Foundation
import LongRunningOperations
import Testing

/// A document that is cut off is rejected, at every place it may be cut; it is never taken for a whole one.
@Suite struct TruncationTests {
    /// Every prefix of every sample; a part of them unless the environment asks for all.
    @Test func rejectsEveryPrefix() throws {
        let step = HostileBytesTests.isExhaustive ? 1 : 61
        let codes: Set<String> = ["truncated", "unterminatedString", "unexpectedCharacter", "invalidNumber"]
        for (number, sample) in Sample.all.enumerated() {
            let converter = DocumentConverter(plan: try PlanCache.plan(for: [ServiceIdentifier(sample.service)]))
            let whole = sample.document.lastIndex { $0 > 0x20 } ?? 0
            for count in stride(from: number % step, through: whole, by: step) {
                let prefix = Array(sample.document[..<count])
                let answer = DocumentAnswer(prefix, converter: converter)
                let isCharacterCut = String(validating: prefix, as: UTF8.self) == nil
                #expect(
                    codes.contains(answer.rejection ?? "") || isCharacterCut && answer.rejection == "invalidUTF8",
                    "\(sample.testDescription) cut at \(count): \(answer)"
                )
            }
        }
    }

    /// The offset of the fault of a cut document is its end or the quote that was left open, so that a reader sees it.
    @Test(arguments: [
        (#"{"status":"Runn"#, "unterminatedString", 10),
        (#"{"status":"#, "truncated", 10),
        (#"{"status"#, "unterminatedString", 1),
        (#"{"status":tr"#, "truncated", 12),
        ("[", "truncated", 1),
        ("", "truncated", 0),
        ("{", "truncated", 1),
        (#"{"a":1,"#, "truncated", 7),
        (#"{"a":-"#, "invalidNumber", 5),
    ])
    func saysWhereItIsCut(_ document: String, _ code: String, _ offset: Int) throws {
        let conversion = try Conversion(Array(document.utf8), services: ["azure-device-update"])
        #expect(conversion.faults.map(\.code.rawValue) == [code])
        #expect(conversion.faults.map(\.offset) == [offset])
    }

    /// Of several faults the first in the order of bytes is told, also where a lexical one follows a grammatical one.
    @Test(arguments: [
        ("{\"a\":tru,\"b\":\"\u{1}\"}", "unexpectedCharacter", 5),
        ("{\"a\":1}x\"\u{1}\"", "trailingData", 7),
        ("{\"a\":\"\u{1}\",\"b\":tru}", "controlCharacter", 6),
        (#"{"a" 1,"b":"\x"}"#, "unexpectedCharacter", 5),
        (#"[1,,"\ud800"]"#, "unexpectedCharacter", 3),
    ])
    func tellsTheFirstFault(_ document: String, _ code: String, _ offset: Int) throws {
        let conversion = try Conversion(Array(document.utf8), services: ["azure-device-update"])
        #expect(conversion.faults.map(\.code.rawValue) == [code])
        #expect(conversion.faults.map(\.offset) == [offset])
    }
}
