import Testing

@testable import lro

struct CoverageCommandTests {
    private static let log = """
        {"status":"Running","name":"1","startTime":"2025-01-02T03:04:05Z"}
        {"status":"Procesing","name":"2","color":"red"}
        {"status":"Procesing","name":"3","shade":"\\u202e"}

        """

    private func coverage(_ log: String, _ more: [ArgumentText] = []) throws -> CommandRun {
        try ExplainCommandTests.withFile(log) { file in
            try CommandRun(["coverage", "--service", "azure-core"] + more + [file])
        }
    }

    @Test
    func listsWordsAndMembers() throws {
        let run = try coverage(Self.log)
        #expect(run.status == .done)
        #expect(run.output.contains(#""OUTCOME": ["Procesing"]"#))
        #expect(run.output.contains(":2"))
        #expect(run.output.contains("color"))
        #expect(run.output.contains("3 of 3 records were read."))
    }

    @Test
    func failsOnAnUnknownWordIfAsked() throws {
        #expect(try coverage(Self.log, ["--fail-on-unknown"]).status == .unmet)
        #expect(try coverage(#"{"status":"Running"}"#, ["--fail-on-unknown"]).status == .done)
    }

    @Test
    func writesJSON() throws {
        let run = try coverage(Self.log, ["--json"])
        #expect(
            run.output.hasPrefix(#"{"found":3,"converted":3,"rejected":0,"ignored":0,"words":[{"service":"azure-core""#)
        )
        #expect(run.output.contains(#""mappingLine":"\"OUTCOME\": [\"Procesing\"]""#))
        #expect(run.output.hasSuffix("}\n"))
    }

    @Test
    func saysThatNothingIsMissing() throws {
        #expect(try coverage(#"{"status":"Running"}"#).output.hasPrefix("Every word of a state is in its mapping."))
    }

    @Test
    func namesAFileThatIsNotThere() throws {
        #expect(try CommandRun(["coverage", "/nowhere/at-all"]).status == .inputOutput)
    }
}
