import CJSONKernels
import Testing

/// Writing records of layouts: every kernel does what the plain one does, and that is what the words mean.
@Suite struct LayoutWriteTests {
    struct Answer: Equatable {
        var written: [UInt8]
        var left: Int
    }

    /// What the kernels write for one operation on a hole; nil where they differ.
    static func answer(
        _ kind: cjson_layout_operation_kind,
        literal: [UInt8],
        hole: [UInt8],
        before: Int = 0,
        isRewritten: Bool = false
    ) -> Answer? {
        let document =
            [UInt8](repeating: 0x20, count: before) + hole + [UInt8](repeating: 0x22, count: Int(CJSON_LAYOUT_SLACK))
        var places = cjson_layout_places()
        cjson_set_hole(&places, 0, UInt32(before), UInt32(before + hole.count), 0, isRewritten ? 1 : 0)
        let operations = [
            cjson_layout_operation(
                kind: UInt8(kind.rawValue),
                flags: 0,
                hole: 0,
                count: UInt32(literal.count),
                start: 0
            )
        ]
        let literals = literal + [UInt8](repeating: 0x21, count: Int(CJSON_LAYOUT_SLACK))
        let answers = LayoutMatchTests.kernels.map { kernel in
            var output = [UInt8](repeating: 0, count: literal.count + hole.count + 256)
            return output.withUnsafeMutableBufferPointer { buffer -> Answer in
                guard let base = buffer.baseAddress else { return Answer(written: [], left: -1) }
                var cursor = base
                let left = kernel.write(operations, 0, 1, literals, document, &places, &cursor)
                return Answer(written: Array(buffer[..<(cursor - base)]), left: left)
            }
        }
        return answers.dropFirst().allSatisfy { $0 == answers[0] } ? answers[0] : nil
    }

    @Test(arguments: [0, 1, 31, 32, 33, 63, 64, 65, 200])
    func copiesLiteralsAndHolesOfAnyLength(count: Int) throws {
        for other in [1, 30, 32, 64, 65, 129] {
            let literal = (0..<count).map { UInt8(0x30 + $0 % 60) }
            let hole = (0..<other).map { UInt8(0x61 + $0 % 26) }
            for before in [0, 5, 60, 63] {
                let answer = try #require(Self.answer(CJSON_LAYOUT_TEXT, literal: literal, hole: hole, before: before))
                #expect(answer == Answer(written: literal + hole, left: 1))
            }
        }
    }

    @Test func leavesWhatIsToBeRewritten() throws {
        let text = Array(#"a\/b"#.utf8)
        let answer = try #require(Self.answer(CJSON_LAYOUT_TEXT, literal: [0x78], hole: text, isRewritten: true))
        #expect(answer == Answer(written: [], left: 0))
    }

    /// The dates of two leap years and a common one, and times beside what is allowed.
    @Test func writesPlainTimesAndLeavesTheOthers() throws {
        func written(_ text: String) throws -> String? {
            let answer = try #require(Self.answer(CJSON_LAYOUT_PLAIN_TIME, literal: [], hole: Array(text.utf8)))
            return answer.left == 1 ? String(decoding: answer.written, as: UTF8.self) : nil
        }
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for month in 0...13 {
            for day in 0...32 {
                let text = "2021-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)T05:06:07.12Z"
                let isDay = (1...12).contains(month) && day > 0 && day <= lengths[month - 1]
                #expect(try written(text) == (isDay ? text : nil))
            }
        }
        for (text, canonical) in [
            ("2021-03-04T05:06:07Z", "2021-03-04T05:06:07Z"), ("2021-03-04T05:06:07+00:00", "2021-03-04T05:06:07Z"),
            ("2021-03-04T23:59:59.123456789-00:00", "2021-03-04T23:59:59.123456789Z"),
        ] {
            #expect(try written(text) == canonical)
        }
        for text in [
            "2021-03-04T24:06:07Z", "2021-03-04T05:60:07Z", "2021-03-04T05:06:60Z", "2021-03-04T05:06:07.Z",
            "2021-03-04t05:06:07Z",
            "2021-03-04T05:06:07.1234567890Z", "2021-03-04T05:06:07z", "2021-03-04T05:06:07+01:00",
            "2021-03-04T05:06:07.1x3Z",
            "2021-03-04 05:06:07Z", "2021-03-04", "", "2021-03-04T05:06:07.x23456789Z", "2021-03-04T05:06:07:1Z",
        ] {
            #expect(try written(text) == nil)
        }
    }
}
