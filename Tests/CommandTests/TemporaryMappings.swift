import Foundation

@testable import lro

/// A copy of a shipped mapping in a folder of its own, to be damaged.
struct TemporaryMappings: ~Copyable {
    let folder: String

    /// The top of the package.
    static var packageRoot: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }

    static var shipped: ArgumentText { ArgumentText(packageRoot + "/Mappings") }

    init(copying service: String) throws {
        folder = NSTemporaryDirectory() + "lro-mappings-\(UUID().uuidString)"
        let source = Self.packageRoot + "/Mappings/services/\(service)"
        try FileManager.default.createDirectory(atPath: folder + "/services", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: source, toPath: "\(folder)/services/\(service)")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { "\(folder)/services/\(name)" }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    func write(_ text: String, to name: String) throws {
        let folder = (path(name) as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
    }

    /// Replaces a text that stands in the file.
    func replace(_ old: String, with new: String, in name: String) throws {
        let before = try text(name)
        try write(before.replacingOccurrences(of: old, with: new), to: name)
    }

    func check(_ options: ArgumentText...) throws -> CommandRun {
        try CommandRun(["check"] + options + [ArgumentText(folder)])
    }
}
