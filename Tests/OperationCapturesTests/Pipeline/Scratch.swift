import Foundation
import LongRunningOperations

@testable import OperationCaptures

/// A folder for one test, gone with it.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String {
        folder.appendingPathComponent(name).path
    }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
        return path(name)
    }

    func read(_ name: String) -> [UInt8]? {
        (try? Data(contentsOf: folder.appendingPathComponent(name))).map(Array.init)
    }

    func text(_ name: String) -> String? {
        read(name).map { String(decoding: $0, as: UTF8.self) }
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
}

/// What a run wrote, for comparisons.
struct RunResult: Equatable {
    var output: [UInt8]
    var rejects: [UInt8]?
    var summary: String
    var ledger: Ledger
}

extension Scratch {
    /// Runs with rejects between the lines into an open file, which takes no time to put on disk.
    func stream(
        _ input: BatchInput,
        configure: (inout BatchConfiguration) -> Void = { _ in }
    ) throws -> RunResult {
        _ = try write([], to: "stream")
        let handle = try FileHandle(forWritingTo: folder.appendingPathComponent("stream"))
        var configuration = BatchConfiguration(inputs: [input], output: .descriptor(handle.fileDescriptor))
        configure(&configuration)
        let ledger = try BatchRun(configuration).run { StubConverter() }
        try handle.close()
        var summary = OutputBuffer()
        ledger.appendSummary(to: &summary, milliseconds: 0)
        return RunResult(
            output: read("stream") ?? [],
            rejects: nil,
            summary: String(decoding: summary.bytes, as: UTF8.self),
            ledger: ledger
        )
    }

    /// Runs over one input into files of this folder.
    func run(
        _ input: BatchInput,
        to name: String = "out",
        configure: (inout BatchConfiguration) -> Void = { _ in }
    ) throws -> RunResult {
        var configuration = BatchConfiguration(inputs: [input], output: .path(path(name)))
        configuration.summary = .path(path(name + ".summary"))
        configure(&configuration)
        let ledger = try BatchRun(configuration).run { StubConverter() }
        let summary = (text(name + ".summary") ?? "").replacing(/"seconds":[0-9.]+,/, with: "")
        return RunResult(
            output: read(name) ?? [],
            rejects: read(name + ".rejects.jsonl"),
            summary: summary,
            ledger: ledger
        )
    }
}
