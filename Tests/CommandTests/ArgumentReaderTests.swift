import LongRunningOperations
import Testing

@testable import lro

struct ArgumentReaderTests {
    /// A command line that is understood.
    struct Accepted: CustomTestStringConvertible, Sendable {
        var line: [ArgumentText]
        var expected: ConvertOptions

        init(_ line: [ArgumentText], _ change: (inout ConvertOptions) -> Void) {
            self.line = line
            expected = ConvertOptions()
            change(&expected)
        }

        var testDescription: String { line.map(\.quoted).joined(separator: " ") }
    }

    static let accepted = [
        Accepted([]) { _ in },
        Accepted(["a", "b"]) { $0.input.files = ["a", "b"] },
        Accepted(["-"]) { $0.input.files = ["-"] },
        Accepted(["--", "--strict", "-o", "-"]) { $0.input.files = ["--strict", "-o", "-"] },
        Accepted(["a", "--strict", "b"]) {
            $0.input.files = ["a", "b"]
            $0.allowance = .count(0)
        },
        Accepted(["--service", "azure-core"]) { $0.input.services = ["azure-core"] },
        Accepted(["--service=azure-core,azure-devcenter,azure-core"]) {
            $0.input.services = ["azure-core", "azure-devcenter"]
        },
        Accepted(["-o", "out"]) { $0.output = "out" },
        Accepted(["-oout"]) { $0.output = "out" },
        Accepted(["--output=out"]) { $0.output = "out" },
        Accepted(["--output", "out"]) { $0.output = "out" },
        Accepted(["--output=--strict"]) { $0.output = "--strict" },
        Accepted(["--output=a=b"]) { $0.output = "a=b" },
        Accepted(["-o", "-"]) { $0.output = "-" },
        Accepted(["-o", "first", "-o", "last"]) { $0.output = "last" },
        Accepted([ArgumentText(bytes: [0x61, 0xFF])]) { $0.input.files = [ArgumentText(bytes: [0x61, 0xFF])] },
        Accepted(["-j", "4"]) { $0.jobs = 4 },
        Accepted(["-j4"]) { $0.jobs = 4 },
        Accepted(["--jobs=1024"]) { $0.jobs = 1024 },
        Accepted(["--rejects", "inline"]) { $0.rejects = .inline },
        Accepted(["--rejects", "drop"]) { $0.rejects = .drop },
        Accepted(["--rejects", "./inline"]) { $0.rejects = .file("./inline") },
        Accepted(["--summary", "s.json"]) { $0.summary = "s.json" },
        Accepted(["--max-rejects", "12"]) { $0.allowance = .count(12) },
        Accepted(["--max-rejects", "0.5%"]) { $0.allowance = .millionths(5_000) },
        Accepted(["--max-rejects", "100%"]) { $0.allowance = .millionths(1_000_000) },
        Accepted(["--max-rejects", "0.0001%"]) { $0.allowance = .millionths(1) },
        Accepted(["--strict", "--max-rejects", "3"]) { $0.allowance = .count(3) },
        Accepted(["--range", "0:10", "a"]) {
            $0.range = ByteRange(lowerBound: 0, upperBound: 10)
            $0.input.files = ["a"]
        },
        Accepted(["--range=7:", "a"]) {
            $0.range = ByteRange(lowerBound: 7, upperBound: nil)
            $0.input.files = ["a"]
        },
        Accepted(["--range=:7", "a"]) {
            $0.range = ByteRange(lowerBound: 0, upperBound: 7)
            $0.input.files = ["a"]
        },
        Accepted(["--envelope", "har"]) { $0.input.envelopeName = .har },
        Accepted(["--payload", ""]) { $0.input.payload = "" },
        Accepted(["--payload=/a~1b", "--entries=/e", "--status-at=/s", "--headers-at=/h", "--url-at=/u"]) {
            $0.input.payload = "/a~1b"
            $0.input.entries = "/e"
            $0.input.status = "/s"
            $0.input.headers = "/h"
            $0.input.url = "/u"
        },
        Accepted(["--to", "azure-core", "--losses"]) {
            $0.target = .azureCore
            $0.listsLosses = true
        },
        Accepted(["--to=google-longrunning"]) { $0.target = .googleLongrunning },
        Accepted(["--resume", "-o", "out"]) {
            $0.resumes = true
            $0.output = "out"
        },
        Accepted(["--checkpoint", "4096"]) { $0.checkpointInterval = 4096 },
        Accepted(["--progress"]) { $0.progress = .shown },
        Accepted(["--progress", "--no-progress"]) { $0.progress = .hidden },
        Accepted(["--mappings", "M", "--provenance", "--redact", "--fail-on-unknown", "--quiet"]) {
            $0.input.mappings = "M"
            $0.addsProvenance = true
            $0.redacts = true
            $0.failsOnUnknown = true
            $0.isQuiet = true
        },
    ]

    @Test(arguments: accepted)
    func understands(_ accepted: Accepted) throws {
        guard case .run(let options) = try ArgumentReader<ConvertOptions>().read(accepted.line) else {
            Issue.record("asked for help")
            return
        }
        #expect(options == accepted.expected)
    }

