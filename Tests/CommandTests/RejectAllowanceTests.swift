import Testing

@testable import lro

struct RejectAllowanceTests {
    @Test(
        arguments: [
            (.unlimited, UInt64.max, UInt64.max, true),
            (.count(0), 0, 10, true),
            (.count(0), 1, 10, false),
            (.count(3), 3, 3, true),
            (.millionths(5_000), 5, 1_000, true),
            (.millionths(5_000), 6, 1_000, false),
            (.millionths(0), 0, 0, true),
            (.millionths(1_000_000), .max, .max, true),
            (.millionths(999_999), .max, .max, false),
        ] as [(RejectAllowance, UInt64, UInt64, Bool)]
    )
    func allowsRejects(allowance: RejectAllowance, rejected: UInt64, found: UInt64, isAllowed: Bool) {
        #expect(allowance.allows(rejected, of: found) == isAllowed)
    }

    @Test(
        arguments: [
            ("0", 0, 10, true), ("0", 1, 10, false), ("3", 3, 10, true), ("3", 4, 10, false),
            ("10%", 1, 10, true), ("10%", 2, 10, false), ("0.1%", 1, 1000, true), ("0.1%", 2, 1000, false),
            ("0%", 0, 0, true), ("100%", 10, 10, true),
        ] as [(ArgumentText, UInt64, UInt64, Bool)]
    )
    func allowsWhatItsTextSays(text: ArgumentText, rejected: UInt64, found: UInt64, isAllowed: Bool) throws {
        #expect(try RejectAllowance.read(text).allows(rejected, of: found) == isAllowed)
    }

    @Test(arguments: ["", "-1", "%", "101%", "1.%", "1.23456%", "x", "1.x%", "100.0001%"] as [ArgumentText])
    func refusesWhatIsNoAllowance(text: ArgumentText) {
        #expect(throws: UsageError.self) { try RejectAllowance.read(text) }
    }
}
