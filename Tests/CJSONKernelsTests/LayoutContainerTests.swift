import CJSONKernels
import Testing

/// Objects and arrays of any members: what stands in a hole is JSON in one line, and each kernel says so.
@Suite struct LayoutContainerTests {
    private static let layouts = [
        LayoutMatchTests.Layout(texts: ["{\"x\":{", "}}"], holes: [CJSON_LAYOUT_CONTAINER, CJSON_LAYOUT_END]),
        LayoutMatchTests.Layout(texts: ["{\"y\":[", "]}"], holes: [CJSON_LAYOUT_CONTAINER, CJSON_LAYOUT_END]),
    ]

    private static let steps = LayoutMatchTests.steps(of: layouts)

    private struct Answer: Equatable {
        var hole: Range<Int>?
        var isRewritten = false
        var isRespelled = false
    }

    /// What all kernels say of a document, which has the rest of a line behind its end; nil where they differ.
    private static func answer(_ document: [UInt8], behind: [UInt8] = []) -> Answer? {
        let slack = behind + [UInt8](repeating: UInt8(ascii: "1"), count: Int(CJSON_LAYOUT_SLACK))
        let bytes = document + slack.prefix(Int(CJSON_LAYOUT_SLACK))
        let answers = LayoutMatchTests.kernels.map { kernel in
            var places = cjson_layout_places()
            guard kernel.match(steps, 1, bytes, document.count, &places) >= 0, places.end == document.count else {
                return Answer()
            }
            return Answer(
                hole: Int(cjson_hole_start(&places, 0))..<Int(cjson_hole_end(&places, 0)),
                isRewritten: cjson_hole_is_rewritten(&places, 0) != 0,
                isRespelled: cjson_hole_is_respelled(&places, 0) != 0
            )
        }
        return answers.dropFirst().allSatisfy { $0 == answers[0] } ? answers[0] : nil
    }

    private static func object(_ inside: String) -> [UInt8] { Array("{\"x\":{\(inside)}}".utf8) }

    private static func array(_ inside: String) -> [UInt8] { Array("{\"y\":[\(inside)]}".utf8) }

    @Test(arguments: [
        "", #""a":1"#, #""":"""#, #""a":{}"#, #""a":[],"b":{"c":[[],{}]}"#, #""a":"\"}{][,:\\""#,
        #""a":-0.5e+10,"b":0,"c":1E9,"d":[0,-1,10]"#, #""a":true,"b":false,"c":null"#,
        #""a":[[[[[[{"b":[{}]}]]]]]]"#,
        #""a":"0123456789012345678901234567890123456789012345678901234567890123456789""#,
    ])
    func takesAnyMembers(inside: String) throws {
        let answer = try #require(Self.answer(Self.object(inside)))
        #expect(answer == Answer(hole: 6..<6 + inside.utf8.count))
    }

    @Test(arguments: ["", "1", #""a","b""#, "[],[{}]", "null,true,-1e5", #"{"a":1},{"b":[2]}"#])
    func takesAnyElements(inside: String) throws {
        let answer = try #require(Self.answer(Self.array(inside)))
        #expect(answer == Answer(hole: 6..<6 + inside.utf8.count))
    }

    @Test(arguments: [
        ",", "1", #""a""#, #""a":"#, #""a":,"#, #""a":1,"#, #",,"a":1"#, #""a"1"#, #""a":1 2"#, #""a":01"#, #""a":1."#,
        #""a":.5"#, #""a":-"#, #""a":+1"#, #""a":1e"#, #""a":1e+"#, #""a":tru"#, #""a":truee"#, #""a":nul"#,
        #""a":False"#,
        #""a":{]"#, #""a":[}"#, #""a":[1,]"#, #""a":[,1]"#, #""a":{"b"}"#, #""a":{"b":1,}"#, #""a":{1:2}"#, #"'a':1"#,
        #""a":"\x""#, #""a":"\ud800""#, "\"a\":\"\t\"", "\"a\":\n1", "\"a\":1\r", #""a":1}"#, #""a":{"#, #""a":["#,
        #""a:1"#, #""a":1}],"#,
    ])
    func refusesMembersThatAreNoJSONInOneLine(inside: String) throws {
        #expect(try #require(Self.answer(Self.object(inside))).hole == nil)
    }

    @Test(arguments: [",", "1,", ",1", "1 2", #""a":1"#, "1]", "{]", "[", "1\n", "\r1", "01", "nul", "\"\t\"", "'a'"])
    func refusesElementsThatAreNoJSONInOneLine(inside: String) throws {
        #expect(try #require(Self.answer(Self.array(inside))).hole == nil)
    }

    @Test func saysWhatCanonicalTextSpellsOtherwise() throws {
        for (inside, isRespelled) in [
            (#" "a":1"#, false), (#""a" :1"#, false), ("\"a\":\t1", false), (#""a":[1, 2]"#, false),
            (#""a":1 "#, false),
            (#""a":"\/""#, true), (#""\u0041":1"#, true), ("\"a\":\"\u{2028}\"", true), (#""a": "\u0041""#, true),
        ] {
            let answer = try #require(Self.answer(Self.object(inside)))
            #expect(answer == Answer(hole: 6..<6 + inside.utf8.count, isRewritten: true, isRespelled: isRespelled))
        }
        #expect(try #require(Self.answer(Self.object(#""a b":"c d\"e""#))).isRewritten == false)
    }

    @Test func isNoDeeperThanItSays() throws {
        let most = Int(CJSON_LAYOUT_DEEPEST)
        for depth in [most - 1, most, most + 1] {
            let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let answer = try #require(Self.answer(Array("{\"y\":\(nested)}".utf8)))
            #expect((answer.hole != nil) == (depth <= most))
            let mixed = String(repeating: "{\"a\":[", count: depth / 2) + String(repeating: "]}", count: depth / 2)
            #expect(try #require(Self.answer(Array("{\"x\":\(mixed)}".utf8))).hole != nil)
        }
    }

    @Test func readsNothingBehindTheEnd() throws {
        let document = Self.object(#""a":{"b":[1,-2.5e10,true,"c\"d"],"e":null} , "f":[]"#)
        #expect(try #require(Self.answer(document)).hole != nil)
        for count in document.indices {
            let cut = try #require(Self.answer(Array(document[..<count]), behind: Array(document[count...])))
            #expect(cut.hole == nil)
        }
    }

    /// Every byte of a document changed to every other one.
    @Test func agreesWithTheScalarKernel() {
        let document = Self.object(#""a": [1, -2.5e10, true, "c\"d\u0041"], "e": {"f": null}"#)
        for index in document.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = document
                changed[index] = byte
                #expect(Self.answer(changed) != nil)
            }
        }
    }

    @Test(arguments: [
        ("", ""), (" ", ""), (#"{ "a b" : [ 1 , 2 ] }"#, #"{"a b":[1,2]}"#),
        (#""\" \\" : " \\\" ""#, #""\" \\":" \\\" ""#),
        ("\t1\t", "1"), (#""\u0020 ": "\\" "#, #""\u0020 ":"\\""#),
    ])
    func copiesWithoutBlanks(json: String, wanted: String) {
        let bytes = Array(json.utf8)
        var target = [UInt8](repeating: 0x7E, count: bytes.count + 1)
        let count = cjson_copy_without_blanks(&target, bytes, bytes.count)
        #expect(String(decoding: target[..<count], as: UTF8.self) == wanted)
        #expect(target[bytes.count] == 0x7E)
    }
}
