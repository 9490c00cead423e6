/// The command line of `lro check`.
struct CheckOptions: CommandOptions, Hashable {
    /// Folders and mapping files; with none, the folder `Mappings`.
    var places: [ArgumentText] = []
    var updates = false

    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError) {
        places.append(try PathArgument.required(operand))
    }
}

extension CheckOptions {
    static var synopsis: CommandDescription {
        CommandDescription(
            name: "check",
            summary: "lint mappings and run their samples",
            discussion: [
                "Without a name, checks the folder 'Mappings'. All problems of a file are reported at once, each "
                    + "with file, line, member, a code and what to do. The exit status is 1 if there is one."
            ],
            operands: .init(placeholder: "[DIR|FILE…]", completion: .files),
            examples: [
                .init(explanation: "Check everything", command: "lro check"),
                .init(
                    explanation: "Write what the samples of a service become",
                    command: "lro check --update Mappings/services/azure-devcenter"
                ),
            ]
        )
    }

    static let table = OptionTable<CheckOptions>(
        sections: [
            .init(
                title: "Options",
                rules: [
                    .flag(
                        "update",
                        sets: \.updates,
                        to: true,
                        "Rewrite the expected lines of the samples with what they become now."
                    )
                ]
            )
        ]
    )
}
