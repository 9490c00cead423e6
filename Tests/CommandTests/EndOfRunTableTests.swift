import OperationCaptures
import Testing

@testable import lro

struct EndOfRunTableTests {
    @Test
    func shortensRootCauses() {
        var ledger = Ledger()
        ledger.rootCauses[Array(repeating: UInt8(ascii: "c"), count: 128)] = 2
        ledger.rootCauses[Array("Conflict".utf8)] = 1
        let text = EndOfRunTable(ledger, style: TerminalStyle(isColored: false)).text
        let lines = text.split(separator: "\n")
        #expect(lines.prefix(3).map { $0.prefix(8) } == ["root cau", "cccccccc", "Conflict"])
        #expect(lines.prefix(3).allSatisfy { $0.count == 67 })
        #expect(lines.count > 1 && lines[1].hasSuffix("ccc…      2"))
    }
}
