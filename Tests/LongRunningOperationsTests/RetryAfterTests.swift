import LongRunningOperations
import Testing

struct RetryAfterTests {
    @Test(arguments: try HTTPFieldVectors.load().retryAfter)
    func vectors(_ vector: HTTPFieldVectors.Field) throws {
        let reading = read(vector.input)
        switch vector.kind {
        case "delaySeconds":
            #expect(reading == .seconds(Int(min(vector.value ?? .max, 2_147_483_647))))
        case "httpDate":
            let seconds = try #require(vector.value)
            #expect(reading == .date(try #require(Timestamp(secondsSinceEpoch: seconds))))
        default:
            #expect(vector.kind == "invalid")
            #expect(reading == nil)
        }
    }

    @Test func vectorsAreAllThere() throws {
        let vectors = try HTTPFieldVectors.load()
        #expect(vectors.retryAfter.count == 20)
        #expect(vectors.azureMillisecondHeaders == ["retry-after-ms", "x-ms-retry-after-ms"])
    }

    @Test(
        arguments: [
            ("0", "0"), ("00120", "120"), ("2147483647", "2147483647"), ("2147483648", "2147483647"),
            ("99999999999999999999", "2147483647"), ("Fri, 31 Dec 1999 23:59:59 GMT", nil),
        ] as [(String, String?)]
    )
    func secondsAreAnInteger(_ text: String, canonical: String?) throws {
        #expect(try #require(read(text)).secondsText == canonical)
    }

    @Test(arguments: [
        ("0", "0.000"), ("1", "0.001"), ("1500", "1.500"), ("0060000", "60.000"), ("2147483647000", "2147483647.000"),
        ("2147483647001", "2147483647.000"), ("99999999999999999999", "2147483647.000"),
    ])
    func millisecondsHaveThreeDecimals(_ text: String, canonical: String) {
        #expect(readMilliseconds(text)?.secondsText == canonical)
    }

    @Test(arguments: ["", "-1", "+5", "1.5", "1e3", " 1", "1 ", "1,2", "Fri, 31 Dec 1999 23:59:59 GMT", "\u{FF11}"])
    func millisecondsAreDigits(_ text: String) {
        #expect(readMilliseconds(text) == nil)
    }

    private func read(_ text: String) -> RetryAfter? {
        Array(text.utf8).withUnsafeBytes { RetryAfter(retryAfter: $0) }
    }

    private func readMilliseconds(_ text: String) -> RetryAfter? {
        Array(text.utf8).withUnsafeBytes { RetryAfter(retryAfterMilliseconds: $0) }
    }
}
