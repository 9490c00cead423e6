import Foundation
import Testing

@testable import lro

/// Follows the article "Add your own service" to the letter.
///
///     `NAME`: and a block   ->  the file NAME, written or (diff) changed
///     sh block              ->  run in the folder
///     text block after it   ->  what it must have printed
@Suite struct AddYourOwnServiceTests {
    private static let article =
        TemporaryMappings.packageRoot
        + "/Sources/LongRunningOperations/LongRunningOperations.docc/AddYourOwnService.md"

    @Test func everyStepDoesWhatTheArticleShows() throws {
        let steps = Self.steps(of: try String(contentsOfFile: Self.article, encoding: .utf8))
        #expect(steps.filter { $0.language == "sh" }.count >= 6)
        #expect(steps.contains { $0.language == "diff" })

        let folder = URL(fileURLWithPath: NSTemporaryDirectory() + "lro-article-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        for (index, step) in steps.enumerated() {
            switch step.language {
            case "sh":
                let next = steps.indices.contains(index + 1) ? steps[index + 1] : nil
                let shown = next?.language == "text" ? next?.lines ?? [] : []
                let run = try Self.run(step.lines.joined(separator: "\n"), in: folder)
                #expect(run.lines == shown, "\(step.lines)")
                #expect(run.status == (step.announcesFailure ? 1 : 0), "\(step.lines)")
            case "text":
                #expect(index > 0 && steps[index - 1].language == "sh", "output without a command: \(step.lines)")
            // For a program, which is not built here.
            case "swift": continue
            case "diff":
                try Self.change(try #require(step.file), by: step.lines, in: folder)
            default:
                let file = folder.appendingPathComponent(try #require(step.file, "a block without a file name"))
                try Data((step.lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            }
        }
    }

    /// A block of the article.
    private struct Step {
        var language: String
        /// The file that the line before the block names.
        var file: String?
        /// Whether the text before the block says that the exit status is 1.
        var announcesFailure: Bool
        var lines: [String] = []
    }

    private static func steps(of article: String) -> [Step] {
        var steps: [Step] = []
        var open: Step?
        var prose: [Substring] = []
        for line in article.split(separator: "\n", omittingEmptySubsequences: false) {
            if var step = open {
                if line == "```" {
                    steps.append(step)
                    open = nil
                    prose = []
                } else {
                    step.lines.append(String(line))
                    open = step
                }
            } else if line.hasPrefix("```") {
                open = Step(
                    language: String(line.dropFirst(3)),
                    file: prose.last.flatMap(fileName),
                    announcesFailure: prose.joined(separator: " ").contains("exit status is 1")
                )
            } else if !line.isEmpty {
                prose.append(line)
            }
        }
        return steps
    }

    /// The name in a line that says nothing but "`NAME`:".
    private static func fileName(_ line: Substring) -> String? {
        guard line.hasPrefix("`"), line.hasSuffix("`:") else { return nil }
        return String(line.dropFirst().dropLast(2))
    }

    private static func change(_ name: String, by difference: [String], in folder: URL) throws {
        let file = folder.appendingPathComponent(name)
        let old = difference.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) }.joined(separator: "\n")
        let new = difference.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) }.joined(separator: "\n")
        let before = try String(contentsOf: file, encoding: .utf8)
        try #require(before.contains(old))
        try Data(before.replacingOccurrences(of: old, with: new).utf8).write(to: file)
    }

    /// Runs a command with the `lro` that was built beside these tests.
    private static func run(_ command: String, in folder: URL) throws -> (status: Int32, lines: [String]) {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let products = (tests as NSString).deletingLastPathComponent
        try #require(FileManager.default.isExecutableFile(atPath: products + "/lro"))

        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        process.environment = ["PATH": products + ":/usr/bin:/bin", "LC_ALL": "C"]
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()

        var lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return (process.terminationStatus, lines.map(withoutTrailingBlanks))
    }

    /// The article keeps no blanks at the end of a line.
    private static func withoutTrailingBlanks(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
