/// The command line of `lro coverage`.
struct CoverageOptions: CommandOptions, Hashable {
    var input = InputOptions()
    var failsOnUnknown = false
    var writesJSON = false

    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError) {
        try input.take(operand)
    }

    func validate() throws(UsageError) {
        try input.validate()
    }
}

extension CoverageOptions {
    static var synopsis: CommandDescription {
        CommandDescription(
            name: "coverage",
            summary: "words and members that no mapping lists: how often, where first",
            discussion: [
                "Reads what 'lro convert' reads, recordings too, and lists every word of a state and every member that "
                    + "the mapping of its service does not list: how often, where the first one was found (the line "
                    + "and the byte at which its document or its entry begins), and a line to paste into the mapping.",
                "Inputs of any length are read in the same memory: of more than 65536 different words, or members, the first "
                    + "are listed, and how often others occurred is said at the end; with '--json' in 'otherWords' and "
                    + "'otherMembers', which are absent otherwise.",
            ],
            operands: .init(placeholder: "[FILE…]", completion: .files),
            glossary: InputOptions.envelopes,
            examples: [
                .init(explanation: "What a week of logs says that is not mapped", command: "lro coverage week-*.jsonl"),
                .init(
                    explanation: "What browsers recorded that is not mapped, as one JSON object",
                    command: "lro coverage --json *.har"
                ),
                .init(
                    explanation: "Fail a nightly job as soon as a service invents a word",
                    command: "lro coverage --fail-on-unknown --service azure-devcenter today.jsonl"
                ),
            ]
        )
    }

    static let table = OptionTable<CoverageOptions>(
        sections: [
            InputOptions.section.lifted(to: \.input),
            InputOptions.pointers.lifted(to: \.input),
            .init(title: "Output", rules: [.flag("json", sets: \.writesJSON, to: true, "Write one JSON object.")]),
            .init(
                title: "What counts as failed (exit status 1)",
                rules: [
                    .flag(
                        "fail-on-unknown",
                        sets: \.failsOnUnknown,
                        to: true,
                        "Fail if a word of a state is not in its mapping."
                    )
                ]
            ),
        ]
    )
}
