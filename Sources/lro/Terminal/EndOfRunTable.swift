import OperationCaptures

/// What a person wants to know at the end of a run: services by states, root causes, rejects with their first place.
struct EndOfRunTable {
    private let ledger: Ledger
    private let style: TerminalStyle

    init(_ ledger: Ledger, style: TerminalStyle) {
        self.ledger = ledger
        self.style = style
    }

    private static let states = [
        "NotStarted", "Running", "Succeeded", "Failed", "Canceled", "Unknown", "requestFailed", "notModified",
    ]

    /// The characters that are shown of a root cause: one long code must not push the counts off the screen.
    private static let longestCause = 60

    var text: String {
        var parts: [String] = []
        if let table = services { parts.append(table) }
        if let table = causes { parts.append(table) }
        if let table = rejects { parts.append(table) }
        parts.append(
            "\(ledger.found) found = \(ledger.converted) converted + \(ledger.rejected) rejected + \(ledger.ignored) ignored"
                + (ledger.blank > 0 ? "; \(ledger.blank) blank lines" : "")
        )
        return parts.joined(separator: "\n\n")
    }

    private var services: String? {
        let used = Self.states.filter { state in ledger.servicesByState.contains { $0.key.state == state } }
        guard !used.isEmpty else { return nil }
        var rows: [[String]] = []
        for service in ledger.services.keys.sorted() {
            rows.append(
                [service]
                    + used.map { state in
                        let key = ConversionTally.ServiceState(service: service, state: state)
                        return ledger.servicesByState[key].map { QuantityText.count(UInt64($0)) } ?? ""
                    }
            )
        }
        return table(["service"] + used, numbers: 1..<used.count + 1, rows)
    }

    private var causes: String? {
        guard !ledger.rootCauses.isEmpty else { return nil }
        let top = ledger.rootCauses
            .sorted { $0.value == $1.value ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value }
            .prefix(10)
        let rows = top.map {
            [TerminalText.shortened($0.key, to: Self.longestCause), QuantityText.count(UInt64($0.value))]
        }
        return table(["root cause of failed operations", "count"], numbers: 1..<2, rows)
    }

    private var rejects: String? {
        guard !ledger.rejects.isEmpty else { return nil }
        let rows = ledger.rejects
            .sorted { one, other in
                let counts = (one.value.count, other.value.count)
                return counts.0 == counts.1 ? one.key < other.key : counts.0 > counts.1
            }
            .map { code, rejects in
                let place = rejects.first
                let file = place.file ?? "standard input"
                let line = place.line.map { ":\($0)" } ?? " byte \(place.offset)"
                return [code, QuantityText.count(UInt64(rejects.count)), file + line]
            }
        return table(["rejected because", "count", "first"], numbers: 1..<2, rows)
    }

    private func table(_ header: [String], numbers: Range<Int>, _ rows: [[String]]) -> String {
        var table = TextTable(
            columns: header.enumerated()
                .map { index, title in
                    TextTable.Column(title: title, alignment: numbers.contains(index) ? .right : .left)
                }
        )
        for row in rows { table.append(row) }
        return String(table.rendered(style: style).dropLast())
    }
}
