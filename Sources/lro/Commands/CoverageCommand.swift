import LongRunningOperations
import OperationCaptures

/// `lro coverage`.
enum CoverageCommand {
    static func run(_ options: CoverageOptions, streams: StandardStreams) throws(CommandFailure) -> ExitCode {
        let converter = CoverageConverter(try options.input.explainer())
        let scan = try options.input.scan()
        let ledger: Ledger
        do throws(BatchFailure) {
            ledger = try scan.count(converter)
        } catch {
            throw CommandFailure(batch: error)
        }
        let report = CoverageReport(counter: converter.counter, ledger: ledger)
        try streams.write(options.writesJSON ? report.json : report.page(style: TerminalStyle(for: streams.output)))
        return options.failsOnUnknown && !converter.counter.unknownWords.isEmpty ? .unmet : .done
    }
}
