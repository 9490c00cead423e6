/// Makes untrusted text fit to be shown.
///
/// Controls (C0, DEL, C1) can move the cursor, change the title or fake a prompt; the characters of bidirectional text
/// can show a word backwards. Both are written as `\u{…}`, whoever sent them: the service, a file's name or the command
/// line. Bytes that are no UTF-8 show as U+FFFD.
enum TerminalText {
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            append(scalar, to: &result)
        }
        return String(result)
    }

    static func escaped(_ bytes: some Collection<UInt8>) -> String {
        escaped(String(decoding: bytes, as: UTF8.self))
    }

    /// Whether a character acts on a terminal instead of showing itself.
    static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        guard isHostile(scalar) else { return result.append(scalar) }
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    }
}
