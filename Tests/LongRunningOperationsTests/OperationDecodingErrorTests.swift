import LongRunningOperations
import Testing

@Suite struct OperationDecodingErrorTests {
    private static func error(_ path: String) -> OperationDecodingError {
        OperationDecodingError(code: .truncated, message: "m", byteOffset: 1, path: path, service: "a")
    }

    /// A path holds names that a service sent.
    @Test func comparesBytes() {
        let composed = Self.error("/\u{E9}")
        let decomposed = Self.error("/e\u{301}")
        #expect(composed != decomposed)
        #expect(composed == Self.error("/\u{E9}"))
        #expect(Set([composed, decomposed, composed]).count == 2)
    }

    @Test func tellsEachPartApart() {
        let error = Self.error("/a")
        var others = Array(repeating: error, count: 5)
        others[0].code = .tooLong
        others[1].message = "n"
        others[2].byteOffset = nil
        others[3].path = ""
        others[4].service = nil
        for other in others { #expect(other != error) }
        #expect(Set(others + [error]).count == 6)
    }
}
