import Foundation
import LongRunningOperations

@testable import OperationCaptures

/// Converts recordings with the engine, for tests.
enum EnvelopeRun {
    /// The top of the package.
    static let packageRoot = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        .joined(separator: "/")

    /// The plan for these services, or the one that detects.
    static func plan(_ services: [ServiceIdentifier] = []) throws -> DecodingPlan {
        services.isEmpty ? try detecting.get() : try DecodingPlan(catalog: .builtIn, services: services)
    }

    private static let detecting = Result { try DecodingPlan(catalog: .builtIn, services: []) }

    static func fixture(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: "\(packageRoot)/Tests/Fixtures/envelopes/\(name)")))
    }

    /// The lines of a recording, rejects among them, each without its `raw` where `isBrief`.
    static func lines(
        _ bytes: [UInt8],
        envelope: Envelope? = nil,
        services: [ServiceIdentifier] = [],
        chunkSize: Int = 256 * 1024,
        documentLimit: Int = 16 << 20,
        provenance: Bool = false,
        redacts: Bool = false,
        isBrief: Bool = true
    ) throws -> String {
        let scratch = try Scratch()
        let input = try scratch.write(bytes, to: "recording")
        _ = try scratch.write([], to: "output")
        let handle = try FileHandle(forWritingTo: scratch.folder.appendingPathComponent("output"))
        var configuration = BatchConfiguration(inputs: [.path(input)], output: .descriptor(handle.fileDescriptor))
        configuration.rejects = .inline
        configuration.envelope = envelope
        configuration.chunkSize = chunkSize
        configuration.documentLimit = documentLimit
        configuration.redacts = redacts
        let plan = try plan(services)
        _ = try BatchRun(configuration).run { EngineConverter(plan: plan, addsProvenance: provenance) }
        try handle.close()
        var text = scratch.text("output") ?? ""
        text = text.replacingOccurrences(of: "\"file\":\"\(input)\",", with: "")
        guard isBrief else { return text }
        return text.replacing(/,"raw(Base64)?":"([^"\\]|\\.)*"/, with: "")
    }
}
