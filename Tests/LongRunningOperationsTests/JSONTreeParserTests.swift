import Testing

@testable import LongRunningOperations

@Suite struct JSONTreeParserTests {
    /// Few names are compared one by one, many are hashed.
    @Test(arguments: [1, 2, 15, 16, 17, 40])
    func refusesAMemberThatStandsTwice(count: Int) throws {
        let members = (0..<count).map { "\"name\($0)\":\($0)" }
        let sound = Array("{\"in\":{\(members.joined(separator: ","))}}".utf8)
        #expect(try JSONTreeParser.parse(sound)["in"]?.members.map(\.name) == (0..<count).map { "name\($0)" })
        for repeated in [0, count - 1] {
            let text = "{\"in\":{\(members.joined(separator: ",")),\n\"name\(repeated)\":0}}"
            let error = #expect(throws: JSONTreeError.self) { try JSONTreeParser.parse(Array(text.utf8)) }
            #expect(error?.kind == .duplicateMember)
            #expect(error?.line == 2)
            #expect(error?.path == "/in/name\(repeated)")
        }
    }

    @Test func namesThatOnlyLookAlikeAreTwoMembers() throws {
        let tree = try JSONTreeParser.parse(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
        #expect(tree.members.count == 2)
    }

    @Test(
        arguments: [
            ("", ""), ("plain", "plain"), (#"\n"#, "\n"), (#"a\"b\\c\/d"#, "a\"b\\c/d"), (#"\u00e9t\u00E9 "#, "été "),
            (#"\ud83d\ude00!"#, "😀!"), ("été", "été"),
        ] as [(String, String)]
    )
    func readsTexts(written: String, text: String) throws {
        let tree = try JSONTreeParser.parse(Array("[\"\(written)\"]".utf8))
        #expect(tree.elements.first?.string == text)
    }

    @Test(
        arguments: [
            ("[\"a", .truncated), ("[\"a\\", .truncated), ("[\"a\\\"", .truncated), ("[\"a\tb\"]", .notJSON),
            (#"["\x"]"#, .notJSON), (#"["\ud83d"]"#, .notJSON), (#"["\ud83d\u0041"]"#, .notJSON),
            (#"["\u00"#, .truncated),
        ] as [(String, JSONTreeError.Kind)]
    )
    func refusesTexts(text: String, kind: JSONTreeError.Kind) {
        let error = #expect(throws: JSONTreeError.self) { try JSONTreeParser.parse(Array(text.utf8)) }
        #expect(error?.kind == kind)
        #expect(error?.path == "/0")
    }

    @Test(arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x5C, 0x6E, 0xC0, 0x80]] as [[UInt8]])
    func refusesWhatIsNoUTF8(bytes: [UInt8]) {
        let error = #expect(throws: JSONTreeError.self) { try JSONTreeParser.parse([0x22] + bytes + [0x22]) }
        #expect(error?.kind == .notJSON)
    }
}
