import CJSONKernels
import Testing

/// Matching documents against layouts: the vector kernel says what the scalar one says, and both what the words mean.
@Suite struct LayoutMatchTests {
    /// A layout as a list of fixed texts; a hole stands behind each but the last.
    struct Layout {
        var texts: [String]
        var holes: [cjson_layout_hole]
    }

    /// Steps of layouts that share nothing: each begins as a sibling of the one before.
    static func steps(of layouts: [Layout]) -> [cjson_layout_step] {
        var steps = [cjson_layout_step()]
        var previousFirst = 0
        for (number, layout) in layouts.enumerated() {
            var parent = 0
            for (index, text) in layout.texts.enumerated() {
                var rest = Array(text.utf8)[...]
                repeat {
                    let part = rest.prefix(Int(CJSON_LAYOUT_STEP_BYTES))
                    rest = rest.dropFirst(part.count)
                    var step = cjson_layout_step()
                    withUnsafeMutableBytes(of: &step.bytes) { $0.copyBytes(from: part) }
                    step.length = UInt8(part.count)
                    if rest.isEmpty { step.hole = UInt8(layout.holes[index].rawValue) }
                    step.layout = UInt32(number)
                    if parent > 0 {
                        steps[parent].child = UInt32(steps.count)
                    } else {
                        if previousFirst > 0 { steps[previousFirst].sibling = UInt32(steps.count) }
                        previousFirst = steps.count
                    }
                    parent = steps.count
                    steps.append(step)
                } while !rest.isEmpty
            }
        }
        return steps
    }

    struct Answer: Equatable {
        var layout: Int64
        var holes: [Range<Int>] = []
        var escaped: [Int] = []
        var rewritten: [Int] = []
    }

    /// The kernels that run here; the last one is in plain C.
    static var kernels: [cjson_layout_kernels] {
        (0..<cjson_layout_kernels_count()).map { cjson_layout_kernels_at($0) }
    }

    /// The kernels' answers for a document, with more of what it may look like behind it; nil where they differ.
    static func answer(_ document: [UInt8], _ steps: [cjson_layout_step], behind: [UInt8] = []) -> Answer? {
        let slack = behind + [UInt8](repeating: UInt8(ascii: "\""), count: Int(CJSON_LAYOUT_SLACK))
        let bytes = document + slack.prefix(Int(CJSON_LAYOUT_SLACK))
        let answers = kernels.map { kernel in
            var places = cjson_layout_places()
            let layout = kernel.match(steps, 1, bytes, document.count, &places)
            guard layout >= 0, places.end == document.count else { return Answer(layout: -1) }
            let holes = 0..<layouts[Int(layout)].holes.count - 1
            return Answer(
                layout: layout,
                holes: holes.map { Int(cjson_hole_start(&places, $0))..<Int(cjson_hole_end(&places, $0)) },
                escaped: holes.filter { cjson_hole_is_escaped(&places, $0) != 0 },
                rewritten: holes.filter { cjson_hole_is_rewritten(&places, $0) != 0 }
            )
        }
        return answers.dropFirst().allSatisfy { $0 == answers[0] } ? answers[0] : nil
    }

    static let layouts = [
        Layout(
            texts: ["{\"id\":\"", "\",\"status\":\"Running\",\"percentComplete\":", "}"],
            holes: [CJSON_LAYOUT_STRING, CJSON_LAYOUT_NUMBER, CJSON_LAYOUT_END]
        ),
        Layout(
            texts: ["{\"Id\":\"", "\",\"status\":\"Succeeded\"}"],
            holes: [CJSON_LAYOUT_STRING, CJSON_LAYOUT_END]
        ),
        Layout(
            texts: [
                "{ \"a name that is longer than one step of a layout can hold twice\": [[], {}], \"x\": \"", "\"}",
            ],
            holes: [CJSON_LAYOUT_STRING, CJSON_LAYOUT_END]
        ),
    ]

