/// Text inside a Markdown table.
enum MarkdownText {
    /// The text with what would end the cell, begin a tag or act on a terminal escaped.
    static func cell(_ text: String) -> String {
        var result = ""
        for scalar in TerminalText.escaped(text).unicodeScalars {
            if ["|", "\\", "<", "*", "_", "`", "["].contains(scalar) { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
