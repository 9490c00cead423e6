import Testing

@testable import OperationCaptures
@testable import lro

struct HelpTextTests {
    private static let commands = CommandTable.descriptions

    @Test(arguments: commands.map(\.name))
    func namesEveryOption(name: String) throws {
        let command = try #require(Self.commands.first { $0.name == name })
        let run = try CommandRun([ArgumentText(name), "--help"])
        #expect(run.status == .done)
        #expect(run.error.isEmpty)
        #expect(run.output.hasPrefix("Usage: lro \(name) [OPTION…]"))
        let lines = run.output.split(separator: "\n")
        for option in command.options {
            #expect(lines.contains { $0.drop { $0 == " " }.hasPrefix(option.synopsis) }, "\(option.synopsis)")
        }
        let examples = lines.filter { $0.hasPrefix("    ") && $0.contains("lro \(name)") }
        #expect(examples.count >= command.examples.count)
        #expect(!command.examples.isEmpty)
    }

    @Test
    func listsEveryEnvelopeWithAnExample() throws {
        let help = try CommandRun(["convert", "--help"]).output
        #expect(EnvelopeName.words.sorted() == Envelope.all.map(\.name).sorted())
        for envelope in Envelope.all {
            #expect(help.contains("\n  \(envelope.name) "))
            for line in envelope.example.split(separator: "\n") { #expect(help.contains("\n    \(line)\n")) }
        }
    }

    @Test
    func namesEveryCommand() throws {
        for question in ["--help", "-h"] as [ArgumentText] {
            let run = try CommandRun([question])
            #expect(run.status == .done)
            for command in Self.commands {
                #expect(run.output.contains("\n  \(command.name) "))
            }
        }
    }

    @Test
    func staysWithinEightyColumnsButForExamples() {
        for command in Self.commands {
            for line in HelpText.page(of: command).split(separator: "\n") where !line.hasPrefix("    lro") {
                guard !line.contains(" | ") && !line.hasPrefix("    ") || line.hasPrefix("      ") else { continue }
                #expect(line.count <= 80, "\(line)")
            }
        }
        for line in HelpText.overview(of: Self.commands).split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test
    func namesNoOptionTwice() {
        for command in Self.commands {
            let spellings = command.options.flatMap(Completions.spellings)
            #expect(Set(spellings).count == spellings.count, "\(command.name)")
        }
    }

    @Test(
        arguments: [
            ([], "lro: name a command: convert, explain, coverage, services, check, completions"),
            (["convrt"], "lro: unknown command 'convrt'; did you mean 'lro convert'?"),
            (["--strict"], "lro: the command comes first, before its options: '--strict'"),
            (["check", "--updat"], "lro check: unknown option '--updat'; did you mean '--update'?"),
        ] as [([ArgumentText], String)]
    )
    func saysWhatIsWrong(line: [ArgumentText], message: String) throws {
        let run = try CommandRun(line)
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(run.error.split(separator: "\n").first.map(String.init) == message)
        #expect(run.error.contains("--help'."))
    }

    @Test
    func saysItsVersion() throws {
        let run = try CommandRun(["--version"])
        #expect(run.output == "lro \(ProgramVersion.text)\n")
    }
}
