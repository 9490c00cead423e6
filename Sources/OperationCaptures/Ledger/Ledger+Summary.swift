import LongRunningOperations

extension Ledger {
    /// Appends the summary, one JSON object on one line; members of counts in the order of their bytes.
    func appendSummary(to output: inout OutputBuffer, milliseconds: Int) {
        let counts: [(StaticString, Int)] = [
            ("converted", converted), ("rejected", rejected), ("ignored", ignored), ("blank", blank), ("bytes", bytes),
        ]
        output.append("{\"found\":")
        output.append(decimal: found)
        for (name, count) in counts {
            output.append(member: name)
            output.append(decimal: count)
        }
        output.append(member: "seconds")
        output.append(decimal: milliseconds / 1000)
        output.append(0x2E)
        output.append(String(String(1000 + milliseconds % 1000).dropFirst()))
        append(services, as: "services", to: &output)
        append(states, as: "states", to: &output)
        append(rejects.mapValues(\.count), as: "rejects", to: &output)
        append(diagnostics, as: "diagnostics", to: &output)
        appendUnknownWords(to: &output)
        output.append("}\n")
    }

    private func append(_ counts: [String: Int], as name: StaticString, to output: inout OutputBuffer) {
        output.append(member: name)
        output.append(0x7B)
        var isFirst = true
        for (key, count) in counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            if !isFirst {
                output.append(0x2C)
            }
            isFirst = false
            output.append(string: key)
            output.append(0x3A)
            output.append(decimal: count)
        }
        output.append(0x7D)
    }

    private func appendUnknownWords(to output: inout OutputBuffer) {
        output.append(member: "unknownWords")
        output.append(0x5B)
        var isFirst = true
        for (word, occurrences) in unknownWords.sorted(by: { $0.key < $1.key }) {
            output.append(isFirst ? "{\"service\":" : ",{\"service\":")
            isFirst = false
            output.append(string: word.service)
            output.append(member: "word")
            word.word.withUnsafeBytes { output.append(string: $0) }
            output.append(member: "count")
            output.append(decimal: occurrences.count)
            if let file = occurrences.first.file {
                output.append(member: "file")
                output.append(string: file)
            }
            if let line = occurrences.first.line {
                output.append(member: "line")
                output.append(decimal: line)
            }
            output.append(member: "offset")
            output.append(decimal: occurrences.first.offset)
            output.append(0x7D)
        }
        output.append(0x5D)
        if otherUnknownWords > 0 {
            output.append(member: "otherUnknownWords")
            output.append(decimal: otherUnknownWords)
        }
    }
}
