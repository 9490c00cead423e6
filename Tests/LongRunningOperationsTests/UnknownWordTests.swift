import LongRunningOperations
import Testing

@Suite struct UnknownWordTests {
    private static let mapping = #"""
        {
          "format": 1, "service": "job", "version": "1.0.0", "title": "Jobs",
          "shapes": [
            {
              "shape": "job", "when": { "has": ["id"] }, "id": "id",
              "state": {
                "rules": [{ "when": { "has": ["id"] }, "at": ["meta/state", "meta/phase"], "words": { "Running": ["going"] } }],
                "at": ["state", "phase"],
                "words": { "Succeeded": ["ended"] }
              }
            }
          ]
        }
        """#

    @Test(arguments: [
        (#"{"id":"1","meta":{"state":"new"}}"#, "/meta/state"),
        (#"{"id":"1","meta":{"phase":"new"}}"#, "/meta/phase"),
        (#"{"id":"1","state":"new"}"#, "/state"),
        (#"{"id":"1","phase":"new"}"#, "/phase"),
        // A rule looks first, so its word is the one that misses.
        (#"{"id":"1","phase":"newer","meta":{"phase":"new"}}"#, "/meta/phase"),
    ])
    func isNamedAndCountedWhereItStands(document: String, place: String) throws {
        let catalog = try MappingCatalog.builtIn.adding(contentsOf: [("job.json", Array(Self.mapping.utf8))])
        let status = try #require(OperationDecoder(service: "job", catalog: catalog).decode(document).operation)
        #expect(status.state == .unknown)
        #expect(status.diagnostics.map(\.code) == [.unknownState])
        #expect(status.diagnostics.map(\.at) == [place])

        let converter = DocumentConverter(plan: try DecodingPlan(catalog: catalog, services: ["job"]))
        let conversion = Conversion(Array(document.utf8), converter: converter)
        let words = converter.takeTally().unknownWords
        #expect(conversion.faults.isEmpty)
        #expect(words.map { String(decoding: $0.word, as: UTF8.self) } == ["new"])
    }
}
