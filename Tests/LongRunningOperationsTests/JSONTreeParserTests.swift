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
            ("[\"a", .truncated, 3), ("[\"a\\", .truncated, 4), ("[\"a\\\"", .truncated, 5),
            ("[\"a\tb\"]", .notJSON, 3),
            (#"["a\x"]"#, .notJSON, 3), (#"["\ud83d"]"#, .notJSON, 2), (#"["\ud83d\u0041"]"#, .notJSON, 2),
            (#"["\u00"#, .truncated, 4),
        ] as [(String, JSONTreeError.Kind, Int)]
    )
    func refusesTexts(text: String, kind: JSONTreeError.Kind, offset: Int) {
        let error = #expect(throws: JSONTreeError.self) { try JSONTreeParser.parse(Array(text.utf8)) }
        #expect(error?.kind == kind)
        #expect(error?.path == "/0")
        #expect(error?.offset == offset)
    }

    @Test func keepsRepeatedMembersIfAsked() throws {
        let text = "{\"a\":1,\n \"b\":[ 2 ],\"a\":3}"
        let tree = try JSONTreeParser.parse(Array(text.utf8), repeatedMembers: .kept)
        #expect(tree.members.map(\.name) == ["a", "b", "a"])
        #expect(tree.members.map(\.value.offset) == [5, 13, 23])
        #expect(tree.members.map(\.value.line) == [1, 2, 2])
        #expect(tree["b"]?.elements.map(\.offset) == [15])
    }

    @Test func refusesMoreValuesThanAsked() throws {
        let text = Array("[1,\n[2,3]]".utf8)
        _ = try JSONTreeParser.parse(text, repeatedMembers: .kept, valueLimit: 5)
        let error = #expect(throws: JSONTreeError.self) {
            try JSONTreeParser.parse(text, repeatedMembers: .kept, valueLimit: 4)
        }
        #expect(error?.kind == .tooMany)
        #expect(error?.line == 2)
        #expect(error?.path == "/1/1")
    }

    @Test(
        arguments: [
            ([0xFF], 1), ([0xC3], 1), ([0xED, 0xA0, 0x80], 1), ([0x5C, 0x6E, 0xC0, 0x80], 3),
            ([0x61, 0xC3, 0xA9, 0xC3], 4),
        ] as [([UInt8], Int)]
    )
    func refusesWhatIsNoUTF8(bytes: [UInt8], offset: Int) {
        let error = #expect(throws: JSONTreeError.self) { try JSONTreeParser.parse([0x22] + bytes + [0x22]) }
        #expect(error?.kind == .notUTF8)
        #expect(error?.offset == offset)
    }
}
