import LongRunningOperations
import Testing

@Suite struct OperationErrorTests {
    /// The error of a failed request whose canonical error is `text`.
    private func error(_ text: String) throws -> OperationError {
        let line = #"{"service":"azure-core","reply":"requestFailed","error":\#(text)}"#
        guard case .requestFailed(let error?) = try OperationReply(canonicalLine: line).outcome else {
            throw OperationDecodingError(code: .notAReply, message: line)
        }
        return error
    }

    @Test func saysItsMembers() throws {
        let error = try error(
            #"{"code":"A","message":"m\"","target":"t","errorDetail":"d","occurredTime":"2024-01-02T03:04:05.60Z","#
                + #""details":[{"code":"D1"},{"message":"D2"}],"innerError":{"code":"I"},"extensions":{"x":1}}"#
        )
        #expect(error.code == "A")
        #expect(error.message == "m\"")
        #expect(error.target == "t")
        #expect(error.errorDetail == "d")
        #expect(error.occurredTime?.description == "2024-01-02T03:04:05.60Z")
        #expect(error.details.map(\.code) == ["D1", nil])
        #expect(error.details.last?.message == "D2")
        #expect(error.innerError?.code == "I")
        #expect(error.extensions?["x"]?.numberText == "1")
    }

    @Test func saysNothingThatIsNotThere() throws {
        for text in [
            "{}", #"{"extensions":{"code":"no","innerError":{"code":"no"}}}"#, #"{"details":[{"code":"no"}]}"#,
        ] {
            let error = try error(text)
            #expect(error.code == nil)
            #expect(error.message == nil)
            #expect(error.innerError == nil)
            #expect(error.occurredTime == nil)
            #expect(error.chain == [error])
            #expect(error.rootCause == error)
        }
    }

    @Test func chainsFromOutsideIn() throws {
        let error = try error(
            #"{"code":"A","details":[{"code":"X","innerError":{"code":"Y"}}],"#
                + #""innerError":{"code":"B","innerError":{"message":"c","extensions":{"k":"}"}},"extensions":{"l":[]}},"#
                + #""extensions":{"innerError":{"code":"Z"}}}"#
        )
        let chain = error.chain
        #expect(chain.count == 3)
        #expect(chain[0] == error)
        #expect(chain[1] == error.innerError)
        #expect(chain[2] == error.innerError?.innerError)
        #expect(chain.map(\.code) == ["A", "B", nil])
        #expect(chain[2].extensions?.text == #"{"k":"}"}"#)
        #expect(chain[1].extensions?.text == #"{"l":[]}"#)
    }

    @Test(arguments: [
        (#"{"code":"A","innerError":{"code":"B","innerError":{"message":"c"}}}"#, "B"),
        (#"{"code":"A","innerError":{"target":"b","innerError":{"code":"C"}}}"#, "C"),
        (#"{"message":"a","innerError":{"message":"b","innerError":{"target":"c"}}}"#, "b"),
        (#"{"target":"a","innerError":{"target":"b"}}"#, "a"),
        (#"{"code":"A"}"#, "A"),
    ])
    func namesTheRootCause(_ text: String, _ expected: String) throws {
        let cause = try error(text).rootCause
        #expect((cause.code ?? cause.message ?? cause.target) == expected)
    }

    @Test func followsLongChains() throws {
        let depth = 64
        let text =
            (0..<depth).map { #"{"code":"c\#($0)","innerError":"# }.joined() + #"{"code":"last"}"#
            + String(repeating: "}", count: depth)
        let error = try error(text)
        #expect(error.chain.count == depth + 1)
        #expect(error.rootCause.code == "last")
        #expect(error.chain.first == error)
        #expect(error.chain[1] == error.innerError)
    }

    @Test func comparesAndHashesBytes() throws {
        let one = try error(#"{"code":"A","innerError":{"code":"A"}}"#)
        #expect(one.innerError != one)
        #expect(try one.innerError == error(#"{"code":"A"}"#))
        #expect(try Set([one, error(#"{"code":"A","innerError":{"code":"A"}}"#)]).count == 1)
    }
}
