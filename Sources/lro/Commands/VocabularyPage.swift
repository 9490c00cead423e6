import LongRunningOperations

/// One service's vocabulary: its words and rules, the members it reads, its URLs and references.
struct VocabularyPage {
    /// A table with a title.
    private struct Section {
        var title: String
        var heads: [String]
        var rows: [[String]]
    }

    private let definition: MappingDefinition
    private let vocabulary: MappingVocabulary

    init(_ definition: MappingDefinition) {
        self.definition = definition
        vocabulary = definition.vocabulary
    }

    func text(style: TerminalStyle) -> String {
        var text = style.apply(.strong, to: TerminalText.escaped(definition.title)) + "\n"
        text += "\(TerminalText.escaped(facts))\n"
        for section in sections where !section.rows.isEmpty {
            var table = TextTable(columns: section.heads.map { TextTable.Column(title: $0) })
            for row in section.rows { table.append(row) }
            text += "\n" + style.apply(.strong, to: section.title) + "\n" + table.rendered(style: style, indent: 2)
        }
        return text
    }

    var markdown: String {
        var text = "## `\(definition.id)`\n\n\(MarkdownText.cell(definition.title))\n\n\(MarkdownText.cell(facts))\n"
        for section in sections where !section.rows.isEmpty {
            let heads = section.heads.map { $0.isEmpty ? " " : $0 }
            text += "\n### \(section.title)\n\n| \(heads.joined(separator: " | ")) |\n"
            text += "|\(heads.map { _ in "---|" }.joined())\n"
            for row in section.rows {
                text += "| \(row.map(MarkdownText.cell).joined(separator: " | ")) |\n"
            }
        }
        return text
    }

    private var facts: String {
        var facts = ["\(definition.id) \(definition.version)"]
        if definition.isFamily { facts.append("a family") }
        switch definition.origin {
        case .builtIn: facts.append("built in")
        case .file(let name): facts.append("from \(name)")
        }
        if !definition.ancestors.isEmpty { facts.append("extends \(definition.ancestors.joined(separator: ", "))") }
        return facts.joined(separator: ", ")
    }

    /// The tables; a shape is named only where there are several.
    private var sections: [Section] {
        let shapes = Set(vocabulary.entries.map(\.shape) + vocabulary.members.map(\.shape))
        let all = allSections
        guard shapes.count < 2 else { return all }
        return all.map { section in
            guard section.heads.last == "shape" else { return section }
            let rows = section.rows.map { Array($0.dropLast()) }
            return Section(title: section.title, heads: section.heads.dropLast(), rows: rows)
        }
    }

    private var allSections: [Section] {
        [
            Section(
                title: "States",
                heads: ["the service says", "state", "in", "shape"],
                rows: vocabulary.entries.map { entry in
                    let state = entry.outcome?.text ?? OperationState.unknown.name
                    let note = entry.note.isEmpty ? "" : ", \(entry.note)"
                    return [entry.source, state + note, entry.paths, entry.shape]
                }
            ),
            Section(
                title: "States it cannot say",
                heads: ["state", "because"],
                rows: vocabulary.absent.map { [$0.state, $0.reason] }
            ),
            Section(
                title: "Members",
                heads: ["becomes", "read from", "shape"],
                rows: vocabulary.members.map { [$0.name, $0.paths, $0.shape] }
            ),
            Section(title: "URLs", heads: [""], rows: definition.urls.map { [$0] }),
            Section(
                title: "References",
                heads: ["title", "where"],
                rows: vocabulary.references.map { [$0.title, $0.url] }
            ),
            Section(title: "Not confirmed", heads: [""], rows: vocabulary.unverified.map { [$0] }),
        ]
    }
}
