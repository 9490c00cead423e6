/// Where rejects go.
enum RejectSink: Hashable, Sendable {
    /// Among the converted lines.
    case inline
    /// Nowhere; they are only counted.
    case drop
    case file(ArgumentText)

    /// The words that are no file names.
    static let words = ["inline", "drop"]

    static func read(_ text: ArgumentText) throws(UsageError) -> RejectSink? {
        if text.isExactly("inline") { return .inline }
        if text.isExactly("drop") { return .drop }
        guard !text.isDash else { throw UsageError("rejects go to standard output with 'inline'") }
        return .file(try PathArgument.required(text))
    }
}
