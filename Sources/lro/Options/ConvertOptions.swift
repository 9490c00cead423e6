import LongRunningOperations

/// The command line of `lro convert`.
struct ConvertOptions: CommandOptions, Hashable {
    /// Whether to show progress, which only a terminal ever sees.
    enum ProgressDisplay: Hashable, Sendable {
        /// Unless the run is a quiet one.
        case automatic
        case shown
        case hidden
    }

    var input = InputOptions()
    /// Absent, or `-`: standard output.
    var output: ArgumentText?
    /// Absent: inline on standard output, beside the output file otherwise.
    var rejects: RejectSink?
    var summary: ArgumentText?
    /// Absent: one a core.
    var jobs: Int?
    var allowance = RejectAllowance.unlimited
    var failsOnUnknown = false
    var resumes = false
    /// Bytes of input between two states on record.
    ///
    /// Absent: what a run takes by itself.
    var checkpointInterval: Int?
    var range: ByteRange?
    var target: TargetVocabulary?
    var listsLosses = false
    var addsProvenance = false
    var redacts = false
    var progress = ProgressDisplay.automatic
    var isQuiet = false

    /// Whether converted lines go to standard output.
    var writesToStandardOutput: Bool { output?.isDash ?? true }

    mutating func takeOperand(_ operand: ArgumentText) throws(UsageError) {
        try input.take(operand)
    }

    func validate() throws(UsageError) {
        try input.validate()
        if resumes, writesToStandardOutput {
            throw UsageError("option '--resume' needs an output file: '-o FILE'")
        }
        if listsLosses, target == nil {
            throw UsageError("option '--losses' needs '--to'")
        }
        if range != nil, input.files.count != 1 || input.files.contains(where: \.isDash) {
            throw UsageError("option '--range' needs exactly one file")
        }
        if range != nil, let name = input.envelopeName, name != .lines {
            throw UsageError("option '--range' reads lines only")
        }
        if let output, case .file(let rejects)? = rejects, output == rejects, !output.isDash {
            throw UsageError(
                "the output and the rejects cannot be the same file; '--rejects inline' puts both into one"
            )
        }
        if let summary, summary == output || rejects == .file(summary) || summary.isDash && writesToStandardOutput {
            throw UsageError("the summary needs a file of its own")
        }
    }
}

extension ConvertOptions {
    static var synopsis: CommandDescription {
        CommandDescription(
            name: "convert",
            summary: "captures in (files or standard input), canonical JSON lines out",
            discussion: [
                "Reads captured replies of cloud services and writes one canonical JSON line a record, in the "
                    + "order of the input. What cannot be read becomes a reject: a line that holds its bytes, its "
                    + "place and the reason, and that 'lro convert' reads again.",
                "Where an option is given several times, the last one counts. A file with an unusual name is written "
                    + "'./NAME', or after '--'.",
            ],
            operands: .init(placeholder: "[FILE…]", completion: .files),
            glossary: InputOptions.envelopes,
            examples: [
                .init(
                    explanation: "Convert a log, detecting services",
                    command: "lro convert replies.jsonl > operations.jsonl"
                ),
                .init(
                    explanation: "Convert two captures of one service into a file, fail on any reject",
                    command: "lro convert --service azure-devcenter --strict -o operations.jsonl monday.har tuesday.har"
                ),
                .init(
                    explanation: "List which operations failed, and with what error",
                    command:
                        "lro convert replies.jsonl | jq -r 'select(.state == \"Failed\") | [.id, .error.code] | @tsv'"
                ),
                .init(
                    explanation: "Read log lines that hold the reply in a member of their own",
                    command: "lro convert --payload /http/response/body --status-at /http/response/status app.log"
                ),
            ]
        )
    }

    static let table = OptionTable<ConvertOptions>(
        sections: [
            InputOptions.section.lifted(to: \.input),
            InputOptions.pointers.lifted(to: \.input),
            output,
            limits,
            run,
        ]
    )

    private static let output: OptionTable<ConvertOptions>.Section = .init(
        title: "Output",
        rules: [
            .value(
                "output",
                short: "o",
                "FILE",
                completes: .files,
                into: \.output,
                by: PathArgument.read,
                "Write the lines to this file, which appears complete or not at all. '-' is standard output, "
                    + "the default."
            ),
            .value(
                "rejects",
                "FILE|inline|drop",
                completes: .filesOr(RejectSink.words),
                into: \.rejects,
                by: RejectSink.read,
                "Where rejects go: a file, among the lines, or nowhere. Default: inline on standard output, a device or "
                    + "a FIFO; OUT.rejects.jsonl beside '-o OUT'."
            ),
            .value(
                "summary",
                "FILE",
                completes: .files,
                into: \.summary,
                by: PathArgument.read,
                "Write what was found, converted, rejected and ignored to this file, as one JSON object. '-' is standard "
                    + "output, where '-o' leaves that free."
            ),
            .value(
                "to",
                TargetVocabulary.words.joined(separator: "|"),
                completes: .words(TargetVocabulary.words),
                into: \.target,
                by: TargetVocabulary.read,
                "Write the records in another vocabulary instead of the canonical one. Replies that say that nothing "
                    + "changed (304) have no body in any of these and are left out."
            ),
            .flag(
                "losses",
                sets: \.listsLosses,
                to: true,
                "With '--to', name in each record what the target cannot say."
            ),
            .flag("provenance", sets: \.addsProvenance, to: true, "Add to each record where it was found."),
            .flag(
                "redact",
                sets: \.redacts,
                to: true,
                "Hide signatures, tokens, keys and cookies in everything that is carried over."
            ),
        ]
    )

    private static let limits: OptionTable<ConvertOptions>.Section = .init(
        title: "What counts as failed (exit status 1)",
        rules: [
            .flag("strict", sets: \.allowance, to: .count(0), "Allow no reject: '--max-rejects 0'."),
            .value(
                "max-rejects",
                "N|P%",
                into: \.allowance,
                by: RejectAllowance.read,
                "Allow this many rejects, or this share of the records. The run goes to its end all the same."
            ),
            .flag(
                "fail-on-unknown",
                sets: \.failsOnUnknown,
                to: true,
                "Fail if a word of a state is not in its mapping."
            ),
        ]
    )

    private static let run: OptionTable<ConvertOptions>.Section = .init(
        title: "The run",
        rules: [
            .value(
                "jobs",
                short: "j",
                "N",
                into: \.jobs,
                by: UnsignedNumber.jobs,
                "Use this many threads; the output is the same for any number. Default: one a core."
            ),
            .flag("resume", sets: \.resumes, to: true, "Continue the interrupted run that was writing the output."),
            .value(
                "checkpoint",
                "BYTES",
                into: \.checkpointInterval,
                by: UnsignedNumber.bytes,
                "Put the progress of a run with '-o' on record after this much input, which is what an interrupted run "
                    + "repeats at most. Default: 268435456."
            ),
            .value(
                "range",
                "A:B",
                into: \.range,
                by: ByteRange.read,
                "Convert only the lines that begin in bytes A up to, not including, B. Parts that follow "
                    + "each other give each line once."
            ),
            .flag("progress", sets: \.progress, to: .shown, "Show progress on a terminal, even with '--quiet'."),
            .flag("no-progress", sets: \.progress, to: .hidden, "Show no progress."),
            .flag("quiet", sets: \.isQuiet, to: true, "Say nothing on standard error but errors."),
        ]
    )
}
