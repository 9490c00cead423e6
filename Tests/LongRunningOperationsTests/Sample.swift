import LongRunningOperations
import OperationCaptures
import Testing

/// A sample of a mapping: a document in the service's shape, and the lines it must become.
struct Sample: Sendable, CustomTestStringConvertible {
    var service: String
    var isFamily: Bool
    var name: String
    var document: [UInt8]
    var expected: String

    var testDescription: String { "\(service)/\(name)" }

    /// The top of the package.
    static var packageRoot: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }

    static let all: [Sample] = {
        var samples: [Sample] = []
        for mapping in (try? MappingFolder.mappings(in: packageRoot + "/Mappings")) ?? [] {
            for sample in (try? MappingFolder.samples(beside: mapping)) ?? [] {
                samples.append(
                    Sample(
                        service: mapping.id,
                        isFamily: mapping.isFamily,
                        name: sample.path.split(separator: "/").last.map(String.init) ?? "",
                        document: sample.document,
                        expected: String(decoding: sample.expected ?? [], as: UTF8.self)
                    )
                )
            }
        }
        return samples
    }()
}

/// Converts one document for a test, and says what came out.
struct Conversion {
    var lines: String
    var faults: [DocumentConverter.Fault]

    init(_ document: [UInt8], services: [ServiceIdentifier], limits: DecodingLimits = DecodingLimits()) throws {
        let plan = try PlanCache.plan(for: services)
        self.init(document, converter: DocumentConverter(plan: plan, limits: limits))
    }

    init(_ document: [UInt8], converter: DocumentConverter) {
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        // Quotes behind the document: whoever reads beyond its end sees what looks like JSON.
        let padded = document + [UInt8](repeating: UInt8(ascii: "\""), count: 128)
        padded.withUnsafeBytes { bytes in
            let ranges = [0..<document.count]
            ranges.withUnsafeBufferPointer { ranges in
                converter.convert(
                    window: UnsafeRawBufferPointer(rebasing: bytes[..<document.count]),
                    readable: bytes.count,
                    documents: ranges,
                    oneALine: false,
                    into: &output,
                    faults: &faults
                )
            }
        }
        lines = String(decoding: output.bytes, as: UTF8.self)
        self.faults = faults
    }
}

/// Plans compiled once for all tests.
enum PlanCache {
    private static let whole = Result { () throws(OperationDecodingError) in
        try DecodingPlan(catalog: .builtIn, services: [])
    }
    private static let single: [String: DecodingPlan] = {
        var plans: [String: DecodingPlan] = [:]
        for service in MappingCatalog.builtIn.services {
            plans[service.rawValue] = try? DecodingPlan(catalog: .builtIn, services: [service])
        }
        return plans
    }()

    static func plan(for services: [ServiceIdentifier]) throws -> DecodingPlan {
        if services.isEmpty { return try whole.get() }
        if services.count == 1, let plan = single[services[0].rawValue] { return plan }
        return try DecodingPlan(catalog: .builtIn, services: services)
    }
}
