/// The command line of `lro explain`.
struct ExplainOptions: CommandOptions, Hashable {
    var input = InputOptions()
    /// The operand to the letter, because a file may really be named `log:3`.
    var operand: ArgumentText?
    /// The number after the file's name, counted from 1.
    var record: UInt64?
    var writesJSON = false

    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError) {
        guard self.operand == nil else {
            throw UsageError("one record at a time: unexpected argument \(operand.quoted)")
        }
        self.operand = operand
        let digits = operand.bytes.reversed().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.reversed()
        let name = ArgumentText(bytes: Array(operand.bytes.dropLast(digits.count + 1)))
        let separator = operand.bytes.dropLast(digits.count).last
        guard !digits.isEmpty, separator == UInt8(ascii: ":"), !name.isEmpty else {
            return try input.take(operand)
        }
        guard let number = UnsignedNumber.value(of: Array(digits)), number >= 1 else {
            throw UsageError("records are counted from 1: \(operand.quoted)")
        }
        record = number
        try input.take(name)
    }

    func validate() throws(UsageError) {
        try input.validate()
    }
}

extension ExplainOptions {
    static var synopsis: CommandDescription {
        CommandDescription(
            name: "explain",
            summary: "one record: which rule took which member, and what was left",
            discussion: [
                "Shows each canonical member, its value, the member of the document that it came from and the "
                    + "rule that took it, or the header, URL or status that filled it; then what was left to the "
                    + "extensions, and the diagnostics.",
                "Reads what 'lro convert' reads, recordings too, and the record is the one that is written there. N is "
                    + "its number, counted from 1, rejects included: line N of what 'lro convert FILE' writes to standard "
                    + "output. Without it, the first. '-- -:3' is the third of standard input.",
            ],
            operands: .init(placeholder: "[FILE[:N]]", completion: .files),
            glossary: InputOptions.envelopes,
            examples: [
                .init(explanation: "The seventh record of a log", command: "lro explain replies.jsonl:7"),
                .init(
                    explanation: "The third record of what a browser recorded, as one JSON object",
                    command: "lro explain --json portal.har:3"
                ),
                .init(
                    explanation: "A reply from another program",
                    command: "curl -s https://cdn.example/operations/42 | lro explain --service azure-cdn-china"
                ),
            ]
        )
    }

    static let table = OptionTable<ExplainOptions>(
        sections: [
            InputOptions.section.lifted(to: \.input),
            InputOptions.pointers.lifted(to: \.input),
            .init(title: "Output", rules: [.flag("json", sets: \.writesJSON, to: true, "Write one JSON object.")]),
        ]
    )
}
