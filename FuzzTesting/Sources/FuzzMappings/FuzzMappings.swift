import LongRunningOperations

/// Reads the input as a mapping file; one that is a mapping is compiled and used.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let catalog = try? MappingCatalog.builtIn.adding(contentsOf: [(name: "fuzzed.json", bytes: bytes)]) else {
        return 0
    }
    let added = catalog.services.filter { !MappingCatalog.builtIn.services.contains($0) }
    guard let plan = try? DecodingPlan(catalog: catalog, services: added) else { return 0 }
    let converter = DocumentConverter(plan: plan)
    for document in documents {
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        document.withUnsafeBytes { bytes in
            [0..<bytes.count]
                .withUnsafeBufferPointer { ranges in
                    converter.convert(
                        window: bytes,
                        readable: bytes.count,
                        documents: ranges,
                        oneALine: false,
                        into: &output,
                        faults: &faults
                    )
                }
        }
    }
    return 0
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
