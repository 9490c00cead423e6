/// A command line that cannot be run, said in one sentence that may be shown on a terminal.
struct UsageError: Error, Hashable {
    /// What is wrong.
    ///
    /// Text of the user in it is escaped already.
    var message: String
    /// What the user may have meant, spelled as it would be typed.
    var suggestion: String?

    init(_ message: String, suggestion: String? = nil) {
        self.message = message
        self.suggestion = suggestion
    }

    /// The message with its suggestion, in one line.
    var sentence: String {
        guard let suggestion else { return message }
        return message + "; did you mean '\(suggestion)'?"
    }
}
