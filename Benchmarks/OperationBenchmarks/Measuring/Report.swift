/// What a run found, as a table for people and as JSON for programs.
struct Report {
    var corpus: Corpus
    var measurements: [Measurement] = []
    /// What the rows that write lines wrote.
    var outcomes: [String: LinesRow.Outcome] = [:]

    init(corpus: Corpus) {
        self.corpus = corpus
    }

    /// Pairs of rows whose quotient says something.
    var ratios: [(name: String, value: Double)] {
        let pairs = [
            ("lines", "foundation-convert"), ("lines", "foundation-decode"), ("values", "foundation-decode"),
            ("lines", "memcpy"), ("lines-two-threads", "lines"), ("lines-catalog", "lines"), ("lines-named", "lines"),
        ]
        let families = [("lines:", "lines"), ("envelope:", "envelope:lines")]
            .flatMap { prefix, base in
                measurements.map(\.name).filter { $0.utf8.starts(with: prefix.utf8) }.map { ($0, base) }
            }
        return (pairs + families)
            .compactMap { one, other in
                guard let upper = speed(one), let lower = speed(other), lower > 0 else { return nil }
                return ("\(one)/\(other)", upper / lower)
            }
    }

    private func speed(_ name: String) -> Double? {
        measurements.first { $0.name == name }?.megabytesPerSecond
    }

    // MARK: Table

    var table: String {
        var lines = ["corpus: \(corpus.name), \(corpus.count) bytes, \(corpus.recordCount) records"]
        let head = padded("row", 26) + right("MB/s", 10) + right("records/s", 13) + right("±", 7)
        lines.append(head + right("mallocs/rec", 13))
        for row in measurements {
            lines.append(
                padded(row.name, 26) + right(decimal(row.megabytesPerSecond, 1), 10)
                    + right(decimal(row.recordsPerSecond, 0), 13) + right("\(decimal(row.spread * 100, 0)) %", 7)
                    + right(row.allocationsPerRecord.map { decimal($0, 4) } ?? "", 13)
            )
        }
        lines.append("")
        for row in measurements {
            guard let outcome = outcomes[row.name] else { continue }
            var line = "\(padded(row.name, 26)) digest \(outcome.digest), \(outcome.written) bytes written"
            if outcome.rejected > 0 {
                line += ", \(outcome.rejected) rejected (first: \(outcome.firstReject ?? ""))"
            }
            lines.append(line)
        }
        lines.append("")
        lines += ratios.map { "\(padded($0.name, 36)) \(decimal($0.value, 2))" }
        return lines.joined(separator: "\n")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 1))
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 1)) + text
    }

    private func decimal(_ number: Double, _ digits: Int) -> String {
        guard digits > 0 else { return String(Int(number.rounded())) }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = String(Int((number * scale).rounded()))
        let filled = String(repeating: "0", count: max(digits + 1 - scaled.count, 0)) + scaled
        return "\(filled.dropLast(digits)).\(filled.suffix(digits))"
    }

    // MARK: JSON

    var json: String {
        let rows = measurements.map { row in
            var text = "{\"name\":\"\(row.name)\",\"mbPerSecond\":\(decimal(row.megabytesPerSecond, 1))"
            text += ",\"recordsPerSecond\":\(decimal(row.recordsPerSecond, 0)),\"spread\":\(decimal(row.spread, 3))"
            if let outcome = outcomes[row.name] {
                text += ",\"digest\":\"\(outcome.digest)\",\"rejected\":\(outcome.rejected)"
            }
            if let count = row.allocationsPerRecord { text += ",\"allocationsPerRecord\":\(decimal(count, 4))" }
            return text + "}"
        }
        let quotients = ratios.map { "\"\($0.name)\":\(decimal($0.value, 3))" }
        let bytes = "\"bytes\":\(corpus.count),\"records\":\(corpus.recordCount)"
        let parts = [
            "\"corpus\":{\(bytes)}", "\"rows\":[\(rows.joined(separator: ","))]",
            "\"ratios\":{\(quotients.joined(separator: ","))}",
        ]
        return "{\(parts.joined(separator: ","))}"
    }
}
