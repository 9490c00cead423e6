import Testing

@testable import lro

struct TextTableTests {
    private static var table: TextTable {
        var table = TextTable(columns: [
            .init(title: "Service"), .init(title: "Records", alignment: .right), .init(title: ""),
        ])
        table.append(["azure-devcenter", "12"])
        table.append(["azure-cdn-china", "1,204", "note", "left out"], emphasis: .bad)
        return table
    }

    @Test
    func alignsColumns() {
        #expect(
            Self.table.rendered() == """
                Service          Records
                azure-devcenter       12
                azure-cdn-china    1,204  note

                """
        )
    }

    @Test
    func coloursWholeLines() {
        let lines = Self.table.rendered(style: TerminalStyle(isColored: true), indent: 2).split(separator: "\n")
        #expect(lines[0] == "  \u{1B}[1mService          Records\u{1B}[0m")
        #expect(lines[1] == "  azure-devcenter       12")
        #expect(lines[2] == "  \u{1B}[31mazure-cdn-china    1,204  note\u{1B}[0m")
    }

    @Test
    func showsHostileCellsHarmless() {
        var table = TextTable(columns: [.init(title: ""), .init(title: "")])
        table.append(["\u{1B}[2J", "\n"])
        #expect(table.rendered() == "\\u{1b}[2J  \\u{a}\n")
    }
}
