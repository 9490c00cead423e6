import LongRunningOperations
import Testing

@testable import OperationCaptures

@Suite struct CoverageCounterTests {
    private func counting(services: [ServiceIdentifier]) throws -> CoverageConverter {
        let plan = try DecodingPlan(catalog: .builtIn, services: services)
        return CoverageConverter(OperationExplainer(plan: plan))
    }

    private func counter(_ documents: [String], services: [ServiceIdentifier] = []) throws -> CoverageCounter {
        let converter = try counting(services: services)
        _ = add(documents, to: converter, file: "a")
        return converter.counter
    }

    private func add(_ documents: [String], to converter: CoverageConverter, file: String) -> ConversionTally {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for document in documents {
            ranges.append(bytes.count..<bytes.count + document.utf8.count)
            bytes += document.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        return add(bytes, ranges, to: converter, file: file)
    }

    private func add(
        _ bytes: [UInt8],
        _ ranges: [Range<Int>],
        to converter: CoverageConverter,
        file: String
    ) -> ConversionTally {
        var output = OutputBuffer()
        var faults: [DocumentFault] = []
        converter.begin(WindowOrigin(file: file, offset: 100, line: 1))
        bytes.withUnsafeBytes { window in
            ranges.withUnsafeBufferPointer { ranges in
                converter.convert(
                    window: window,
                    readable: window.count,
                    documents: ranges,
                    oneALine: true,
                    output: &output,
                    faults: &faults
                )
            }
        }
        #expect(output.count == 0)
        return converter.takeTally()
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

    /// One document may be the first to say many words: joined ones, and such as are counted by their beginning, too.
    @Test
    func findsAllNewWordsOfAList() throws {
        let long = String(repeating: "x", count: 300)
        let words = ["Aaa", long, long.dropLast() + "y", "B/c", "é\\\"q\\\"", "Aaa"]
        let list = "[" + words.map { #"{"name":"1","status":"\#($0)"}"# }.joined(separator: ",") + "]"
        let found = try counter([list], services: ["azure-core"]).unknownWords
        #expect(Set(found.map { $0.word.count }) == [3, 128, 5])
        #expect(found.map(\.count).sorted() == [1, 1, 2, 2])
        #expect(found.allSatisfy { $0.at == Array("/status".utf8) && $0.shape != nil })
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
        let converter = try counting(services: ["azure-core"])
        var tally = add([#"{"status":"Running","a":1}"#, "damaged"], to: converter, file: "a")
        tally.merge(add([#"{"status":"Running","a":1,"b":1}"#, "[]"], to: converter, file: "b"))
        let members = converter.counter.unlistedMembers
        #expect(members.map(\.first.file) == ["a", "b"])
        #expect(members.map(\.first.line) == [1, 1])
        #expect(members.map(\.first.offset) == [100, 100])
        #expect(members.map(\.count) == [2, 1])
        #expect((tally.found, tally.converted, tally.rejected, tally.ignored) == (4, 2, 1, 1))
    }

    @Test
    func keepsNamesApartThatAreAlike() throws {
        // The cache of names looks at their ends, their middle and their length.
        let names = ["abcde", "aXcYe", "axcye", "abcdX", "abc"]
        let counter = try counter(
            (0..<50).map { #"{"status":"Running","\#(names[$0 % 5])":1}"# },
            services: ["azure-core"]
        )
        #expect(counter.unlistedMembers.map { String(decoding: $0.name, as: UTF8.self) } == names.sorted())
        #expect(counter.unlistedMembers.allSatisfy { $0.count == 10 })
    }

    @Test(arguments: MappingCatalog.builtIn.services.map(\.rawValue))
    func findsTheUnknownWordsOfTheSamples(_ service: String) throws {
        let converter = try counting(services: [ServiceIdentifier(service)])
        var expected = 0
        for sample in Sample.all where sample.service == service {
            let document = Array(sample.document)
            _ = add(document, [0..<document.count], to: converter, file: "a")
            expected += sample.expected.split(separator: #""code":"unknownState""#).count - 1
        }
        let words = converter.counter.unknownWords
        #expect(words.filter { $0.otherwise == nil }.reduce(0) { $0 + $1.count } >= expected)
        #expect(words.isEmpty || words.contains { $0.at != nil })
    }
}
