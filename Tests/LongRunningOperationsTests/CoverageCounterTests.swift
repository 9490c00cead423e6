import LongRunningOperations
import Testing

@Suite struct CoverageCounterTests {
    private func counter(_ documents: [String], services: [ServiceIdentifier] = []) throws -> CoverageCounter {
        let counter = try CoverageCounter(catalog: .builtIn, services: services)
        add(documents, to: counter, file: 0)
        return counter
    }

    private func add(_ documents: [String], to counter: CoverageCounter, file: Int) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for document in documents {
            ranges.append(bytes.count..<bytes.count + document.utf8.count)
            bytes += document.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.withUnsafeBytes { window in
            counter.add(window: window, documents: ranges, oneALine: true) { .init(file: file, line: $0 + 1) }
        }
    }

    @Test
    func countsWordsWithTheirFirstPlace() throws {
        let counter = try counter(
            [
                #"{"status":"Running"}"#, #"{"status":"Procesing"}"#, #"{"status":"Zzz"}"#, #"{"status":"Procesing"}"#,
            ],
            services: ["azure-core"]
        )
        let words = counter.unknownWords
        #expect(words.map { String(decoding: $0.word, as: UTF8.self) } == ["Procesing", "Zzz"])
        #expect(words.map(\.count) == [2, 1])
        #expect(words.map(\.first.line) == [2, 3])
        #expect(words.map(\.line) == [#""OUTCOME": ["Procesing"]"#, #""OUTCOME": ["Zzz"]"#])
        #expect(words.allSatisfy { $0.shape == "status" && $0.at == Array("/status".utf8) })
    }

    @Test
    func countsWordsThatFellToADeclaredOutcome() throws {
        let counter = try counter(
            [#"{"id":"/subscriptions/s/providers/p","name":"1","status":"Migrating"}"#],
            services: ["azure-arm-async"]
        )
        let word = try #require(counter.unknownWords.first)
        #expect(word.otherwise == "Running")
        #expect(word.line == #""Running": ["Migrating"]"#)
    }

    @Test
    func countsMembersThatTheMappingDoesNotName() throws {
        let counter = try counter(
            [
                #"{"status":"Running","color":1,"id":"/a/7","endTime":"soon"}"#,
                #"{"status":"Running","\u0007":1,"color":2}"#,
            ],
            services: ["azure-core"]
        )
        let members = counter.unlistedMembers
        #expect(members.map { String(decoding: $0.name, as: UTF8.self) } == ["color", #"\u0007"#])
        #expect(members.map(\.count) == [2, 1])
        #expect(members.map(\.first.line) == [1, 2])
    }

    @Test
    func addsUpOverFiles() throws {
        let counter = try CoverageCounter(catalog: .builtIn, services: ["azure-core"])
        add([#"{"status":"Running","a":1}"#, "damaged"], to: counter, file: 0)
        add([#"{"status":"Running","a":1,"b":1}"#, "[]"], to: counter, file: 1)
        #expect(counter.unlistedMembers.map(\.first) == [.init(file: 0, line: 1), .init(file: 1, line: 1)])
        #expect(counter.unlistedMembers.map(\.count) == [2, 1])
        #expect((counter.found, counter.converted, counter.rejected, counter.ignored) == (4, 2, 1, 1))
    }

    @Test(arguments: MappingCatalog.builtIn.services.map(\.rawValue))
    func findsTheUnknownWordsOfTheSamples(_ service: String) throws {
        let counter = try CoverageCounter(catalog: .builtIn, services: [ServiceIdentifier(service)])
        var expected = 0
        for sample in Sample.all where sample.service == service {
            sample.document.withUnsafeBytes { bytes in
                counter.add(window: bytes, documents: [0..<bytes.count], oneALine: false) { _ in .init(file: 0, line: 1)
                }
            }
            expected += sample.expected.split(separator: #""code":"unknownState""#).count - 1
        }
        let words = counter.unknownWords
        #expect(words.filter { $0.otherwise == nil }.reduce(0) { $0 + $1.count } >= expected)
        #expect(words.isEmpty || words.contains { $0.at != nil })
    }
}
