import Foundation
import LongRunningOperations
import Testing

/// Bytes of every kind: an answer, never a trap, and never a line that is no line.
@Suite struct HostileBytesTests {
    static let isExhaustive = ProcessInfo.processInfo.environment["LRO_EXHAUSTIVE_TESTS"] != nil

    /// Numbers by a fixed seed (SplitMix64).
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// What holds of every answer: faults lie in the document, lines are single and hold nothing that deceives.
    static func check(_ document: [UInt8], _ converter: DocumentConverter) -> Bool {
        let conversion = Conversion(document, converter: converter)
        for fault in conversion.faults {
            guard fault.range.lowerBound >= 0, fault.range.upperBound <= document.count,
                (0...document.count).contains(fault.offset), fault.outputOffset <= conversion.lines.utf8.count
            else { return false }
        }
        let lines = conversion.lines.utf8
        if lines.isEmpty { return !conversion.faults.isEmpty || converter.takeTally().ignored > 0 }
        return lines.last == 0x0A && !lines.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F }
    }

    @Test func answersRandomBytes() throws {
        var generator = Generator(state: 1)
        let converter = DocumentConverter(plan: try PlanCache.plan(for: []))
        for _ in 0..<(Self.isExhaustive ? 200_000 : 4000) {
            let count = Int.random(in: 0...300, using: &generator)
            let document = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Self.check(document, converter))
        }
    }

    /// Random runs of the pieces JSON is made of.
    @Test func answersRandomTokens() throws {
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\"status\"", "\"Running\"", "\"operationId\"", "\"error\"",
            "\"code\"",
            "\"innererror\"", "null", "true", "false", "0", "-1.5e3", "01", " ", "\n", "\u{2028}", "\u{FF}", "\\u0041",
            "\\ud800", "\"\"", "{}", "[]", "\"id\":", "\"a\":1,", "\"createdDateTime\":\"2020-01-01T00:00:00Z\"",
        ]
        .map { Array($0.utf8) }
        var generator = Generator(state: 2)
        let converter = DocumentConverter(plan: try PlanCache.plan(for: []))
        for _ in 0..<(Self.isExhaustive ? 500_000 : 8000) {
            var document: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                document += pieces.randomElement(using: &generator) ?? []
            }
            #expect(Self.check(document, converter))
        }
    }

    /// Every position of every sample with some other bytes in it; a part of them unless the environment asks for all.
    @Test func answersChangedBytes() throws {
        let detecting = DocumentConverter(plan: try PlanCache.plan(for: []))
        let others: [UInt8] = [
            0x00, 0x1F, 0x20, 0x22, 0x2C, 0x3A, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x7F, 0x80, 0xC2, 0xE2, 0xFF,
        ]
        var generator = Generator(state: 3)
        let step = Self.isExhaustive ? 1 : 97
        for sample in Sample.all {
            let named = DocumentConverter(plan: try PlanCache.plan(for: [ServiceIdentifier(sample.service)]))
            var document = sample.document
            var position = Int.random(in: 0..<step, using: &generator)
            while position < document.count {
                let byte = document[position]
                for other in Self.isExhaustive ? others : [others.randomElement(using: &generator) ?? 0] {
                    document[position] = other
                    #expect(Self.check(document, named), "\(sample.testDescription): \(other) at \(position)")
                    if Self.isExhaustive || position % 5 == 0 { #expect(Self.check(document, detecting)) }
                }
                document[position] = byte
                position += step
            }
        }
    }
}
