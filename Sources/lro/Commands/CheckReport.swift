import OperationCaptures

/// What `lro check` found, for people: the problems, a table of the mappings, and a sentence.
struct CheckReport {
    private let check: MappingCheck
    private let style: TerminalStyle

    init(_ check: MappingCheck, style: TerminalStyle) {
        self.check = check
        self.style = style
    }

    var text: String {
        var text = ""
        for problem in check.problems {
            let place = style.apply(.strong, to: TerminalText.escaped(problem.place))
            let code = style.apply(.bad, to: "[\(TerminalText.escaped(problem.code))]")
            let pointer = problem.pointer.isEmpty ? "" : TerminalText.escaped(problem.pointer) + ": "
            text += "\(place): \(pointer)\(code) \(TerminalText.escaped(problem.message))\n"
            for detail in problem.details {
                text += "    \(TerminalText.escaped(detail))\n"
            }
        }
        if !text.isEmpty { text += "\n" }
        text += table.rendered(style: style)
        for path in check.updatedFiles {
            text += "wrote \(TerminalText.escaped(path))\n"
        }
        return text + "\n" + notes + summary + "\n"
    }

    private var table: TextTable {
        var table = TextTable(columns: [
            .init(title: "mapping"), .init(title: "samples", alignment: .right),
            .init(title: "records", alignment: .right), .init(title: "as itself", alignment: .right),
            .init(title: "as its family", alignment: .right), .init(title: "several", alignment: .right),
            .init(title: "nobody", alignment: .right), .init(title: "problems", alignment: .right),
        ])
        for row in check.rows {
            let found = row.detection
            let numbers = [
                row.sampleCount, row.recordCount, found.asItself, found.asFamily, found.severalClaim,
                found.nobodyClaims, row.problemCount,
            ]
            let cells = numbers.map { $0 == 0 ? "" : QuantityText.count(UInt64($0)) }
            table.append([row.id] + cells, emphasis: row.problemCount > 0 ? .bad : .plain)
        }
        return table
    }

    /// Outcomes without a sample: no fault, but worth knowing.
    private var notes: String {
        var text = ""
        for row in check.rows where !row.unshownOutcomes.isEmpty && row.problemCount == 0 {
            let line = "note: \(row.id): no sample shows \(row.unshownOutcomes.joined(separator: ", "))"
            text += style.apply(.faint, to: TerminalText.escaped(line)) + "\n"
        }
        return text
    }

    private var summary: String {
        let samples = check.rows.reduce(0) { $0 + $1.sampleCount }
        let mappings = Self.counted(check.rows.count, "mapping")
        let checked = "\(mappings), \(Self.counted(samples, "sample")): "
        guard !check.problems.isEmpty else { return checked + style.apply(.good, to: "no problems") }
        return checked + style.apply(.bad, to: Self.counted(check.problems.count, "problem"))
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(QuantityText.count(UInt64(count))) \(noun)\(count == 1 ? "" : "s")"
    }
}
