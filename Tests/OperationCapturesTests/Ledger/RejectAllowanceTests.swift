import Testing

@testable import OperationCaptures

struct RejectAllowanceTests {
    @Test(arguments: [
        ("0", 1, 10, true), ("0", 0, 10, false), ("3", 3, 10, false), ("3", 4, 10, true), ("10%", 1, 10, false),
        ("10%", 2, 10, true), ("0.1%", 1, 1000, false), ("0.1%", 2, 1000, true), ("0%", 0, 0, false),
        ("100%", 10, 10, false),
    ])
    func limits(text: String, rejected: Int, found: Int, isExceeded: Bool) throws {
        var ledger = Ledger()
        ledger.rejected = rejected
        ledger.found = found
        #expect(try #require(RejectAllowance(text)).isExceeded(by: ledger) == isExceeded)
    }

    @Test(arguments: ["", "-1", "%", "101%", "1.%", "1.2345%", "x", "1.x%"])
    func whatIsNoLimit(text: String) {
        #expect(RejectAllowance(text) == nil)
    }
}
