/// A vocabulary of another kind of client, into which canonical records are translated.
///
///     {"service":…,"state":"Failed",…}  ──▶  {"id":…,"status":"Failed",…}  +  what could not be said
///
/// One writer a vocabulary, each from the bytes of a canonical line to the bytes of a line of its own.
package enum TargetVocabulary: String, Sendable, Hashable, CaseIterable {
    /// `Azure.Core.Foundations.OperationStatus`, and `ErrorResponse` for failed requests.
    case azureCore = "azure-core"
    /// `google.longrunning.Operation` (AIP-151), and the HTTP error of AIP-193 for failed requests.
    case googleLongrunning = "google-longrunning"

    /// Appends the translation of a canonical line, ended by a line feed if the line is.
    ///
    /// A reject, and whatever else is no canonical record, is appended as it is. A reply that says that nothing changed has no body
    /// in any of these vocabularies: nothing is appended for it, and the loss says so.
    ///
    /// - Parameters:
    ///   - canonicalLine: A line that a converter wrote.
    ///   - output: Where the translation goes.
    ///   - losses: What the record says and the vocabulary cannot; added to what is there.
    /// - Returns: Whether something was appended.
    @discardableResult
    package func append(
        canonicalLine: UnsafeRawBufferPointer,
        to output: inout OutputBuffer,
        losses: inout [TranslationLoss]
    ) -> Bool {
        var list = LossList(isAskedFor: true)
        let isWritten = append(canonicalLine, to: &output, &list)
        losses += list.losses
        return isWritten
    }

    /// Appends the translation of a canonical line without a list of what is lost.
    ///
    /// - Returns: Whether something was appended.
    @discardableResult
    package func append(canonicalLine: UnsafeRawBufferPointer, to output: inout OutputBuffer) -> Bool {
        var list = LossList(isAskedFor: false)
        return append(canonicalLine, to: &output, &list)
    }

    private func append(
        _ canonicalLine: UnsafeRawBufferPointer,
        to output: inout OutputBuffer,
        _ losses: inout LossList
    ) -> Bool {
        let endsLine = canonicalLine.last == UInt8(ascii: "\n")
        let line = UnsafeRawBufferPointer(rebasing: canonicalLine.dropLast(endsLine ? 1 : 0))
        let start = output.count
        guard let record = CanonicalRecord(line) else {
            output.append(canonicalLine)
            return true
        }
        if record.says(.reply, "notModified") {
            losses.addRecord("a reply that says that nothing changed has no body in this vocabulary")
            return false
        }
        let isWritten: Bool
        switch self {
        case .azureCore:
            var writer = AzureCoreWriter(record: record)
            isWritten = writer.append(to: &output, losses: &losses)
        case .googleLongrunning:
            var writer = GoogleLongrunningWriter(record: record)
            isWritten = writer.append(to: &output, losses: &losses)
        }
        guard isWritten else {
            // Damaged inside: no line of ours.
            output.count = start
            losses = LossList(isAskedFor: losses.isAskedFor)
            output.append(canonicalLine)
            return true
        }
        if endsLine { output.append(UInt8(ascii: "\n")) }
        return true
    }
}
