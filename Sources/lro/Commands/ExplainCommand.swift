import Glibc
import LongRunningOperations
import OperationCaptures

/// `lro explain`.
enum ExplainCommand {
    static func run(_ options: ExplainOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        let (input, number) = selection(options)
        let explainer = try input.explainer()
        let scan = try input.scan()
        let result: (found: (finding: CaptureScan.Finding, envelope: String)?, ledger: Ledger)
        do throws(BatchFailure) {
            result = try scan.explain(number, by: explainer)
        } catch {
            throw CommandFailure(batch: error)
        }
        guard let found = result.found else {
            throw CommandFailure(.inputOutput, absence(of: number, in: input.files.first, result.ledger))
        }
        let page = ExplanationPage(style: TerminalStyle(for: streams.output), envelope: found.envelope)
        switch found.finding {
        case .explained(let explanation):
            try streams.write(options.writesJSON ? json(explanation) : page.text(explanation))
        case .rejected(let reject, let length):
            try streams.write(options.writesJSON ? json(reject, length) : page.text(reject))
        }
        return .done
    }

    /// What is read, and the number of the record in it; a file that is really named `log:3` wins.
    private static func selection(_ options: ExplainOptions) -> (input: InputOptions, number: Int) {
        var input = options.input
        if let operand = options.operand, operand.withCString({ access($0, F_OK) }) == 0 {
            input.files = [operand]
            return (input, 1)
        }
        return (input, Int(clamping: options.record ?? 1))
    }

    private static func absence(of number: Int, in file: ArgumentText?, _ ledger: Ledger) -> String {
        let name = file.map { $0.isDash ? "standard input" : TerminalText.escaped($0.bytes) } ?? "standard input"
        let ignored = ledger.ignored > 0 ? ", \(ledger.ignored) ignored" : ""
        return "\(name) has \(ledger.found - ledger.ignored) records\(ignored): there is no record \(number)"
    }

    private static func json(_ explanation: Explanation) -> String {
        var output = OutputBuffer()
        explanation.append(to: &output)
        output.append("\n")
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private static func json(_ reject: Reject, _ length: Int) -> String {
        var output = OutputBuffer()
        reject.appendBrief(to: &output, length: length)
        output.append("\n")
        return String(decoding: output.bytes, as: UTF8.self)
    }
}
