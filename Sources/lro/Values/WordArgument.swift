import LongRunningOperations

/// A value that is one of a few words.
protocol WordArgument: CaseIterable, RawRepresentable, Hashable, Sendable where RawValue == String {}

extension WordArgument {
    static var words: [String] { allCases.map(\.rawValue) }

    static func read(_ text: ArgumentText) throws(UsageError) -> Self? {
        try required(text)
    }

    static func required(_ text: ArgumentText) throws(UsageError) -> Self {
        for candidate in allCases where text.isExactly(candidate.rawValue) {
            return candidate
        }
        throw UsageError(
            "\(text.quoted) is none of \(words.joined(separator: ", "))",
            suggestion: Suggestion.nearest(to: text.bytes, among: words)
        )
    }
}

extension TargetVocabulary: WordArgument {}

/// What `lro completions` writes.
enum CompletionTarget: String, WordArgument {
    case bash
    case zsh
    case fish
    case manual = "man"
}

/// The format of the tool that wrote a capture.
enum EnvelopeName: String, WordArgument {
    case lines
    case documents
    case array
    case har
    case testProxy = "test-proxy"
    case javaSession = "java-session"
    case azureMonitor = "azure-monitor"
    case docker
    case exchange
}
