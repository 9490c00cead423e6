/// A table with aligned columns, for people.
///
/// Cells are escaped when they are added, so a table never carries anything that acts on a terminal.
struct TextTable: Sendable {
    /// On which side the cells of a column stand.
    enum Alignment: Hashable, Sendable {
        case left
        case right
    }

    /// The head of a column.
    struct Column: Hashable, Sendable {
        var title: String
        var alignment = Alignment.left
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []
    private var emphases: [TerminalStyle.Emphasis] = []

    init(columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row.
    ///
    /// Cells that are missing are empty, cells too many are left out.
    mutating func append(_ cells: [String], emphasis: TerminalStyle.Emphasis = .plain) {
        let cells = cells.prefix(columns.count).map(TerminalText.escaped)
        rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
        emphases.append(emphasis)
    }

    /// The table as lines, each ended by a newline and without blanks at its end.
    func rendered(style: TerminalStyle = TerminalStyle(isColored: false), indent: Int = 0) -> String {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { column in
            ([titles] + rows).map { $0[column].unicodeScalars.count }.max() ?? 0
        }
        var text = ""
        if titles.contains(where: { !$0.isEmpty }) {
            text += line(titles, widths: widths, indent: indent, emphasis: .strong, style: style)
        }
        for (row, emphasis) in zip(rows, emphases) {
            text += line(row, widths: widths, indent: indent, emphasis: emphasis, style: style)
        }
        return text
    }

    private func line(
        _ cells: [String],
        widths: [Int],
        indent: Int,
        emphasis: TerminalStyle.Emphasis,
        style: TerminalStyle
    ) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, widths[index] - cell.unicodeScalars.count))
            text += index == 0 ? "" : "  "
            text += columns[index].alignment == .left ? cell + padding : padding + cell
        }
        while text.last == " " { text.removeLast() }
        return String(repeating: " ", count: indent) + style.apply(emphasis, to: text) + "\n"
    }
}
