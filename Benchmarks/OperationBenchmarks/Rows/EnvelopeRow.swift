import LongRunningOperations
import OperationCaptures

/// A file of an envelope to canonical lines, as `lro convert -j 1` does it: read, split, converted, written to where nothing is kept.
enum EnvelopeRow {
    /// Every envelope: plain lines first, for the others are compared with them.
    static let names = ["lines"] + Envelope.all.map(\.name).filter { $0 != "lines" }

    /// A file did not become as many records as were put into it.
    struct WrongCount: Error, CustomStringConvertible {
        var envelope: String
        var converted: Int
        var expected: Int
        var description: String { "\(envelope): \(converted) of \(expected) entries became records" }
    }

    /// Nobody said how an envelope keeps its documents.
    struct UnknownEnvelope: Error, CustomStringConvertible {
        var name: String
        var description: String { "\(name): EnvelopeText does not say how this envelope keeps documents" }
    }

    static func row(_ name: String, _ lines: Corpus) throws -> Row {
        guard let envelope = Envelope.named(name), let text = EnvelopeText(name) else {
            throw UnknownEnvelope(name: name)
        }
        let corpus = text.corpus(of: lines, name: name)
        let file = try ScratchFile(corpus.bytes)
        let plan = try DecodingPlan(catalog: .builtIn, services: [])
        var configuration = BatchConfiguration(inputs: [.path(file.path)], output: .path("/dev/null"))
        configuration.envelope = envelope
        let run = BatchRun(configuration)
        let ledger = try run.run { EngineConverter(plan: plan) }
        guard ledger.converted == corpus.recordCount else {
            throw WrongCount(envelope: name, converted: ledger.converted, expected: corpus.recordCount)
        }
        return Row(name: "envelope:\(name)", corpus: corpus) {
            withExtendedLifetime(file) { _ = try? run.run { EngineConverter(plan: plan) } }
        }
    }
}
