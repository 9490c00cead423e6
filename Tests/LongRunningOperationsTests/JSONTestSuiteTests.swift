import Foundation
import LongRunningOperations
import Testing

/// The verdict on each file of JSONTestSuite (Nicolas Seriot, MIT): accepted where the text is JSON, whatever the service
/// layer then makes of the value.
@Suite(.enabled(if: SharedFolder.has("JSONTestSuite"), "JSONTestSuite is not beside the package"))
struct JSONTestSuiteTests {
    /// Codes that say that the text was JSON, but no reply.
    static let beyondSyntax: Set<String> = ["notAReply", "noServiceMatches", "severalServicesMatch", "duplicateMember"]

    /// What is pinned for the files on which RFC 8259 leaves the choice: nil is accepted.
    ///
    /// Numbers are text, so none is too large. Half a surrogate pair and bytes that are no UTF-8 are refused. A byte order
    /// mark may begin a file.
    static let pinned: [String: String?] = [
        "i_number_double_huge_neg_exp.json": nil,
        "i_number_huge_exp.json": nil,
        "i_number_neg_int_huge_exp.json": nil,
        "i_number_pos_double_huge_exp.json": nil,
        "i_number_real_neg_overflow.json": nil,
        "i_number_real_pos_overflow.json": nil,
        "i_number_real_underflow.json": nil,
        "i_number_too_big_neg_int.json": nil,
        "i_number_too_big_pos_int.json": nil,
        "i_number_very_big_negative_int.json": nil,
        "i_object_key_lone_2nd_surrogate.json": "loneSurrogate",
        "i_string_1st_surrogate_but_2nd_missing.json": "loneSurrogate",
        "i_string_1st_valid_surrogate_2nd_invalid.json": "loneSurrogate",
        "i_string_UTF-16LE_with_BOM.json": "invalidUTF8",
        "i_string_UTF-8_invalid_sequence.json": "invalidUTF8",
        "i_string_UTF8_surrogate_U+D800.json": "invalidUTF8",
        "i_string_incomplete_surrogate_and_escape_valid.json": "loneSurrogate",
        "i_string_incomplete_surrogate_pair.json": "loneSurrogate",
        "i_string_incomplete_surrogates_escape_valid.json": "loneSurrogate",
        "i_string_invalid_lonely_surrogate.json": "loneSurrogate",
        "i_string_invalid_surrogate.json": "loneSurrogate",
        "i_string_invalid_utf-8.json": "invalidUTF8",
        "i_string_inverted_surrogates_U+1D11E.json": "loneSurrogate",
        "i_string_iso_latin_1.json": "invalidUTF8",
        "i_string_lone_second_surrogate.json": "loneSurrogate",
        "i_string_lone_utf8_continuation_byte.json": "invalidUTF8",
        "i_string_not_in_unicode_range.json": "invalidUTF8",
        "i_string_overlong_sequence_2_bytes.json": "invalidUTF8",
        "i_string_overlong_sequence_6_bytes.json": "invalidUTF8",
        "i_string_overlong_sequence_6_bytes_null.json": "invalidUTF8",
        "i_string_truncated-utf-8.json": "invalidUTF8",
        "i_string_utf16BE_no_BOM.json": "unexpectedCharacter",
        "i_string_utf16LE_no_BOM.json": "unexpectedCharacter",
        "i_structure_500_nested_arrays.json": nil,
        "i_structure_UTF-8_BOM_empty_object.json": nil,
    ]

    static func syntaxFault(in document: [UInt8], _ converter: DocumentConverter) -> String? {
        guard let code = DocumentAnswer(document, converter: converter).rejection, !beyondSyntax.contains(code) else {
            return nil
        }
        return code
    }

    private func converters() throws -> [DocumentConverter] {
        // A service alone, one whose names are folded, and detection over all: three ways through the walker.
        let services: [[ServiceIdentifier]] = [["azure-device-update"], ["azure-cdn-china"], []]
        return try services.map { DocumentConverter(plan: try PlanCache.plan(for: $0)) }
    }

