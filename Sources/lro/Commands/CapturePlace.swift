import LongRunningOperations
import OperationCaptures

/// Where a record was found, as people are told it: `monday.har:14, byte 812, index 3 of har`.
struct CapturePlace {
    private var file: String?
    private var line: String?
    private var offset: String?
    private var index: String?
    private var item: String?
    private let envelope: String

    /// The place of a reject.
    init(_ reject: Reject) {
        file = reject.file
        line = reject.line.map(String.init)
        offset = String(reject.offset)
        index = reject.index.map(String.init)
        item = reject.item.map(String.init)
        envelope = reject.envelope
    }

    /// The place that the provenance of a record says; nothing where it says none.
    init?(provenance: [UInt8], envelope: String) {
        guard let tree = try? JSONTreeParser.parse(provenance) else { return nil }
        file = tree["file"]?.string
        line = tree["line"]?.scalarText
        offset = tree["offset"]?.scalarText
        index = tree["index"]?.scalarText
        item = tree["item"]?.scalarText
        self.envelope = envelope
    }

    /// Lines have no index: what was read back out of one has that of its own envelope.
    private var ofEnvelope: String { envelope == Envelope.lines.name ? "" : " of \(envelope)" }

    /// The place, safe to show.
    var text: String {
        let lineText = line.map { file == nil ? "line \($0)" : ":\($0)" }
        let parts = [
            (file ?? "") + (lineText ?? ""),
            offset.map { "byte \($0)" } ?? "",
            index.map { "index \($0)" + ofEnvelope } ?? "",
            item.map { "item \($0)" } ?? "",
        ]
        return TerminalText.escaped(parts.filter { !$0.isEmpty }.joined(separator: ", "))
    }
}
