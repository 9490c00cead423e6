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
                    step.tokens = UInt8(part.filter { "{}[]:,\"".utf8.contains($0) }.count)
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
        var holes: [UInt32] = []
        var next = 0
    }

    /// The kernels that run here; the last one is in plain C.
    static var kernels: [cjson_layout_kernels] {
        (0..<cjson_layout_kernels_count()).map { cjson_layout_kernels_at($0) }
    }

    /// The kernels' answers for a document with room behind it; nil where they differ.
    static func answer(_ document: [UInt8], _ steps: [cjson_layout_step]) -> Answer? {
        let bytes = document + [UInt8](repeating: UInt8(ascii: "\""), count: Int(CJSON_LAYOUT_SLACK))
        var tokens = [UInt32](repeating: 0, count: document.count + 160)
        var attention = [UInt64](repeating: 0, count: document.count / 64 + 4)
        let count = cjson_index_scalar(bytes, document.count, &tokens, &attention)
        guard count >= 0 else { return Answer(layout: -2) }
        let answers = kernels.map { kernel in
            var holes = [UInt32](repeating: 0, count: 512)
            var next = 0
            let layout = kernel.match(steps, 1, bytes, 0, document.count, tokens, &holes, &next)
            return layout < 0 ? Answer(layout: -1) : Answer(layout: layout, holes: holes, next: next)
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
        #expect(running.layout == 0)
        #expect(Array(running.holes.prefix(4)) == [7, 13, 52, 56])
        #expect(running.next == 18)
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
}
