import Glibc
import LongRunningOperations

/// `lro explain`.
enum ExplainCommand {
    static func run(_ options: ExplainOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        guard case .pointers = options.input.envelope else { return try explain(options, streams) }
        throw CommandFailure(.usage, "this command reads lines and documents, no recordings")
    }

    private static func explain(_ options: ExplainOptions, _ streams: StandardStreams) throws(CommandFailure)
        -> ExitCode
    {
        let (file, record) = place(options)
        let documents = try LocalDocuments(file: file, envelope: options.input.envelopeName)
        let explainer: OperationExplainer
        do {
            explainer = try OperationExplainer(
                catalog: try options.input.catalog(),
                services: options.input.serviceIdentifiers
            )
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.usage, TerminalText.escaped("\(error)"))
        }
        let wanted = record ?? 1
        var count: UInt64 = 0
        for place in documents.places {
            let outcomes = documents.bytes.withUnsafeBytes { bytes in
                explainer.explain(UnsafeRawBufferPointer(rebasing: bytes[place.range]))
            }
            for outcome in outcomes {
                count += 1
                guard count == wanted else { continue }
                let page = ExplanationPage(style: TerminalStyle(for: streams.output))
                switch outcome {
                case .explained(let explanation):
                    try streams.write(options.writesJSON ? json(explanation) : page.text(explanation))
                case .rejected(let fault):
                    try streams.write(options.writesJSON ? json(fault) : page.text(fault))
                }
                return .done
            }
        }
        throw CommandFailure(.inputOutput, "\(documents.name) has \(count) records: there is no record \(wanted)")
    }

    /// The file and the number of the record; a file that is really named `log:3` wins.
    private static func place(_ options: ExplainOptions) -> (file: ArgumentText, record: UInt64?) {
        if let operand = options.operand, operand.withCString({ access($0, F_OK) }) == 0 { return (operand, nil) }
        return (options.input.files.first ?? "-", options.record)
    }

    private static func json(_ explanation: Explanation) -> String {
        var output = OutputBuffer()
        explanation.append(to: &output)
        output.append("\n")
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private static func json(_ fault: DocumentConverter.Fault) -> String {
        let tree = JSONTree(
            .object([
                JSONTree.Member(name: "reply", value: JSONTree(.string("rejected"), line: 1), line: 1),
                JSONTree.Member(name: "code", value: JSONTree(.string(fault.code.rawValue), line: 1), line: 1),
                JSONTree.Member(name: "message", value: JSONTree(.string(fault.message), line: 1), line: 1),
                JSONTree.Member(
                    name: "errorOffset",
                    value: JSONTree(.number(String(fault.offset - fault.range.lowerBound)), line: 1),
                    line: 1
                ),
            ]),
            line: 1
        )
        var output = OutputBuffer()
        tree.append(to: &output)
        output.append("\n")
        return String(decoding: output.bytes, as: UTF8.self)
    }
}