    static let refused: [([ArgumentText], String)] = [
        (["--sevice", "x"], "unknown option '--sevice'; did you mean '--service'?"),
        (["--sevice=x"], "unknown option '--sevice'; did you mean '--service'?"),
        (["-x"], "unknown option '-x'"),
        (["-quiet"], "unknown option '-quiet'; did you mean '--quiet'?"),
        (["--quiet=yes"], "option '--quiet' takes no value"),
        (["-o"], "option '--output' needs a value: FILE"),
        (["--output="], "option '--output': the name of a file is empty"),
        ([""], "the name of a file is empty"),
        (["-", "-"], "standard input ('-') is named twice"),
        (
            ["-o", "--strict"],
            "option '--output' needs a value: FILE (a value that begins with '-' is written --output=VALUE)"
        ),
        (["-j", "0"], "option '--jobs': '0' is not a number from 1 to 1024"),
        (["-j", "1025"], "option '--jobs': '1025' is not a number from 1 to 1024"),
        (["-j", "four"], "option '--jobs': 'four' is not a number from 1 to 1024"),
        (
            ["-j", "99999999999999999999999999"],
            "option '--jobs': '99999999999999999999999999' is not a number from 1 to 1024"
        ),
        (
            ["--max-rejects=-1"], "option '--max-rejects': '-1' is neither a number nor a percentage from 0% to 100%"
        ),
        (
            ["--max-rejects=100.1%"],
            "option '--max-rejects': '100.1%' is neither a number nor a percentage from 0% to 100%"
        ),
        (["--max-rejects=1.%"], "option '--max-rejects': '1.%' is neither a number nor a percentage from 0% to 100%"),
        (["--max-rejects=%"], "option '--max-rejects': '%' is neither a number nor a percentage from 0% to 100%"),
        (
            ["--max-rejects=0.00001%"],
            "option '--max-rejects': '0.00001%' is neither a number nor a percentage from 0% to 100%"
        ),
        (["--range", "5", "a"], "option '--range': '5' is not a range of bytes A:B"),
        (["--range", ":", "a"], "option '--range': ':' is not a range of bytes A:B"),
        (["--range", "1:2:3", "a"], "option '--range': '1:2:3' is not a range of bytes A:B"),
        (["--range", "9:3", "a"], "option '--range': '9:3' ends before it begins"),
        (
            ["--range", "0:9223372036854775808", "a"],
            "option '--range': '0:9223372036854775808' is not a range of bytes A:B"
        ),
        (["--range", "0:1"], "option '--range' needs exactly one file"),
        (["--range", "0:1", "-"], "option '--range' needs exactly one file"),
        (["--range", "0:1", "--envelope", "har", "a"], "option '--range' reads lines only"),
        (
            ["--service", "Azure"],
            "option '--service': 'Azure' is not the id of a service (such as azure-devcenter); see 'lro services'"
        ),
        (
            ["--service", "a,,b"],
            "option '--service': '' is not the id of a service (such as azure-devcenter); see 'lro services'"
        ),
        (["--payload", "body"], "option '--payload': 'body' is not a JSON Pointer; did you mean '/body'?"),
        (
            ["--payload", "/a~b"],
            "option '--payload': '/a~b' is not a JSON Pointer: '~' is written '~0', and '/' in a name '~1'"
        ),
        (["--status-at", "/s"], "option '--status-at' needs '--payload'"),
        (["--payload", "/p", "--envelope", "har"], "options '--envelope' and '--payload' exclude each other"),
        (["--checkpoint", "0"], "option '--checkpoint': '0' is not a number of bytes"),
        (["--checkpoint=4k"], "option '--checkpoint': '4k' is not a number of bytes"),
        (
            ["--checkpoint", "9223372036854775808"],
            "option '--checkpoint': '9223372036854775808' is not a number of bytes"
        ),
        (["--losses"], "option '--losses' needs '--to'"),
        (
            ["--to", "azure-cor"],
            "option '--to': 'azure-cor' is none of azure-core, google-longrunning; did you mean 'azure-core'?"
        ),
        (["--resume"], "option '--resume' needs an output file: '-o FILE'"),
        (["--rejects", "-"], "option '--rejects': rejects go to standard output with 'inline'"),
        (
            ["-o", "x", "--rejects", "x"],
            "the output and the rejects cannot be the same file; '--rejects inline' puts both into one"
        ),
        (["-o", "x", "--summary", "x"], "the summary needs a file of its own"),
        (["--summary", "-"], "the summary needs a file of its own"),
        (["--\u{1B}]0;t\u{7}"], "unknown option '--\\u{1b}]0;t\\u{7}'"),
    ]

    @Test(arguments: refused)
    func refuses(_ line: [ArgumentText], saying sentence: String) {
        let error = #expect(throws: UsageError.self) { try ArgumentReader<ConvertOptions>().read(line) }
        #expect(error?.sentence == sentence)
    }

    @Test(arguments: [["-h"], ["--help"], ["a", "--strict", "--help"]] as [[ArgumentText]])
    func answersAQuestionForHelp(_ line: [ArgumentText]) throws {
        guard case .help = try ArgumentReader<ConvertOptions>().read(line) else {
            Issue.record("did not ask for help")
            return
        }
    }

    @Test
    func takesAHelpAfterTheEndOfOptionsForAFile() throws {
        guard case .run(let options) = try ArgumentReader<ConvertOptions>().read(["--", "--help"]) else {
            Issue.record("asked for help")
            return
        }
        #expect(options.input.files == ["--help"])
    }
}
