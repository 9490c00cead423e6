import OperationCaptures
import Testing

@testable import LongRunningOperations

/// A mapping file that somebody got wrong: a shipped one, changed.
struct DamagedMapping: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    /// Whether the change can only be refused.
    var isBad: Bool

    var testDescription: String { name }

    private static let shipped: [[UInt8]] =
        ((try? MappingFolder.mappings(in: Sample.packageRoot + "/Mappings")) ?? []).map(\.bytes)

    /// A linear congruential generator with a fixed seed: the files are the same in every run.
    private struct Dice {
        var state: UInt64 = 0x5EED

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(sides, 1)
        }
    }

    static let all: [DamagedMapping] = {
        guard let plain = shipped.first(where: { String(decoding: $0, as: UTF8.self).contains("\"azure-cdn-china\"") })
        else { return [] }
        let text = String(decoding: plain, as: UTF8.self)
        func changed(_ name: String, _ old: String, _ new: String) -> DamagedMapping {
            DamagedMapping(
                name: name,
                bytes: Array(text.replacing(old, with: new, maxReplacements: 1).utf8),
                isBad: true
            )
        }
        let nested = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let marks = "a" + String(repeating: "\u{301}\u{323}", count: 100_000)
        let many = (0..<100_000).map { "\"w\($0)\"" }.joined(separator: ",")
        var files = [
            changed("cycle", "\"shapes\": [", "\"extends\": [\"azure-cdn-china\"], \"shapes\": ["),
            changed(
                "long cycle",
                "\"service\": \"azure-cdn-china\"",
                "\"service\": \"json-error\", \"extends\": [\"azure-arm-async\"]"
            ),
            changed("duplicate word", "[\"NotSet\"]", "[\"NotSet\", \"Not Set\"]"),
            changed("unknown state", "\"Running\": [\"", "\"Runing\": [\""),
            changed("deep", "\"format\": 1", "\"deep\": \(nested), \"format\": 1"),
            changed("many words", "[\"NotSet\"]", "[\(many)]"),
            changed("combining marks", "\"title\": \"", "\"\(marks)\": 1, \"\(marks)\": 2, \"title\": \""),
            changed("surrogate", "\"title\": \"", "\"title\": \"\\ud800"),
            DamagedMapping(name: "byte order mark", bytes: [0xEF, 0xBB, 0xBF] + plain, isBad: true),
            DamagedMapping(name: "UTF-16", bytes: [0xFF, 0xFE] + plain.flatMap { [$0, 0] }, isBad: true),
            DamagedMapping(name: "10 MB", bytes: plain + Array(repeating: 0x20, count: 10_000_000), isBad: true),
            DamagedMapping(name: "10 MB of brackets", bytes: Array(repeating: 0x5B, count: 10_000_000), isBad: true),
            DamagedMapping(name: "two documents", bytes: plain + plain, isBad: true),
            DamagedMapping(name: "nothing", bytes: [], isBad: true),
        ]
        for (name, value) in [("null", "null"), ("number", "7"), ("list", "[]"), ("object", "{}"), ("truth", "true")] {
            for member in ["format", "service", "version", "title", "extends", "urls", "shapes", "errors"] {
                let bytes = Array("{\"\(member)\": \(value), \(text.dropFirst())".utf8)
                files.append(DamagedMapping(name: "\(name) as \(member)", bytes: bytes, isBad: true))
            }
        }
        var dice = Dice()
        while files.count < 130 {
            let source = shipped[dice.roll(shipped.count)]
            let cut = dice.roll(source.count - 1)
            files.append(
                DamagedMapping(name: "cut at \(cut) of \(files.count)", bytes: Array(source[..<cut]), isBad: true)
            )
        }
        while files.count < 240 {
            var bytes = shipped[dice.roll(shipped.count)]
            for _ in 0...dice.roll(3) {
                let place = dice.roll(bytes.count)
                switch dice.roll(4) {
                case 0: bytes[place] = UInt8(dice.roll(256))
                case 1: bytes[place] = Array("\"[]{},:/\\ 0n".utf8)[dice.roll(12)]
                case 2: bytes.remove(at: place)
                default: bytes.insert(bytes[dice.roll(bytes.count)], at: place)
                }
            }
            files.append(DamagedMapping(name: "bytes changed in \(files.count)", bytes: bytes, isBad: false))
        }
        return files
    }()
}

/// Bad mapping files are refused with a message or, where the damage did not matter, taken whole; nothing is half-loaded.
@Suite struct MappingFileTests {
    @Test func makesTheFiles() {
        #expect(DamagedMapping.all.count == 240)
    }

    @Test(arguments: DamagedMapping.all)
    func refusesOrTakesWhole(_ file: DamagedMapping) throws {
        let builtIn = MappingCatalog.builtIn
        do throws(MappingFileError) {
            let catalog = try builtIn.adding(contentsOf: [("damaged.json", file.bytes)])
            #expect(!file.isBad)
            let added = catalog.ids.filter { catalog.definition($0)?.origin != .builtIn }
            #expect(added.count == 1)
            #expect(Set(builtIn.ids).isSubset(of: catalog.ids))
            let plan = try? DecodingPlan(catalog: catalog, services: added.map { ServiceIdentifier($0) })
            #expect(plan != nil)
        } catch {
            #expect(!error.problems.isEmpty)
            for problem in error.problems {
                #expect(problem.file == "damaged.json")
                #expect(problem.line >= 1)
                #expect(!problem.message.isEmpty)
                #expect(problem.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
                #expect(problem.description.utf8.count < 1000)
            }
        }
    }

    @Test func refusesManyFilesTogether() {
        let files = DamagedMapping.all.filter(\.isBad).enumerated().map { ("\($0.offset).json", $0.element.bytes) }
        let error = #expect(throws: MappingFileError.self) { try MappingCatalog.builtIn.adding(contentsOf: files) }
        #expect(error.map { Set($0.problems.map(\.file)).count } == files.count)
    }
}
