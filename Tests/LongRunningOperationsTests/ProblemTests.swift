import Foundation
import LongRunningOperations
import Testing

/// Problem details, RFC 9457: a member of the wrong type counts as absent, `about:blank` is no code.
struct ProblemTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        var input: String
        var expected: [String: String]
        var extensions: [String]

        var testDescription: String { input }

        static func load() throws -> [Vector] {
            let path = Sample.packageRoot + "/Tests/Vectors/rfc9457.json"
            let whole = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
            let cases = try #require((whole as? [String: Any])?["cases"] as? [[String: Any]])
            return try cases.map { item in
                let input = try #require(item["input"] as? [String: Any])
                let expect = try #require(item["expect"] as? [String: Any])
                var expected: [String: String] = [:]
                for (name, member) in [
                    ("type", "code"), ("title", "message"), ("detail", "errorDetail"), ("instance", "target"),
                ] {
                    guard let value = expect[name] as? String, value != "about:blank", !value.isEmpty else { continue }
                    expected[member] = value
                }
                return Vector(
                    input: String(decoding: try JSONSerialization.data(withJSONObject: input), as: UTF8.self),
                    expected: expected,
                    extensions: expect["extensions"] as? [String] ?? []
                )
            }
        }
    }

    @Test(arguments: try Vector.load())
    func vectors(_ vector: Vector) throws {
        let headers = [("Content-Type", "application/problem+json")]
        let conversion = try ExchangeConversion(403, headers, body: vector.input, services: ["rfc9457"])
        #expect(conversion.outcome == .converted(1))
        let record = try #require(
            try JSONSerialization.jsonObject(with: Data(conversion.lines.utf8)) as? [String: Any]
        )
        #expect(record["reply"] as? String == "requestFailed")
        #expect(record["httpStatus"] as? Int == 403)
        let error = record["error"] as? [String: Any] ?? [:]
        for member in ["code", "message", "errorDetail", "target"] {
            #expect(error[member] as? String == vector.expected[member])
        }
        let kept = (error["extensions"] as? [String: Any] ?? [:])
            .merging(record["extensions"] as? [String: Any] ?? [:]) { one, _ in
                one
            }
        for name in vector.extensions {
            #expect(kept[name] != nil)
        }
    }

    @Test func vectorsAreAllThere() throws {
        #expect(try Vector.load().count == 8)
    }
}
