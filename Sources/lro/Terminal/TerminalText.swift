import OperationCaptures

/// Makes untrusted text fit to be shown.
///
/// What could deceive a terminal is written as `\u{…}`, whoever sent it: the service, a file's name or the command line.
/// Bytes that are no UTF-8 show as U+FFFD.
enum TerminalText {
    static func escaped(_ text: String) -> String {
        printable(text)
    }

    static func escaped(_ bytes: some Collection<UInt8>) -> String {
        printable(String(decoding: bytes, as: UTF8.self))
    }

    /// The text of at most so many characters; what is longer ends with `…`.
    static func shortened(_ bytes: [UInt8], to longest: Int) -> String {
        // Four bytes a character at most: so much suffices, however long the text is.
        let scalars = String(decoding: bytes.prefix((longest + 1) * 4), as: UTF8.self).unicodeScalars
        guard scalars.count > longest else { return String(scalars) }
        return String(String.UnicodeScalarView(scalars.prefix(longest - 1))) + "…"
    }
}
