import Foundation
import OperationCaptures
import Testing

@testable import LongRunningOperations

/// A file of `Mappings/invalid`, and the words of its refusal.
struct InvalidMapping: Sendable, CustomTestStringConvertible {
    var name: String

    var testDescription: String { name }

    static let folder = Sample.packageRoot + "/Mappings/invalid"

    static let all: [InvalidMapping] = ((try? MappingFolder.names(in: folder)) ?? [])
        .filter { $0.hasSuffix(".json") }
        .map { InvalidMapping(name: String($0.dropLast(5))) }

    func bytes() throws -> [UInt8] {
        try MappingFolder.contents(of: "\(Self.folder)/\(name).json")
    }

    func refusal() throws -> String {
        String(decoding: try MappingFolder.contents(of: "\(Self.folder)/\(name).error.txt"), as: UTF8.self)
    }
}

@Suite struct MappingLinterTests {
    private static let shipped: [MappingFolder.File] =
        (try? MappingFolder.mappings(in: Sample.packageRoot + "/Mappings")) ?? []

    private static let families: [JSONTree] = shipped.filter(\.isFamily)
        .compactMap { file in
            try? JSONTreeParser.parse(file.bytes)
        }

    private func problems(_ bytes: [UInt8], name: String, folder: String? = nil, isFamily: Bool = true)
        -> [MappingProblem]
    {
        let file = MappingLinter.File(name: name, bytes: bytes, folder: folder, isFamily: isFamily)
        let rules: MappingLinter.Rules = [.references, .everyState]
        return MappingLinter.problems(in: [file], beside: Self.families, rules: rules)[0]
    }

    @Test func findsTheInvalidMappings() {
        #expect(InvalidMapping.all.count >= 98)
    }

    @Test(arguments: InvalidMapping.all)
    func refusesInTheseWords(_ mapping: InvalidMapping) throws {
        let found = problems(try mapping.bytes(), name: mapping.name + ".json")
        let lines = found.map { "\($0)\n" }.joined()
        #expect(lines == (try mapping.refusal()))
    }

    @Test func hasNothingToSayAboutWhatIsShipped() {
        let files = Self.shipped.map { file in
            MappingLinter.File(name: file.path, bytes: file.bytes, folder: file.id, isFamily: file.isFamily)
        }
        let found = MappingLinter.problems(in: files, beside: [], rules: [.references, .everyState]).flatMap(\.self)
        #expect(found.map(\.description) == [])
    }

    @Test func comparesTheFolder() throws {
        let shipped = try #require(Self.shipped.first { $0.id == "azure-cdn-china" })
        let found = problems(shipped.bytes, name: "mapping.json", folder: "azure-cdn")
        #expect(found.map(\.code) == [.folderName])
        #expect(found.map(\.pointer) == ["/service"])
    }

    @Test func asksForEveryState() throws {
        let shipped = try #require(Self.shipped.first { $0.id == "azure-cdn-china" })
        let text = String(decoding: shipped.bytes, as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.contains("\"absent\"") })
        let without = problems(Array(text.replacing(line, with: "").utf8), name: "a.json", isFamily: false)
        #expect(without.map(\.code) == [.stateNotReached])
        #expect(without.map(\.pointer) == ["/absent"])
    }

    @Test func documentsEveryCode() throws {
        let page = String(
            decoding: try MappingFolder.contents(of: Sample.packageRoot + "/Mappings/README.md"),
            as: UTF8.self
        )
        let after = try #require(page.components(separatedBy: "## What is refused").last)
        let section = try #require(after.components(separatedBy: "## What is checked").first)
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let codes = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        #expect(codes.sorted() == MappingProblem.Code.allCases.map(\.rawValue).sorted())
    }

    @Test func quotesTextsSafelyAndShort() throws {
        let evil = "\u{1B}[2J\u{202E}" + String(repeating: "é", count: 100)
        let found = problems(Array("{\"\(evil)\": 1}".utf8), name: "a.json")
        #expect(found.map(\.code) == [.notJSON])
        let escaped = problems(
            Array("{\"\\u001b[2J\\u202e\(String(repeating: "é", count: 100))\": 1}".utf8),
            name: "a.json"
        )
        let unknown = try #require(escaped.first { $0.code == .unknownMember })
        #expect(unknown.message.hasPrefix(#""\u001b[2J\u202eé"#))
        #expect(unknown.message.contains("é…\" is not a member of a mapping"))
        #expect(unknown.pointer.hasPrefix(#"/\u001b[2J\u202eé"#))
    }
}
