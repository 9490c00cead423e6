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
        flags: UInt8 = 0,
        isEscaped: Bool = false,
        isRewritten: Bool = false
    ) -> Answer? {
        let document =
            [UInt8](repeating: 0x20, count: before) + hole + [UInt8](repeating: 0x22, count: Int(CJSON_LAYOUT_SLACK))
        var places = cjson_layout_places()
        cjson_set_hole(&places, 0, UInt32(before), UInt32(before + hole.count), isEscaped ? 1 : 0, isRewritten ? 1 : 0)
        let operations = [
            cjson_layout_operation(
                kind: UInt8(kind.rawValue),
                flags: flags,
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
            "0999-03-04T05:06:07Z", "0001-01-01T00:00:00Z", "2021-03-04T24:06:07Z", "2021-03-04T05:60:07Z",
            "2021-03-04T05:06:60Z", "2021-03-04T05:06:07.Z",
            "2021-03-04t05:06:07Z",
            "2021-03-04T05:06:07.1234567890Z", "2021-03-04T05:06:07z", "2021-03-04T05:06:07+01:00",
            "2021-03-04T05:06:07.1x3Z",
            "2021-03-04 05:06:07Z", "2021-03-04", "", "2021-03-04T05:06:07.x23456789Z", "2021-03-04T05:06:07:1Z",
        ] {
            #expect(try written(text) == nil)
        }
    }

    @Test(arguments: [
        ("0", true, true), ("45", true, true), ("100", true, true), ("100.0", true, true), ("99.95", true, true),
        ("0.50", true, true), ("101", true, false), ("100.01", true, false), ("1000", true, false), ("-0", true, false),
        ("-12.5", true, false), ("12345678901234567890", true, false), ("1e2", false, false), ("01", false, false),
        ("1.", false, false), (".5", false, false), ("-", false, false), ("--1", false, false), ("1.2.3", false, false),
        ("+1", false, false),
    ])
    func copiesPlainNumbers(text: String, isNumber: Bool, isPercentage: Bool) throws {
        let copied = Answer(written: [0x78] + Array(text.utf8), left: 1)
        let left = Answer(written: [], left: 0)
        let number = Self.answer(CJSON_LAYOUT_NUMBER_TEXT, literal: [0x78], hole: Array(text.utf8))
        #expect(number == (isNumber ? copied : left))
        let percentage = Self.answer(CJSON_LAYOUT_PERCENTAGE, literal: [0x78], hole: Array(text.utf8))
        #expect(percentage == (isPercentage ? copied : left))
    }

    @Test(arguments: [
        ("/projects/*/operationstatuses/*", "/Projects/p/operationStatuses/7", true),
        ("/projects/*/operationstatuses/*", "/projects/p/operationstatuses", false),
        ("/projects/*/operationstatuses/*", "/projects/operationstatuses/7", false), ("*", "", true), ("*", "x", true),
        ("a*a", "a", false), ("a*a", "aa", true), ("abc", "ABC", true), ("abc", "abcd", false), ("abc", "ab", false),
        ("*_error", "rate_limit_ERROR", true), ("*_error", "_errors", false), ("arn:*:ecs:*", "arn:aws:ECS:x", true),
        ("*a*b*", "xxbxa", false), ("*a*b*", "xxaxb", true), ("**", "", true), ("", "", true), ("", "a", false),
    ])
    func matchesGlobs(glob: String, text: String, isMatch: Bool) {
        let pattern = Array(glob.utf8)
        #expect(cjson_matches_glob(pattern, pattern.count, Array(text.utf8), text.utf8.count) == isMatch)
        guard !text.isEmpty else { return }
        for wanted in [false, true] {
            let flags = wanted ? UInt8(CJSON_LAYOUT_IS_MATCH) : 0
            let answer = Self.answer(CJSON_LAYOUT_GLOB, literal: pattern, hole: Array(text.utf8), flags: flags)
            #expect(answer == Answer(written: [], left: wanted == isMatch ? 1 : 0))
        }
        let escaped = Self.answer(CJSON_LAYOUT_GLOB, literal: pattern, hole: Array(text.utf8), isEscaped: true)
        #expect(escaped == Answer(written: [], left: 0))
    }

    /// Every byte in place of every letter of a part, at each length around a word.
    @Test func foldsTheCaseOfLettersAlone() {
        for length in 1...20 {
            let part = Array("az@[`{mq0_-/.x9yZ~bk".utf8.prefix(length)).map { $0 == 0x5A ? 0x7A : $0 }
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var text = part
                    text[place] = byte
                    let isLetter = 0x41...0x5A ~= byte
                    let isSame = (isLetter ? byte | 0x20 : byte) == part[place]
                    #expect(cjson_matches_glob(part, length, text, length) == isSame)
                    let pattern = [0x2A] + part + [0x2A]
                    let around = [0x23] + text + [0x23]
                    #expect(cjson_matches_glob(pattern, length + 2, around, length + 2) == isSame)
                }
            }
        }
    }

    @Test(arguments: [("BlobNotFound", true), ("about:blank", false), ("About:blank", true), ("about:blanks", true)])
    func leavesCodesThatSayNothing(code: String, isCode: Bool) {
        let answer = Self.answer(CJSON_LAYOUT_CODE, literal: [], hole: Array(code.utf8))
        #expect(answer == Answer(written: [], left: isCode ? 1 : 0))
    }

    @Test(arguments: [
        ("plain", true), ("  plain", true), ("   ", true), ("{", false), ("  {}", false), (#" \"{"#, false),
        ("a{", true),
    ])
    func leavesMessagesThatBeginLikeJSON(message: String, isMessage: Bool) {
        let answer = Self.answer(CJSON_LAYOUT_MESSAGE, literal: [], hole: Array(message.utf8))
        #expect(answer == Answer(written: [], left: isMessage ? 1 : 0))
    }
}