    @Test func findsTheHolesOfEachLayout() throws {
        let steps = Self.steps(of: Self.layouts)
        let document = Array(#"{"id":"7f\"3a","status":"Running","percentComplete":45.5}"#.utf8)
        let running = try #require(Self.answer(document, steps))
        #expect(running == Answer(layout: 0, holes: [7..<13, 52..<56], escaped: [0]))
        let long = #"{ "a name that is longer than one step of a layout can hold twice": [[], {}], "x": "y"}"#
        #expect(Self.answer(Array(long.utf8), steps)?.layout == 2)
    }

    @Test(arguments: [
        #"{"Id":"","status":"Succeeded"}"#, #"{"Id":"1","status":"Succeeded"} "#, #"{"Id":"1","status":"Succeeded""#,
        #"{"id":"1","status":"Failed"}"#, #"{"id":"1","status":"Running","percentComplete":}"#, #"{"id":"1""#, "{", "",
        #"{"id":"1","status":"Running","percentComplete":45.5x}"#,
    ])
    func findsNoLayoutForOthers(document: String) throws {
        let answer = try #require(Self.answer(Array(document.utf8), Self.steps(of: Self.layouts)))
        #expect(answer.layout < 0)
    }

    /// Every byte of a known document changed to every other one.
    @Test func agreesWithTheScalarKernel() {
        let steps = Self.steps(of: Self.layouts)
        for text in [
            #"{"id":"0fa5e0a2","status":"Running","percentComplete":-1.5e3}"#,
            #"{ "a name that is longer than one step of a layout can hold twice": [[], {}], "x": "y"}"#,
        ] {
            let document = Array(text.utf8)
            for index in document.indices {
                for byte in UInt8.min...UInt8.max {
                    var changed = document
                    changed[index] = byte
                    #expect(Self.answer(changed, steps) != nil)
                }
            }
        }
    }

    /// Documents that end in the middle, with the rest behind the end.
    @Test func readsNothingBehindTheEnd() throws {
        let steps = Self.steps(of: Self.layouts)
        let document = Array(#"{"id":"7f\"\\\u00413a\u{E9}","status":"Running","percentComplete":45.5}"#.utf8)
        for count in document.indices {
            let cut = try #require(Self.answer(Array(document[..<count]), steps, behind: Array(document[count...])))
            #expect(cut.layout == -1)
        }
    }

    /// What the strings of a document may hold is what the index allows.
    private func isProvedAsByTheIndex(_ string: [UInt8], _ steps: [cjson_layout_step]) -> Bool {
        let document = Array(#"{"Id":""#.utf8) + string + Array(#"","status":"Succeeded"}"#.utf8)
        var tokens = [UInt32](repeating: 0, count: document.count + 160)
        var attention = [UInt64](repeating: 0, count: document.count / 64 + 4)
        let count = cjson_index_scalar(document, document.count, &tokens, &attention)
        // Of more tokens, one of the quotes was the string's.
        let isSound = count == 13 && !string.isEmpty
        return Self.answer(document, steps).map { ($0.layout == 1) == isSound } ?? false
    }

    @Test func provesStringsAsTheIndexDoes() {
        let steps = Self.steps(of: Self.layouts)
        let pieces =
            [
                #"\"#, #"\""#, #"\\"#, #"\n"#, #"\/"#, #"\x"#, #"\u0041"#, #"\u00g1"#, #"\ud83d\ude00"#, #"\ud83d"#,
                #"\ude00"#, #"\u"#,
                "\u{7F}", "\n", "\t", "\u{1F}", "\u{E9}", "\u{5FAE}\u{8F6F}", "\u{1F680}", "\u{202E}", "\u{85}", "a",
                "0123456789", " ",
                "a text of which nothing would stop a copy of it that is longer than a block of sixty-four",
            ]
            .map { Array($0.utf8) } + [
                [0xC0, 0x80], [0xFF], [0x80], [0xE5, 0xBE], [0xF0, 0x9F, 0x9A], [0xED, 0xA0, 0x80],
            ]
        var state: UInt64 = 11
        for _ in 0..<20_000 {
            var string: [UInt8] = []
            for _ in 0...(state >> 60) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                string += pieces[Int((state >> 33) % UInt64(pieces.count))]
            }
            #expect(isProvedAsByTheIndex(string, steps), "\(string)")
        }
    }

    /// Every lead byte with every byte behind it, and the third and fourth byte at each border of what they may be.
    @Test func provesCharactersAsTheIndexDoes() {
        let steps = Self.steps(of: Self.layouts)
        let borders: [UInt8] = [0x22, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for lead in UInt8(0x80)...0xFF {
            for next in UInt8.min...0xFF {
                #expect(isProvedAsByTheIndex([lead, next], steps))
            }
            guard lead >= 0xE0 else { continue }
            for next in borders {
                for third in borders {
                    #expect(isProvedAsByTheIndex([lead, next, third], steps))
                    guard lead >= 0xF0 else { continue }
                    for fourth in borders { #expect(isProvedAsByTheIndex([lead, next, third, fourth], steps)) }
                }
            }
        }
    }

    /// The characters that canonical text escapes, and no others, are to be rewritten.
    @Test func marksCharactersThatHide() throws {
        let steps = Self.steps(of: Self.layouts)
        let hiding: [ClosedRange<UInt32>] = [
            0x7F...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
        ]
        for value in UInt32(0x7E)...0x3000 {
            let scalar = try #require(Unicode.Scalar(value))
            let answer = Self.answer(Array(#"{"Id":"a\#(scalar)b","status":"Succeeded"}"#.utf8), steps)
            let isHiding = hiding.contains { $0.contains(value) }
            #expect(answer?.rewritten == (isHiding ? [0] : []))
            #expect(answer?.escaped == (isHiding ? [0] : []))
        }
    }

    @Test(arguments: [
        (#"\"\\\b\f\n\r\t"#, [0], []), (#"\/"#, [0], [0]), (#"\u0041"#, [0], [0]), (#"\ud83d\ude00"#, [0], [0]),
        ("\u{7F}", [0], [0]), ("plain", [], []), ("\u{5FAE}\u{8F6F}", [], []),
    ])
    func marksWhatIsNotAsItStands(string: String, escaped: [Int], rewritten: [Int]) throws {
        // Wherever it stands in a block.
        for before in 0..<70 {
            let padding = String(repeating: "x", count: before)
            let document = #"{"Id":"\#(padding)\#(string)","status":"Succeeded"}"#
            let answer = try #require(Self.answer(Array(document.utf8), Self.steps(of: Self.layouts)))
            let length = before + string.utf8.count
            #expect(answer == Answer(layout: 1, holes: [7..<7 + length], escaped: escaped, rewritten: rewritten))
        }
    }
}
