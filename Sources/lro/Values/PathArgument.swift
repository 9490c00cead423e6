/// Reads names of files and folders.
enum PathArgument {
    static func read(_ text: ArgumentText) throws(UsageError) -> ArgumentText? {
        try required(text)
    }

    static func required(_ text: ArgumentText) throws(UsageError) -> ArgumentText {
        guard !text.isEmpty else { throw UsageError("the name of a file is empty") }
        return text
    }
}

extension ArgumentText {
    /// Whether the operand stands for standard input (or, as an output, for standard output).
    var isDash: Bool { isExactly("-") }
}
