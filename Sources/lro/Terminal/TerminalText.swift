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
}
