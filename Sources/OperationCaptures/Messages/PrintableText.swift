extension Unicode.Scalar {
    /// Whether the character acts on a terminal, or hides in it, instead of showing itself.
    ///
    /// Controls (C0, DEL, C1) can move the cursor, change the title or fake a prompt; the characters of bidirectional text
    /// can show a word backwards; those without a width make two words look like one.
    package var isHostileToTerminals: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0xAD: true
        case 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}

/// The text with everything that could deceive a terminal spelled out as `\u{…}`.
package func printable(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if scalar.isHostileToTerminals {
            shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
        } else {
            shown.append(scalar)
        }
    }
    return String(shown)
}
