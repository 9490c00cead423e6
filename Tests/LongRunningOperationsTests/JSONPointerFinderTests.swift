import Testing

@testable import LongRunningOperations

@Suite struct JSONPointerFinderTests {
    private static let texts = [
        #"{"value":[{"status":"Running"},{"status":tru}]}"#,
        #"[1,"a\"b,[",{"a/b~c":{"d":[[],[0,1],"x"]},"\\":2},"cut \"#,
        #"{"a":{"b":1},"c":[{"d":2},{"e":[3]}],"f""#,
    ]

    private static func path(to offset: Int, in text: UnsafeRawBufferPointer) -> String {
        var finder = JSONPointerFinder(text)
        return finder.path(to: offset)
    }

    private static func path(to offset: Int, in text: String) -> String {
        Array(text.utf8).withUnsafeBytes { path(to: offset, in: $0) }
    }

    @Test(arguments: texts)
    func findsPlacesInAnyOrder(text: String) {
        Array(text.utf8)
            .withUnsafeBytes { bytes in
                let alone = (0...bytes.count + 1).map { Self.path(to: $0, in: bytes) }
                for step in 1...bytes.count {
                    var finder = JSONPointerFinder(bytes)
                    for offset in stride(from: 0, through: bytes.count + 1, by: step) {
                        #expect(finder.path(to: offset) == alone[offset], "\(offset) of \(step)")
                    }
                    for offset in stride(from: bytes.count + 1, through: 0, by: -step) {
                        #expect(finder.path(to: offset) == alone[offset], "\(offset) of \(step), backwards")
                    }
                }
            }
    }

    @Test func findsWhatStandsAroundAPlace() {
        #expect(Self.path(to: 41, in: Self.texts[0]) == "/value/1/status")
        #expect(Self.path(to: 2, in: Self.texts[0]) == "")
        #expect(Self.path(to: 34, in: Self.texts[1]) == "/2/a~1b~0c/d/1/1")
    }

    /// A list of nothing but faults: each would cost a look at all that stands before it.
    @Test func takesNoLongerForManyFaults() throws {
        let decoder = OperationDecoder(service: "azure-core")
        let list = #"[{"name":"1","status":"Running"},"# + String(repeating: "0,", count: 60_000) + "0]"
        let replies = try decoder.decodeAll(list)
        #expect(replies.count == 60_002)
        let fault = #expect(throws: OperationDecodingError.self) { try replies[60_001].get() }
        #expect(fault?.path == "/60001")
        #expect(try decoder.decodeAll(CapturedResponse(body: Array(list.utf8))).count == 60_002)
    }
}