    @Test func agreesOnEveryFile() throws {
        let converters = try converters()
        var accepted = 0
        var refused = 0
        var seen: Set<String> = []
        for file in SharedFolder.names(in: "JSONTestSuite/test_parsing") where file.hasSuffix(".json") {
            let document = try SharedFolder.bytes(of: "JSONTestSuite/test_parsing/\(file)")
            for converter in converters {
                let fault = Self.syntaxFault(in: document, converter)
                switch file.utf8.first {
                case UInt8(ascii: "y"): #expect(fault == nil, "\(file)")
                case UInt8(ascii: "n"): #expect(fault != nil, "\(file)")
                default:
                    let expected = try #require(Self.pinned[file], "\(file) is not pinned")
                    #expect(fault == expected, "\(file)")
                    seen.insert(file)
                }
            }
            switch file.utf8.first {
            case UInt8(ascii: "y"): accepted += 1
            case UInt8(ascii: "n"): refused += 1
            default: break
            }
        }
        #expect(accepted == 95)
        #expect(refused == 188)
        #expect(seen.count == 35)
    }

    /// The same verdicts where each file is the value of a member that no mapping reads.
    @Test func agreesInSkippedMembers() throws {
        let converters = try converters()
        for file in SharedFolder.names(in: "JSONTestSuite/test_parsing") where file.utf8.first != UInt8(ascii: "i") {
            let inside = try SharedFolder.bytes(of: "JSONTestSuite/test_parsing/\(file)")
            // Files that break out of the member and make JSON of another sort there.
            let breaksOut: Set<String> = [
                "n_object_trailing_comment_slash_open.json", "n_structure_no_data.json",
                "n_single_space.json",
            ]
            guard !breaksOut.contains(file) else { continue }
            let document =
                Array(#"{"operationId":"a","status":"Running","skipped":"#.utf8) + inside + [UInt8(ascii: "}")]
            for converter in converters {
                let fault = Self.syntaxFault(in: document, converter)
                #expect((fault == nil) == (file.utf8.first == UInt8(ascii: "y")), "\(file): \(fault ?? "accepted")")
            }
        }
    }

    /// A window of lines gives the answers that the lines give alone.
    @Test func agreesAsLines() throws {
        let converters = try converters()
        for converter in converters {
            var window: [UInt8] = []
            var ranges: [Range<Int>] = []
            var alone = ""
            var codes: [String] = []
            for file in SharedFolder.names(in: "JSONTestSuite/test_parsing") {
                let document = try SharedFolder.bytes(of: "JSONTestSuite/test_parsing/\(file)")
                guard !document.contains(UInt8(ascii: "\n")) else { continue }
                ranges.append(window.count..<window.count + document.count)
                window += document + [UInt8(ascii: "\n")]
                let conversion = Conversion(document, converter: converter)
                alone += conversion.lines
                codes += conversion.faults.map(\.code.rawValue)
            }
            #expect(ranges.count == 308)
            var output = OutputBuffer()
            var faults: [DocumentConverter.Fault] = []
            window.withUnsafeBytes { bytes in
                ranges.withUnsafeBufferPointer { ranges in
                    converter.convert(
                        window: bytes,
                        readable: bytes.count,
                        documents: ranges,
                        oneALine: true,
                        into: &output,
                        faults: &faults
                    )
                }
            }
            #expect(String(decoding: output.bytes, as: UTF8.self) == alone)
            #expect(faults.map(\.code.rawValue) == codes)
        }
    }

    /// Values that other parsers change come through to the letter; names that only look the same stay two.
    @Test func transformsNothing() throws {
        let converter = DocumentConverter(plan: try PlanCache.plan(for: ["azure-device-update"]))
        for file in SharedFolder.names(in: "JSONTestSuite/test_transform") where file.hasSuffix(".json") {
            let value = try SharedFolder.bytes(of: "JSONTestSuite/test_transform/\(file)")
            let start = Array(#"{"operationId":"a","status":"Running","createdDateTime":null,"kept":"#.utf8)
            let answer = DocumentAnswer(start + value + [UInt8(ascii: "}")], converter: converter)
            if case .rejected(let code)? = answer.items.first {
                // Half surrogates and a byte order mark inside are all that is refused.
                #expect(["loneSurrogate", "invalidUTF8", "unexpectedCharacter"].contains(code), "\(file): \(code)")
                continue
            }
            guard case .record(let line)? = answer.items.first else { continue }
            #expect(ScalarInventory(Array(line.utf8)).numbers.isSuperset(of: ScalarInventory(value).numbers), "\(file)")
            let kept = ScalarInventory(value)
            #expect(kept.isContained(in: ScalarInventory(Array(line.utf8))), "\(file)")
        }
    }
}
