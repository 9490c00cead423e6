import Foundation
import LongRunningOperations
import Synchronization
import Testing

/// Nesting far beyond the limit: one clean answer, on a stack as small as threads get, whatever the build.
@Suite struct HostileDepthTests {
    static let levels = [100, 510, 511, 512, 513, 1000, 10_000, 100_000, 1_000_000]
    /// What Darwin gives a thread that is not the main one.
    static let stackSize = 512 << 10

    /// Ways to nest: what opens a level, what stands innermost, what closes a level.
    static let shapes: [(name: String, prefix: String, open: String, core: String, close: String, suffix: String)] = [
        ("arrays", "", "[", "", "]", ""),
        ("objects", "", #"{"a":"#, "1", "}", ""),
        ("mixed", "", #"[{"a":"#, "[]", "}]", ""),
        ("skipped", #"{"operationId":"a","status":"Running","x":"#, "[", "", "]", "}"),
        ("skippedObjects", #"{"operationId":"a","status":"Running","x":"#, #"{"y":"#, "null", "}", "}"),
        ("inner", #"{"operationId":"a","status":"Failed","error":"#, #"{"code":"c","innererror":"#, "{}", "}", "}"),
        (
            "innerUpper", #"{"operationId":"a","status":"Failed","error":"#, #"{"code":"c","innerError":"#, "{}", "}",
            "}"
        ),
        ("details", #"{"operationId":"a","status":"Failed","error":"#, #"{"code":"c","details":["#, #""m""#, "]}", "}"),
        ("wrapped", "", #"{"error":"#, #"{"code":"c","message":"m"}"#, "}", ""),
        (
            "children", #"{"id":"/operationStatuses/a","status":"Running","operations":"#,
            #"[{"status":"x","operations":"#, "[]", "}]", "}"
        ),
    ]

    static func document(_ shape: Int, levels: Int, isClosed: Bool) -> [UInt8] {
        let form = shapes[shape]
        var bytes = Array(form.prefix.utf8)
        let open = Array(form.open.utf8)
        for _ in 0..<levels { bytes += open }
        guard isClosed else { return bytes }
        bytes += Array(form.core.utf8)
        let close = Array(form.close.utf8)
        for _ in 0..<levels { bytes += close }
        return bytes + Array(form.suffix.utf8)
    }

    /// Runs a closure on a thread with a small stack, and waits for what it answers.
    static func onSmallStack<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) -> Answer? {
        let answer = Mutex<Answer?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            let value = body()
            answer.withLock { $0 = value }
            done.signal()
        }
        thread.stackSize = stackSize
        thread.start()
        done.wait()
        return answer.withLock { $0 }
    }

    /// What is wrong with an answer, or nil.
    private static func complaint(_ rejection: String?, levels: Int, isClosed: Bool, length: Int) -> String? {
        let allowed: [String]
        if length > DecodingLimits().length {
            allowed = ["tooLong"]
        } else if levels > 512 {
            allowed = ["tooDeep"]
        } else if !isClosed {
            allowed = ["truncated", "tooDeep"]
        } else {
            allowed = ["accepted", "tooDeep"] + JSONTestSuiteTests.beyondSyntax
        }
        let answer = rejection ?? "accepted"
        return allowed.contains(answer) ? nil : answer
    }

    @Test(arguments: shapes.indices)
    func answersAtEveryDepth(_ shape: Int) throws {
        let services: [[ServiceIdentifier]] = [
            ["azure-device-update"], ["azure-core"], ["azure-arm-async"], ["rfc9457"], [],
        ]
        let plans = try services.map { try PlanCache.plan(for: $0) }
        let complaints = Self.onSmallStack {
            var complaints: [String] = []
            for levels in Self.levels {
                for isClosed in [true, false] {
                    let document = Self.document(shape, levels: levels, isClosed: isClosed)
                    for plan in plans {
                        let rejection = DocumentAnswer(document, converter: DocumentConverter(plan: plan)).rejection
                        let length = document.count
                        if let wrong = Self.complaint(rejection, levels: levels, isClosed: isClosed, length: length) {
                            complaints.append("\(Self.shapes[shape].name) \(levels) closed \(isClosed): \(wrong)")
                        }
                    }
                }
            }
            return complaints
        }
        #expect(complaints == [])
    }

    /// The limit is where it is said to be, also when it is set down.
    @Test(arguments: [1, 2, 3, 64, 511, 512])
    func standsAtTheLimit(_ limit: Int) throws {
        let plan = try PlanCache.plan(for: ["azure-device-update"])
        let converter = DocumentConverter(plan: plan, limits: DecodingLimits(depth: limit))
        for shape in [0, 1] {
            let fits = Self.document(shape, levels: limit, isClosed: true)
            let deeper = Self.document(shape, levels: limit + 1, isClosed: true)
            // An empty list says nothing; every other value here is no reply.
            let rejection = DocumentAnswer(fits, converter: converter).rejection
            #expect(rejection == (fits.elementsEqual("[]".utf8) ? nil : "notAReply"))
            #expect(DocumentAnswer(deeper, converter: converter).rejection == "tooDeep")
        }
    }

    /// Sixty-four errors of a chain are read; what is deeper stays as JSON.
    @Test(arguments: ["innererror", "innerError"])
    func keepsWhatIsDeeperThanTheChain(_ key: String) throws {
        let levels = 400
        var document = #"{"operationId":"a","status":"Failed","error":"#
        for level in 0..<levels { document += #"{"code":"c\#(level)","\#(key)":"# }
        document += "null" + String(repeating: "}", count: levels + 1)
        let bytes = Array(document.utf8)
        let plan = try PlanCache.plan(for: ["azure-device-update"])
        let answer = Self.onSmallStack { Conversion(bytes, converter: DocumentConverter(plan: plan)).lines }
        let line = try #require(answer)
        #expect(line.components(separatedBy: #""innerError":"#).count - 1 >= 63)
        let kept = ScalarInventory(Array(line.utf8))
        #expect((0..<levels).allSatisfy { kept.contains(text: Array("c\($0)".utf8)) })
    }
}
