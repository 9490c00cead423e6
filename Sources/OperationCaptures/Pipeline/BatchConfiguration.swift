/// What a batch run reads, writes, and holds to.
package struct BatchConfiguration: Sendable {
    package var inputs: [BatchInput]
    package var output: BatchOutput
    package var rejects = RejectOutput.automatic
    /// Where the summary goes, if it is asked for.
    package var summary: BatchOutput?
    /// Nothing means that the first bytes tell, for every input.
    package var envelope: Envelope?
    package var jobs = 1
    package var chunkSize = Chunk.usualSize
    /// Bytes of a document beyond which it is rejected unseen; at least 64.
    package var documentLimit = 16 << 20
    package var range: ByteRange?
    package var resume = false
    /// Whether secrets are taken out of records and rejects.
    package var redacts = false
    /// Changes when a mapping that takes part changes; asked for only where the progress goes on record.
    package var mappingDigest: @Sendable () -> UInt64 = { 0 }
    /// Changes when an option changes that decides what is written, beyond those above.
    package var options = ""
    /// Bytes of input after which the state goes on record.
    package var checkpointInterval = 256 << 20
    package var interruption: Interruption?
    package var observer: (any BatchObserver)?

    package init(inputs: [BatchInput], output: BatchOutput) {
        self.inputs = inputs
        self.output = output
    }

    /// Everything but files, jobs and chunk size that decides what is written.
    var settings: String {
        let rangeText = range.map { "\($0.lowerBound):\($0.upperBound.map(String.init) ?? "")" } ?? ""
        let rejectText =
            switch rejects {
            case .automatic: "automatic"
            case .inline: "inline"
            case .drop: "drop"
            case .path(let path): "file \(path)"
            }
        let redaction = redacts ? "redacted" : ""
        return [envelope?.name ?? "", "\(documentLimit)", rangeText, rejectText, redaction, options]
            .joined(separator: "|")
    }
}
