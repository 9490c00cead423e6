import LongRunningOperations
import OperationCaptures

/// What a log says that no mapping lists, for people and for programs.
struct CoverageReport {
    let counter: CoverageCounter
    let ledger: Ledger

    // MARK: For people

    func page(style: TerminalStyle) -> String {
        let words = counter.unknownWords
        let members = counter.unlistedMembers
        var page = ""
        if words.isEmpty {
            page += style.apply(.good, to: "Every word of a state is in its mapping.") + "\n"
        } else {
            page += style.apply(.strong, to: "Words that no mapping lists") + "\n"
            page += table(words).rendered(style: style, indent: 2)
            page +=
                "\n  A line goes into \"words\" of the shape; OUTCOME is what the service's reference says the word means.\n"
        }
        if !members.isEmpty {
            page += "\n" + style.apply(.strong, to: "Members that no mapping lists; they are kept in extensions") + "\n"
            page += table(members).rendered(style: style, indent: 2)
        }
        return page + "\n" + total + "\n"
    }

    private func table(_ words: [CoverageCounter.Word]) -> TextTable {
        var table = TextTable(columns: [
            .init(title: "Service"), .init(title: "Shape"), .init(title: "Word"),
            .init(title: "Count", alignment: .right), .init(title: "First"), .init(title: "Byte", alignment: .right),
            .init(title: "At"),
            .init(title: "Mapping line"),
        ])
        for word in words {
            table.append([
                word.service,
                word.shape ?? "",
                String(decoding: word.word, as: UTF8.self),
                QuantityText.count(UInt64(word.count)),
                place(word.first),
                String(word.first.offset),
                word.at.map { String(decoding: $0, as: UTF8.self) } ?? "",
                word.line,
            ])
        }
        return table
    }

    private func table(_ members: [CoverageCounter.Member]) -> TextTable {
        var table = TextTable(columns: [
            .init(title: "Service"), .init(title: "Member"), .init(title: "Count", alignment: .right),
            .init(title: "First"), .init(title: "Byte", alignment: .right),
        ])
        for member in members {
            let name = String(decoding: member.name, as: UTF8.self)
            let count = QuantityText.count(UInt64(member.count))
            table.append([member.service, name, count, place(member.first), String(member.first.offset)])
        }
        return table
    }

    private var total: String {
        var total =
            "\(QuantityText.count(UInt64(ledger.converted))) of \(QuantityText.count(UInt64(ledger.found))) records"
        total += " were read"
        if ledger.rejected > 0 { total += ", \(QuantityText.count(UInt64(ledger.rejected))) rejected" }
        if ledger.ignored > 0 { total += ", \(QuantityText.count(UInt64(ledger.ignored))) ignored" }
        let others = counter.otherWords + counter.otherMembers
        if others > 0 {
            total += "; \(QuantityText.count(UInt64(others))) more occurrences are not listed"
        }
        return total + "."
    }

    private func place(_ place: CoverageCounter.Place) -> String {
        let line = place.line.map(String.init)
        guard let file = place.file else { return line.map { "line \($0)" } ?? "standard input" }
        return file + (line.map { ":\($0)" } ?? "")
    }

    // MARK: For programs

    var json: String {
        let words = counter.unknownWords.map { word in
            var members: [(String, JSONTree.Content)] = [
                ("service", .string(word.service)),
                ("word", .string(String(decoding: word.word, as: UTF8.self))),
            ]
            members += numbers(word.count, word.first)
            if let shape = word.shape { members.append(("shape", .string(shape))) }
            if let at = word.at { members.append(("at", .string(String(decoding: at, as: UTF8.self)))) }
            if let otherwise = word.otherwise { members.append(("otherwise", .string(otherwise))) }
            members.append(("mappingLine", .string(word.line)))
            return object(members)
        }
        let members = counter.unlistedMembers.map { member in
            object(
                [
                    ("service", .string(member.service)),
                    ("member", .string(unescaped(member.name))),
                ] + numbers(member.count, member.first)
            )
        }
        var report: [(String, JSONTree.Content)] = [
            ("found", .number(String(ledger.found))),
            ("converted", .number(String(ledger.converted))),
            ("rejected", .number(String(ledger.rejected))),
            ("ignored", .number(String(ledger.ignored))),
            ("words", .array(words)),
        ]
        if counter.otherWords > 0 { report.append(("otherWords", .number(String(counter.otherWords)))) }
        report.append(("members", .array(members)))
        if counter.otherMembers > 0 { report.append(("otherMembers", .number(String(counter.otherMembers)))) }
        var output = OutputBuffer()
        object(report).append(to: &output)
        output.append("\n")
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private func numbers(_ count: Int, _ first: CoverageCounter.Place) -> [(String, JSONTree.Content)] {
        var members: [(String, JSONTree.Content)] = [("count", .number(String(count)))]
        if let file = first.file { members.append(("file", .string(file))) }
        if let line = first.line { members.append(("line", .number(String(line)))) }
        return members + [("offset", .number(String(first.offset)))]
    }

    private func object(_ members: [(String, JSONTree.Content)]) -> JSONTree {
        JSONTree(
            .object(
                members.map { JSONTree.Member(name: $0.0, value: JSONTree($0.1, line: 1), line: 1) }
            ),
            line: 1
        )
    }

    /// What a name in canonical escapes means; the name as it stands where it was cut inside an escape.
    private func unescaped(_ name: [UInt8]) -> String {
        let quoted = [UInt8(ascii: "\"")] + name + [UInt8(ascii: "\"")]
        return (try? JSONTreeParser.parse(quoted))?.string ?? String(decoding: name, as: UTF8.self)
    }
}
