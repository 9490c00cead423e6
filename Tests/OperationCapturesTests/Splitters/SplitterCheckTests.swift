import Foundation
import Testing

@testable import OperationCaptures

struct SplitterCheckTests {
    private static let folder = EnvelopeRun.packageRoot + "/FuzzTesting/Finds/splitters"

    /// Every input over which the fuzz target ever stumbled.
    @Test func findsSplitAsAllElse() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { !$0.hasPrefix(".") }
        #expect(!names.isEmpty)
        for name in names {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name)"))
            #expect([UInt8](bytes).withUnsafeBytes { SplitterCheck.problem(with: $0) } == nil, "\(name)")
        }
    }

    private func documents(_ text: String, _ kind: SplitterCheck.Kind, limit: Int = 1 << 20) -> [String] {
        let bytes = Array(text.utf8)
        let splitter = kind.splitter(limit: limit)
        let run = bytes.withUnsafeBytes { SplitterRun($0, by: splitter, handingOn: limit) { 1 } }
        return run.documents.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(arguments: ["[]", "[{}]"])
    func objectBehindABareListIsAnEntry(list: String) {
        let elements = list == "[]" ? [] : ["{}"]
        #expect(documents(list + #"{"a":1}"#, .entries) == elements + [#"{"a":1}"#])
        #expect(documents(list + #"{"e":[1]}"#, .entries) == elements + ["1"])
    }

    @Test func longLineKeepsItsReturn() {
        #expect(documents("{\"a\":1}\r\n{}\r\n", .logLines, limit: 6) == ["{\"a\":1}\r", "{}"])
        #expect(documents("{\"a\":1}\r\n{}\r\n", .lines, limit: 6) == ["{\"a\":1}\r", "{}"])
        #expect(documents("{\"a\":1}\r\n", .logLines, limit: 8) == ["{\"a\":1}"])
    }

    @Test func longBlankLineIsNoBlankLine() {
        #expect(documents("       \n  \n{}", .logLines, limit: 6) == ["       ", "{}"])
    }

    @Test func pathBeyondTheLimitLeadsNowhere() {
        #expect(documents(#"{"v":"long","e":[1,2]}"#, .entries, limit: 6) == [#"{"v":"long","e":[1,2]}"#])
    }

    @Test(arguments: [
        (SplitterCheck.Kind.array, "[\n {\"a\":1}\n {\"b\":2}\n {\"c\":3}]"), (.array, "x\n[{}] y\n[1]"),
        (.entries, "{\"e\":[\n {\"a\":1}\n {\"b\":2}\n {\"c\":3}]}"), (.entries, "{\"e\":[1] [2]}\n{\"e\":[3]}"),
        (.entries, "{\"e\":[1],{\"a\":1}\n[2]"), (.entries, "{\"e\":[1],\"a\"{}}\n[2]"),
    ])
    func everyPlaceContinues(_ kind: SplitterCheck.Kind, _ text: String) {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { bytes in
            let whole = SplitterRun(bytes, by: kind.splitter(limit: 1 << 20))
            let pieces = SplitterRun(bytes, by: kind.splitter(limit: 1 << 20), handingOn: nil) { 1 }
            #expect(pieces.stops.count == bytes.count)
            for stop in pieces.stops {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[stop.offset...])
                let run = SplitterRun(rest, by: kind.splitter(limit: 1 << 20, checkpoint: stop.checkpoint))
                let documents = run.documents.map { $0.lowerBound + stop.offset..<$0.upperBound + stop.offset }
                #expect(documents == Array(whole.documents.dropFirst(stop.documents)), "\(stop)")
            }
        }
    }
}
