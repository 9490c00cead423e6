import CJSONKernels
import Testing

/// Writing records of layouts: every kernel does what the plain one does, and that is what the words mean.
@Suite struct LayoutWriteTests {
    struct Answer: Equatable {
        var written: [UInt8]
        var left: Int
    }

    /// What the kernels write for one operation on a hole; nil where they differ.
    static func answer(_ kind: cjson_layout_operation_kind, literal: [UInt8], hole: [UInt8], before: Int = 0) -> Answer?
    {
        // The hole as the inside of a string, so that its attention bits are those of the index.
        var document = [UInt8](repeating: 0x20, count: before) + [0x22] + hole + [0x22]
        var tokens = [UInt32](repeating: 0, count: document.count + 160)
        var attention = [UInt64](repeating: 0, count: document.count / 64 + 4)
        guard cjson_index_scalar(document, document.count, &tokens, &attention) >= 0 else { return nil }
        document += [UInt8](repeating: 0x22, count: Int(CJSON_LAYOUT_SLACK))
        let start = UInt32(before + 1)
        let holes = [start, start + UInt32(hole.count)]
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
                let left = kernel.write(operations, 0, 1, literals, document, attention, holes, &cursor)
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

    @Test(arguments: [
        (#"a\"b\\c\n"#, true), (#"\\\\\""#, true), (#"a\u0041"#, false), (#"a\/"#, false), ("a\u{7F}", false),
        ("\u{85}", false),
        ("\u{5237}\u{65B0}", true),
        (#"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\/"#, false),
    ])
    func copiesWhatIsCanonicalAsItIs(text: String, isCanonical: Bool) throws {
        for before in 0..<70 {
            let answer = try #require(
                Self.answer(CJSON_LAYOUT_TEXT, literal: Array("x".utf8), hole: Array(text.utf8), before: before)
            )
            #expect(answer == Answer(written: isCanonical ? Array("x\(text)".utf8) : [], left: isCanonical ? 1 : 0))
        }
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

/// Finding and counting one byte.
@Suite struct FindByteTests {
    @Test func findsEachPlaceOfAnyStretch() {
        var state: UInt64 = 7
        for count in 0...400 {
            for density in [1, 7, 97] as [UInt64] {
                var bytes = [UInt8](repeating: 0x61, count: count)
                for index in bytes.indices {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    if (state >> 33) % density == 0 { bytes[index] = 0x0A }
                }
                let wanted = bytes.indices.filter { bytes[$0] == 0x0A }.map { UInt32($0) }
                var places = [UInt32](repeating: 0, count: count + 1)
                let found = cjson_find_byte(bytes, count, 0x0A, &places)
                #expect(Array(places[..<found]) == wanted)
                #expect(cjson_count_byte(bytes, count, 0x0A) == wanted.count)
            }
        }
        #expect(cjson_count_byte([UInt8](repeating: 0x0A, count: 100_000), 100_000, 0x0A) == 100_000)
    }
}
