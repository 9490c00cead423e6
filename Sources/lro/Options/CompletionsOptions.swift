/// The command line of `lro completions`.
struct CompletionsOptions: CommandOptions, Hashable {
    var target: CompletionTarget?

    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError) {
        guard target == nil else { throw UsageError("unexpected argument \(operand.quoted)") }
        target = try CompletionTarget.required(operand)
    }

    func validate() throws(UsageError) {
        guard target != nil else {
            throw UsageError("name a shell: \(CompletionTarget.words.joined(separator: ", "))")
        }
    }
}

extension CompletionsOptions {
    static var synopsis: CommandDescription {
        CommandDescription(
            name: "completions",
            summary: "completions for a shell, or the manual page",
            discussion: ["SHELL is bash, zsh or fish; 'man' writes the manual page."],
            operands: .init(placeholder: "SHELL", completion: .words(CompletionTarget.words)),
            examples: [
                .init(explanation: "In bash, for this session", command: "source <(lro completions bash)"),
                .init(
                    explanation: "In zsh, for good",
                    command: "lro completions zsh > \"${fpath[1]}/_lro\""
                ),
                .init(
                    explanation: "In fish, for good",
                    command: "lro completions fish > ~/.config/fish/completions/lro.fish"
                ),
                .init(explanation: "Read the manual", command: "lro completions man > lro.1; man ./lro.1"),
            ]
        )
    }

    static let table = OptionTable<CompletionsOptions>(sections: [])
}
