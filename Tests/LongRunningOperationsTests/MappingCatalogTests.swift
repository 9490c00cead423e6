import OperationCaptures
import Testing

@testable import LongRunningOperations

@Suite struct MappingCatalogTests {
    private func mapping(_ id: String, extends parents: [String] = [], word: String = "done") -> [UInt8] {
        let names = parents.map { "\"\($0)\"" }.joined(separator: ",")
        let extends = parents.isEmpty ? "" : "\"extends\":[\(names)],"
        return Array(
            """
            {"format":1,"service":"\(id)","version":"1.0.0","title":"Jobs",\(extends)
             "shapes":[{"shape":"job","when":{"has":["jobId"]},"id":"jobId",
              "state":{"at":"phase","words":{"Running":["working"],"Succeeded":["\(word)"]}}}]}
            """
            .utf8
        )
    }

    private func convert(_ document: String, as service: ServiceIdentifier, in catalog: MappingCatalog) throws -> String
    {
        let plan = try DecodingPlan(catalog: catalog, services: [service])
        return Conversion(Array(document.utf8), converter: DocumentConverter(plan: plan)).lines
    }

    @Test func addsAService() throws {
        let catalog = try MappingCatalog.builtIn.adding(contentsOf: [("jobs.json", mapping("fabrikam-jobs"))])
        #expect(catalog.services.contains("fabrikam-jobs"))
        #expect(catalog.services.count == MappingCatalog.builtIn.services.count + 1)
        #expect(catalog.definition("fabrikam-jobs")?.origin == .file("jobs.json"))
        #expect(catalog.definition("azure-core")?.origin == .builtIn)
        let line = try convert(#"{"jobId":7,"phase":"done"}"#, as: "fabrikam-jobs", in: catalog)
        #expect(
            line
                == #"{"service":"fabrikam-jobs","reply":"operation","id":"7","state":"Succeeded","sourceState":"done"}"#
                + "\n"
        )
    }

    @Test func replacesABuiltInMapping() throws {
        let files = [("own/cdn.json", mapping("azure-cdn-china", word: "fertig"))]
        let catalog = try MappingCatalog.builtIn.adding(contentsOf: files)
        #expect(catalog.services.count == MappingCatalog.builtIn.services.count)
        #expect(catalog.definition("azure-cdn-china")?.origin == .file("own/cdn.json"))
        #expect(try convert(#"{"jobId":7,"phase":"fertig"}"#, as: "azure-cdn-china", in: catalog).contains("Succeeded"))
    }

    @Test func extendsBuiltInAndOtherFiles() throws {
        let files = [
            ("b.json", mapping("second", extends: ["first"])), ("a.json", mapping("first", extends: ["json-error"])),
        ]
        let catalog = try MappingCatalog.builtIn.adding(contentsOf: files)
        #expect(catalog.definition("second")?.ancestors == ["first", "json-error"])
        let line = try convert(#"{"error":{"code":"Gone"}}"#, as: "second", in: catalog)
        #expect(line.contains(#""reply":"requestFailed","error":{"code":"Gone"}"#))
    }

    @Test func addsAllOrNothing() throws {
        let files = [("good.json", mapping("good")), ("bad.json", mapping("bad", extends: ["nobody"]))]
        let error = #expect(throws: MappingFileError.self) { try MappingCatalog.builtIn.adding(contentsOf: files) }
        #expect(error?.problems.map(\.code) == [.unknownParent])
        #expect(
            error?.description
                == #"bad.json:1: /extends/0: [unknownParent] no mapping "nobody" is known; correct the id or add the mapping"#
        )
    }

    @Test func refusesTwoFilesOfOneIdentifier() {
        let files = [("a.json", mapping("twice")), ("b.json", mapping("twice"))]
        let error = #expect(throws: MappingFileError.self) { try MappingCatalog.builtIn.adding(contentsOf: files) }
        #expect(error?.problems.map(\.file) == ["b.json"])
        #expect(error?.problems.map(\.code) == [.duplicateService])
    }

    @Test func refusesACircleThroughABuiltInMapping() {
        let files = [("core.json", mapping("azure-core", extends: ["azure-devcenter"]))]
        let error = #expect(throws: MappingFileError.self) { try MappingCatalog.builtIn.adding(contentsOf: files) }
        #expect(error?.problems.map(\.code) == [.extendsCycle])
    }

    @Test func refusesWhatBreaksAnHeir() {
        // The heirs of azure-core name words only, and leave it to azure-core to say where the word is.
        let core = #"""
            {"format":1,"service":"azure-core","version":"1.0.0","title":"Core",
             "shapes":[{"shape":"status","reply":"requestFailed"}]}
            """#
        let error = #expect(throws: MappingFileError.self) {
            try MappingCatalog.builtIn.adding(contentsOf: [("core.json", Array(core.utf8))])
        }
        #expect(error.map { Set($0.problems.map(\.code)) } == [.brokenHeir])
    }

    /// Of names of 12 bytes the hash leaves out the middle: such names once had the compiler look for another for ever.
    @Test(arguments: [false, true])
    func tellsNamesApartThatShareAHash(foldsKeys: Bool) throws {
        let mapping = """
            {"format":1,"service":"twins","version":"1.0.0","title":"Twins","foldKeys":\(foldsKeys),
             "shapes":[{"shape":"twin","when":{"has":["lastTimeline"]},"id":"lastTimeline","name":"lastSomeline",
              "state":{"at":"lastMoreline","words":{"Running":["provaaaaoned"],"Succeeded":["provbbbboned"]}}}]}
            """
        let catalog = try MappingCatalog.builtIn.adding(contentsOf: [("twins.json", Array(mapping.utf8))])
        for (word, state) in [("provaaaaoned", "Running"), ("provbbbboned", "Succeeded"), ("provaaaaoneD", "Running")] {
            let document = #"{"lastMoreline":"\#(word)","lastSomeline":"b","lastTimeline":"a","lastNoneline":1}"#
            #expect(
                try convert(document, as: "twins", in: catalog)
                    == #"{"service":"twins","reply":"operation","id":"a","name":"b","state":"\#(state)","#
                    + #""sourceState":"\#(word)","extensions":{"lastNoneline":1}}"# + "\n"
            )
        }
    }

    @Test func everyBuiltInMappingIsThere() {
        let folders = (try? MappingFolder.mappings(in: Sample.packageRoot + "/Mappings")) ?? []
        #expect(MappingCatalog.builtIn.ids == folders.map(\.id).sorted())
    }

    @Test func readsWhatIsShippedAgain() throws {
        let folders = try MappingFolder.mappings(in: Sample.packageRoot + "/Mappings")
        let catalog = try MappingCatalog.builtIn.adding(contentsOf: folders.map { ($0.path, $0.bytes) })
        #expect(catalog.ids == MappingCatalog.builtIn.ids)
    }
}
