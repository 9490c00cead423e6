import Foundation
import LongRunningOperations
import Testing

/// How a document is written does not change what it says: escapes and white space make no difference to a record.
@Suite struct HostileEscapesTests {
    /// The text with each string passed through a closure and each token through another.
    private static func rewritten(
        _ text: [UInt8],
        string: ([UInt16]) -> [UInt8],
        token: (UInt8) -> [UInt8]
    ) -> [UInt8] {
        var result: [UInt8] = []
        var offset = 0
        while offset < text.count {
            guard text[offset] == UInt8(ascii: "\"") else {
                result += token(text[offset])
                offset += 1
                continue
            }
            var end = offset + 1
            while end < text.count, text[end] != UInt8(ascii: "\"") {
                end += text[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            let inventory = ScalarInventory(Array(text[offset...end]))
            let decoded = inventory.counts.keys.first.map { Array($0.dropFirst()) } ?? []
            result.append(UInt8(ascii: "\""))
            result += string(Array(String(decoding: decoded, as: UTF8.self).utf16))
            result.append(UInt8(ascii: "\""))
            offset = end + 1
        }
        return result
    }

    @Test(arguments: Sample.all)
    func saysTheSameWithEverythingEscaped(_ sample: Sample) throws {
        let document = Self.rewritten(
            sample.document,
            string: { units in
                units.flatMap { Array("\\u".utf8) + Array(String(format: "%04X", Int($0)).utf8) }
            },
            token: { [$0] }
        )
        let conversion = try Conversion(document, services: [ServiceIdentifier(sample.service)])
        #expect(conversion.lines == sample.expected)
    }

    @Test(arguments: Sample.all)
    func saysTheSameWithWhiteSpaceEverywhere(_ sample: Sample) throws {
        let document = Self.rewritten(
            sample.document,
            string: { units in
                // As it was, but through the escapes that JSON asks for.
                let text = String(decoding: units, as: UTF16.self)
                let quoted = (try? JSONSerialization.data(withJSONObject: [text])) ?? Data()
                return Array(quoted.dropFirst(2).dropLast(2))
            },
            token: { byte in
                switch byte {
                case UInt8(ascii: ":"), UInt8(ascii: ","): Array("\r\n\t ".utf8) + [byte] + Array("  \n".utf8)
                case UInt8(ascii: "{"), UInt8(ascii: "["): [byte] + Array("\t\t".utf8)
                case UInt8(ascii: "}"), UInt8(ascii: "]"): Array(" \n".utf8) + [byte]
                default: [byte]
                }
            }
        )
        let conversion = try Conversion(document, services: [ServiceIdentifier(sample.service)])
        #expect(conversion.lines == sample.expected)
    }
}
