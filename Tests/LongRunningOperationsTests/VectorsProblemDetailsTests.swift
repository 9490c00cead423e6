import Foundation
import LongRunningOperations
import Testing

/// RFC 9457: members of the wrong type count as absent, and stay in the extensions.
@Suite struct VectorsProblemDetailsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var input: String
        var ignored: [String]
        var extensions: [String]

        var testDescription: String { input }

        static let all: [Case] = {
            let url = URL(fileURLWithPath: Sample.packageRoot + "/Tests/Vectors/rfc9457.json")
            guard let data = try? Data(contentsOf: url),
                let file = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any],
                let cases = file["cases"] as? [[String: Any]]
            else { return [] }
            return cases.compactMap { item in
                guard let input = item["input"], let expect = item["expect"] as? [String: Any],
                    let text = try? JSONSerialization.data(withJSONObject: input, options: [.sortedKeys])
                else { return nil }
                return Case(
                    input: String(decoding: text, as: UTF8.self),
                    ignored: expect["ignored"] as? [String] ?? [],
                    extensions: expect["extensions"] as? [String] ?? []
                )
            }
        }()
    }

    @Test func findsTheVectors() {
        #expect(Case.all.count == 8)
    }

    /// The body alone says too little in most of these to be known as problem details: what is tested is that each becomes
    /// a reject or a failed request that loses nothing.
    @Test(arguments: Case.all)
    func losesNothing(_ item: Case) throws {
        let document = Array(item.input.utf8)
        let answer = try DocumentAnswer(document, services: ["rfc9457"])
        guard case .record(let line)? = answer.items.first else {
            #expect(answer.rejection == "notAReply")
            return
        }
        let record = try #require(answer.records.first ?? nil)
        #expect(record["reply"] as? String == "requestFailed")
        let kept = ScalarInventory(Array(line.utf8))
        #expect(ScalarInventory(document).missing(in: kept).allSatisfy { kept.contains(text: $0.text) })
        let error = record["error"] as? [String: Any] ?? [:]
        let left = (error["extensions"] ?? record["extensions"]) as? [String: Any] ?? [:]
        let input = try #require(JSONSerialization.jsonObject(with: Data(document)) as? [String: Any])
        for name in item.extensions + item.ignored where !(input[name] is NSNull) {
            #expect(left[name] != nil || name == "type", "\(name) in \(line)")
        }
    }

    @Test func readsAFullProblem() throws {
        let document =
            #"{"type":"https://example.com/probs/out-of-credit","title":"t","detail":"d","instance":"/i","status":403,"balance":30}"#
        let answer = try DocumentAnswer(Array(document.utf8), services: ["rfc9457"])
        #expect(
            answer.items == [
                .record(
                    #"{"service":"rfc9457","reply":"requestFailed","error":{"code":"https://example.com/probs/out-of-credit","message":"t","target":"/i","errorDetail":"d","extensions":{"balance":30}},"httpStatus":403}"#
                )
            ]
        )
    }
}
