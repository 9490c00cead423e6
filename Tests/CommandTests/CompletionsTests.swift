import Foundation
import Testing

@testable import lro

struct CompletionsTests {
    private static let commands = CommandTable.descriptions
    private static let services = ["azure-cdn-china", "azure-devcenter"]
    private static let completions = Completions(commands: commands, services: services)

    /// What a shell says about a script: nil where the shell is not installed.
    private func complaint(of shell: String, _ arguments: [String], about script: String) throws -> String? {
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let programs = places.map { "\($0)/\(shell)" }
        guard let program = programs.first(where: FileManager.default.isExecutableFile) else { return nil }
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(script.utf8))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self)
            + (process.terminationStatus == 0 ? "" : "exit status \(process.terminationStatus)")
    }

    private static func isInstalled(_ shell: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)") }
    }

    @Test(.enabled(if: isInstalled("bash"), "bash is not installed"))
    func bashAcceptsItsScript() throws {
        #expect(try complaint(of: "bash", ["-n"], about: Self.completions.bash) == "")
    }

    @Test(.enabled(if: isInstalled("zsh"), "zsh is not installed"))
    func zshAcceptsItsScript() throws {
        #expect(try complaint(of: "zsh", ["-f", "-n"], about: Self.completions.zsh) == "")
    }

    @Test(.enabled(if: isInstalled("fish"), "fish is not installed"))
    func fishAcceptsItsScript() throws {
        #expect(try complaint(of: "fish", ["--no-execute"], about: Self.completions.fish) == "")
    }

    @Test(
        .enabled(if: isInstalled("bash"), "bash is not installed"),
        arguments: [
            ("lro c", "convert coverage check completions"),
            ("lro convert --re", "--rejects --redact --resume"),
            ("lro convert --to g", "google-longrunning"),
            ("lro convert --to = g", "google-longrunning"),
            ("lro convert --envelope test", "test-proxy"),
            ("lro convert --service azure-cdn-china,azure-d", "azure-cdn-china,azure-devcenter"),
            ("lro convert --max-rejects x", ""),
            ("lro completions z", "zsh"),
            ("lro services azure-c", "azure-cdn-china"),
        ]
    )
    func bashOffers(line: String, offers: String) throws {
        let script =
            Self.completions.bash + """
                COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _lro; printf '%s' "${COMPREPLY[*]}"

                """
        #expect(try complaint(of: "bash", ["--norc", "-s"], about: script) == offers)
    }

    /// What is typed, and what a shell offers behind it.
    private static let lines: [(line: String, offers: [String])] = [
        ("lro c", ["convert", "coverage", "check", "completions"]),
        ("lro convert --re", ["--rejects", "--redact", "--resume"]),
        ("lro convert --to g", ["google-longrunning"]),
        ("lro convert --to=g", ["google-longrunning"]),
        ("lro convert --envelope test", ["test-proxy"]),
        ("lro convert --service azure-cdn-china,azure-d", ["azure-devcenter"]),
        ("lro convert --rejects dr", ["drop"]),
        ("lro convert --max-rejects x", []),
        ("lro completions z", ["zsh"]),
        ("lro services azure-c", ["azure-cdn-china"]),
        ("lro convert /etc/hostn", ["hostname"]),
    ]

    @Test(.enabled(if: isInstalled("zsh"), "zsh is not installed"), arguments: lines)
    func zshOffers(line: String, offers: [String]) throws {
        let fixture =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
            .joined(separator: "/") + "/Fixtures/completions/offers.zsh"
        let script = FileManager.default.temporaryDirectory.appendingPathComponent("lro-\(UUID()).zsh")
        try Data(Self.completions.zsh.utf8).write(to: script)
        defer { try? FileManager.default.removeItem(at: script) }
        let answer = try complaint(of: "zsh", ["-f", fixture, script.path, line], about: "")
        #expect(answer?.split(whereSeparator: \.isWhitespace).map(String.init).sorted() == offers.sorted())
    }

    @Test(.enabled(if: isInstalled("fish"), "fish is not installed"), arguments: lines)
    func fishOffers(line: String, offers: [String]) throws {
        let script = Self.completions.fish + "\ncomplete -C '\(line)'\n"
        let answer = try complaint(of: "fish", ["--no-config"], about: script)
        // A line is what stands there when the offer is taken, and what it is.
        let found = answer?.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
            .compactMap { $0.split(whereSeparator: { "=,/".contains($0) }).last.map(String.init) }
        #expect(found?.sorted() == offers.sorted())
    }

    @Test(.enabled(if: isInstalled("man"), "man is not installed"))
    func manualPageCanBeRead() throws {
        let page = ManualPage(commands: Self.commands).text
        let text = try #require(try complaint(of: "man", ["-l", "-"], about: page))
        #expect(text.contains("lro - the status of long-running operations, in one vocabulary"))
        for command in Self.commands { #expect(text.contains("LRO \(command.name.uppercased())")) }
    }

    @Test(.enabled(if: isInstalled("mandoc"), "mandoc is not installed"))
    func manualPageHasNoFaults() throws {
        let page = ManualPage(commands: Self.commands).text
        let complaints = try complaint(of: "mandoc", ["-T", "lint", "-W", "warning"], about: page) ?? ""
        // The page of a version that was not released has no date.
        #expect(
            complaints.split(separator: "\n").allSatisfy { $0.contains("missing date") || $0.hasPrefix("exit status") }
        )
    }

    @Test
    func everyOptionIsInEveryScript() {
        let scripts = [Self.completions.bash, Self.completions.zsh, Self.completions.fish]
        for option in Self.commands.flatMap(\.options) {
            #expect(scripts[0].contains(option.spelling))
            #expect(scripts[1].contains("'" + option.spelling))
            #expect(scripts[2].contains("-l \(option.name) "))
        }
        for script in scripts {
            for service in Self.services { #expect(script.contains(service)) }
        }
    }

    @Test
    func everyOptionIsInTheManualPage() {
        let page = ManualPage(commands: Self.commands).text
        for option in Self.commands.flatMap(\.options) where option != .help {
            #expect(page.contains(".B \(ManualPage.escaped(option.synopsis))\n"), "\(option.name)")
        }
        for line in page.split(separator: "\n") where line.hasPrefix(".") {
            let request = line.dropFirst().prefix { $0 != " " }
            #expect(["\\\"", "TH", "SH", "SS", "B", "br", "PP", "TP", "RS", "RE", "nf", "fi"].contains(request))
        }
    }

    @Test(arguments: CompletionTarget.allCases)
    func theCommandWritesThem(target: CompletionTarget) throws {
        let run = try CommandRun(["completions", ArgumentText(target.rawValue)])
        #expect(run.status == .done)
        #expect(run.output.contains("lro"))
        #expect(run.error.isEmpty)
    }
}
