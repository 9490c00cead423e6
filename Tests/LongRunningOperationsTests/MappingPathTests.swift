import Testing

@testable import LongRunningOperations

@Suite struct MappingPathTests {
    @Test(
        arguments: [
            ("", ""), ("status", "/status"), ("error/code", "/error/code"), ("a~b/c", "/a~0b/c"),
            ("conditions[type=Failed]/message", "/conditions/message"), ("phases[status!=SUCCEEDED]", "/phases"),
        ] as [(String, String)]
    )
    func readsPaths(text: String, pointer: String) throws {
        let path = try #require(MappingPath(Array(text.utf8)))
        #expect(path.pointer == Array(pointer.utf8))
        #expect(path == MappingPath(Array(text.utf8)))
    }

    @Test func readsSearches() throws {
        let path = try #require(MappingPath(Array("a/phases[status!=SUCCEEDED]/b".utf8)))
        #expect(path.steps.map(\.name) == ["a", "phases", "b"].map { Array($0.utf8) })
        let search = try #require(path.steps[1].search)
        #expect(search == MappingPath.Search(key: Array("status".utf8), word: Array("SUCCEEDED".utf8), negated: true))
    }

    @Test(
        arguments: [
            "/", "a/", "/a", "a//b", "a]", "a[", "[a=b]", "a[b]", "a[b=]", "a[=b]", "a[!=b]", "a[b=c", "a[b=c]d",
            "a[b=[c]]",
            "a[b!!=c]",
        ]
    )
    func refusesWhatIsNoPath(text: String) {
        #expect(MappingPath(Array(text.utf8)) == nil)
    }

    @Test func namesThatOnlyLookAlikeAreDifferent() {
        #expect(MappingPath(Array("a/\u{E9}".utf8)) != MappingPath(Array("a/e\u{301}".utf8)))
    }

    @Test func aMemberWithASlashIsNoPathOfTwo() {
        #expect(MappingPath(member: Array("a/b".utf8)) != MappingPath(Array("a/b".utf8)))
        #expect(MappingPath(member: Array("a/b".utf8)).pointer == Array("/a~1b".utf8))
    }
}

extension MappingPath {
    fileprivate var pointer: [UInt8] {
        var text: [UInt8] = []
        appendPointer(to: &text)
        return text
    }
}
