import Testing

@testable import lro

struct OptionsTests {
    private func read<Options: CommandOptions>(_: Options.Type, _ line: [ArgumentText]) throws -> Options {
        guard case .run(let options) = try ArgumentReader<Options>().read(line) else {
            throw UsageError("asked for help")
        }
        return options
    }

    @Test(
        arguments: [
            ("log.jsonl", "log.jsonl", nil),
            ("log.jsonl:7", "log.jsonl", 7),
            ("a:b:12", "a:b", 12),
            ("log:", "log:", nil),
            (":7", ":7", nil),
            ("log:7x", "log:7x", nil),
            ("-:3", "-", 3),
        ] as [(ArgumentText, ArgumentText, UInt64?)]
    )
    func explainTakesTheNumberOfARecord(operand: ArgumentText, file: ArgumentText, record: UInt64?) throws {
        // An operand that begins with a dash is one only after the options.
        let options = try read(ExplainOptions.self, ["--json", "--", operand])
        #expect(options.input.files == [file])
        #expect(options.record == record)
        #expect(options.operand == operand)
        #expect(options.writesJSON)
    }

    @Test(arguments: ["log:0", "log:99999999999999999999"] as [ArgumentText])
    func explainRefusesARecordThatCannotBe(operand: ArgumentText) {
        #expect(throws: UsageError.self) { try read(ExplainOptions.self, [operand]) }
    }

    @Test
    func explainTakesOneRecord() {
        #expect(throws: UsageError("one record at a time: unexpected argument 'b'")) {
            try read(ExplainOptions.self, ["a", "b"])
        }
    }

    @Test
    func coverageTakesWhatConvertReads() throws {
        let options = try read(CoverageOptions.self, ["--fail-on-unknown", "--service", "azure-core", "a", "b"])
        #expect(options.failsOnUnknown)
        #expect(options.input.files == ["a", "b"])
        #expect(options.input.services == ["azure-core"])
    }

    @Test
    func servicesTakesOneIdentifier() throws {
        #expect(try read(ServicesOptions.self, ["--markdown"]).writesMarkdown)
        #expect(try read(ServicesOptions.self, ["azure-core"]).service == "azure-core")
        #expect(throws: UsageError.self) { try read(ServicesOptions.self, ["Azure Core"]) }
        #expect(throws: UsageError.self) { try read(ServicesOptions.self, ["a", "b"]) }
    }

    @Test
    func checkTakesPlaces() throws {
        let options = try read(CheckOptions.self, ["--update", "Mappings/families", "mapping.json"])
        #expect(options.updates)
        #expect(options.places == ["Mappings/families", "mapping.json"])
    }

    @Test
    func completionsNeedsAShell() throws {
        #expect(try read(CompletionsOptions.self, ["zsh"]).target == .zsh)
        #expect(throws: UsageError("name a shell: bash, zsh, fish, man")) { try read(CompletionsOptions.self, []) }
        let error = #expect(throws: UsageError.self) { try read(CompletionsOptions.self, ["fihs"]) }
        #expect(error?.suggestion == "fish")
    }

    @Test
    func pointersMakeAnEnvelope() throws {
        let options = try read(ConvertOptions.self, ["--payload=/p", "--url-at=/u"])
        let pointers = InputOptions.EnvelopePointers(entries: nil, payload: "/p", status: nil, headers: nil, url: "/u")
        #expect(options.input.envelope == .pointers(pointers))
        #expect(try read(ConvertOptions.self, ["--envelope=har"]).input.envelope == .named(.har))
        #expect(try read(ConvertOptions.self, []).input.envelope == .detected)
    }
}
