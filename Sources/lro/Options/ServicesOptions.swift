/// The command line of `lro services`.
struct ServicesOptions: CommandOptions, Hashable {
    /// The service to describe; absent, all are listed.
    var service: String?
    var mappings: ArgumentText?
    var writesMarkdown = false

    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError) {
        guard service == nil else {
            throw UsageError("one service at a time: unexpected argument \(operand.quoted)")
        }
        service = try ServiceSelection.identifier(operand)
    }
}

extension ServicesOptions {
    static var synopsis: CommandDescription {
        CommandDescription(
            name: "services",
            summary: "the services, or one service's vocabulary as a table",
            operands: .init(placeholder: "[ID]", completion: .services),
            examples: [
                .init(explanation: "All services", command: "lro services"),
                .init(explanation: "The words of one", command: "lro services azure-cdn-china"),
            ]
        )
    }

    static let table = OptionTable<ServicesOptions>(
        sections: [
            .init(
                title: "Options",
                rules: [
                    .value(
                        "mappings",
                        "DIR",
                        completes: .directories,
                        into: \.mappings,
                        by: PathArgument.read,
                        "Also list the mappings of this folder."
                    ),
                    .flag("markdown", sets: \.writesMarkdown, to: true, "Write the table as Markdown."),
                ]
            )
        ]
    )
}
