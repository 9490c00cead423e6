import Foundation
import LongRunningOperations
import Testing

/// Every input that the fuzz targets ever stumbled over, kept in `FuzzTesting/Finds` and read again.
@Suite struct HostileFindsTests {
    static func finds(_ target: String) -> [(name: String, bytes: [UInt8])] {
        let folder = "\(Sample.packageRoot)/FuzzTesting/Finds/\(target)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { !$0.hasPrefix(".") }
            .compactMap { name in
                guard let data = try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")) else { return nil }
                return (name, [UInt8](data))
            }
    }

    /// The first byte names the service, in alphabetical order from 1; zero detects.
    @Test func answersDocuments() throws {
        let services = MappingCatalog.builtIn.services
        let finds = Self.finds("converter")
        #expect(!finds.isEmpty)
        for find in finds {
            let number = Int(find.bytes.first ?? 0)
            let document = Array(find.bytes.dropFirst())
            // Beside the service of the find, all that were never named by it.
            for service in [number == 0 ? [] : [services[(number - 1) % services.count]], []] {
                let converter = DocumentConverter(plan: try PlanCache.plan(for: service))
                #expect(HostileBytesTests.check(document, converter), "\(find.name)")
            }
        }
    }

    @Test func answersFields() {
        for find in Self.finds("fields") { VectorsMutationTests.read(find.bytes) }
    }

    @Test func answersMappings() throws {
        let finds = Self.finds("mappings")
        #expect(!finds.isEmpty)
        for find in finds {
            guard let catalog = try? MappingCatalog.builtIn.adding(contentsOf: [(name: find.name, bytes: find.bytes)])
            else { continue }
            guard
                let plan = try? DecodingPlan(
                    catalog: catalog,
                    services: catalog.services.filter { !MappingCatalog.builtIn.services.contains($0) }
                )
            else { continue }
            let converter = DocumentConverter(plan: plan)
            for document in [#"{"id":"a","status":"Running","error":{"code":"c"}}"#, "{}", "[{},1]"] {
                #expect(HostileBytesTests.check(Array(document.utf8), converter), "\(find.name)")
            }
        }
    }

    /// Services whose mapping names no error roles take an error object all the same.
    @Test(arguments: MappingCatalog.builtIn.services)
    func answersErrorObjects(_ service: ServiceIdentifier) throws {
        let converter = DocumentConverter(plan: try PlanCache.plan(for: [service]))
        for sample in Sample.all where sample.service == service.rawValue {
            // Each string becomes an object in turn.
            var offset = 0
            while let quote = sample.document[offset...].firstIndex(of: UInt8(ascii: ":")) {
                offset = quote + 1
                guard let start = sample.document[offset...].firstIndex(where: { $0 > 0x20 }),
                    sample.document[start] == UInt8(ascii: "\""),
                    let end = sample.document[(start + 1)...].firstIndex(of: UInt8(ascii: "\""))
                else { continue }
                let object = Array(#"{"code":"c","x":{"y":[1]},"a-name-of-many-bytes":2}"#.utf8)
                let document = sample.document[..<start] + object + sample.document[(end + 1)...]
                #expect(HostileBytesTests.check(Array(document), converter), "\(sample.testDescription) at \(start)")
            }
        }
    }
}
