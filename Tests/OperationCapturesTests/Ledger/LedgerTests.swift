import Testing

@testable import OperationCaptures

struct LedgerTests {
    private static func code(_ number: Int) -> [UInt8] {
        Array("code \(1_000_000 + number)".utf8)
    }

    private static func ledger(_ codes: some Sequence<Int>) -> Ledger {
        var ledger = Ledger()
        for code in codes { ledger.rootCauses[Self.code(code), default: 0] += 1 }
        return ledger
    }

    @Test func keepsTheFirstRootCausesWhateverTheOrderOfTheDictionary() {
        // Each ledger has dictionaries of its own, which are in an order of their own.
        for _ in 0..<3 {
            var ledger = Self.ledger(0..<Ledger.wordLimit - 10)
            ledger.append(Self.ledger((0..<100).map { Ledger.wordLimit + 2 * $0 }))
            ledger.append(Self.ledger((0..<100).map { Ledger.wordLimit + $0 }))
            let late = (0..<10).map { Ledger.wordLimit + 2 * $0 }
            let kept = Array(0..<Ledger.wordLimit - 10) + late
            #expect(Set(ledger.rootCauses.keys) == Set(kept.map(Self.code)))
            #expect(late.map { ledger.rootCauses[Self.code($0)] } == Array(repeating: 2, count: 10))
        }
    }

    @Test func countsKnownRootCausesBehindTheLimit() {
        var ledger = Self.ledger(0..<Ledger.wordLimit)
        ledger.append(Self.ledger([0, Ledger.wordLimit, 1, 0]))
        #expect(ledger.rootCauses.count == Ledger.wordLimit)
        #expect([0, 1, 2].map { ledger.rootCauses[Self.code($0)] } == [3, 2, 1])
    }
}
