import FuzzChecks
import LongRunningOperations

/// Reads the input as a mapping file; one that is a mapping is compiled and used.
///
/// Checked: problems stand in a line of the file; what the mapping makes of documents is JSON in lines.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(MappingFileError) {
        let catalog = try builtIn.adding(contentsOf: [(name: name, bytes: bytes)])
        use(catalog)
    } catch {
        let lines = 1 + bytes.count { $0 == 0x0A }
        expect(!error.problems.isEmpty, "a file is refused without a problem")
        for problem in error.problems {
            expect((1...lines).contains(problem.line), "a problem lies outside")
        }
    }
    return 0
}

private let name = "fuzzed.json"

/// The built-in mappings, read once and not for every input.
private let builtIn = (try? MappingCatalog.builtIn.adding(contentsOf: [])) ?? .builtIn

private func use(_ catalog: MappingCatalog) {
    let added = catalog.ids.filter { catalog.definition($0)?.origin == .file(name) }
    expect(added.count == 1, "the file adds \(added.count) mappings")
    guard let plan = try? DecodingPlan(catalog: catalog, services: added.map { ServiceIdentifier($0) }) else {
        fatalError("the mapping is not compiled")
    }
    let converter = DocumentConverter(plan: plan)
    for document in documents {
        document.withUnsafeBytes { document in
            for line in Answer(document, converter).output.split(separator: 0x0A) {
                line.withUnsafeBytes { expect(GrammarOracle.accepts($0, depthLimit: 512), "a line is no JSON") }
            }
        }
    }
}

/// What a fuzzed mapping reads: the names that the seed mappings use.
private let documents: [[UInt8]] = [
    #"{"id":"/operations/a","name":"a","status":"Running","state":"done","percentComplete":50,"startTime":"2020-01-01T00:00:00Z","#
        + #""endTime":1577836800,"properties":{"a":[1]},"error":{"code":"c","message":"m","details":[{"code":"d"}],"#
        + #""innererror":{"code":"i"}},"operations":[{"id":"b","status":"Failed","error":"text"}]}"#,
    #"[{"status":"Failed","error":[{"code":"c"},{"code":"d"}]},{"status":true}]"#,
    #"{"value":[{"id":"x","status":5},7],"nextLink":"n"}"#,
]
.map { Array($0.utf8) }
