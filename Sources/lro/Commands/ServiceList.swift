import LongRunningOperations

/// The services of a catalog as a table: how many words (and rules) say each state.
struct ServiceList {
    private struct Row {
        var definition: MappingDefinition
        var counts: [Int]
    }

    private static let states: [OperationState] = [.notStarted, .running, .succeeded, .failed, .canceled]

    private static let legend = "The numbers count the words, rules and defaults that say a state."

    private let services: [Row]
    private let families: [Row]

    init(_ catalog: MappingCatalog) {
        let rows = catalog.definitions(catalog.ids)
            .map { definition in
                let vocabulary = definition.vocabulary
                let counts = Self.states.map { vocabulary.count(saying: $0) }
                return Row(definition: definition, counts: counts)
            }
        services = rows.filter { !$0.definition.isFamily }
        families = rows.filter(\.definition.isFamily)
    }

    func text(style: TerminalStyle) -> String {
        var table = TextTable(
            columns: [.init(title: "service"), .init(title: "title")]
                + Self.states.map { TextTable.Column(title: $0.name, alignment: .right) }
        )
        for row in services + families { table.append(cells(of: row)) }
        return table.rendered(style: style)
            + "\n\(Self.legend) * a family, which services extend; + a mapping of yours.\n"
            + "'lro services ID' shows the words of one.\n"
    }

    private func cells(of row: Row) -> [String] {
        let definition = row.definition
        let mark = (definition.isFamily ? "*" : "") + (definition.origin == .builtIn ? "" : "+")
        return ["\(definition.id)\(mark)", Self.short(definition.title)] + row.counts.map { $0 == 0 ? "" : String($0) }
    }

    private static func short(_ title: String) -> String {
        title.unicodeScalars.count > 48 ? String(title.prefix(47)) + "…" : title
    }

    /// The table of the README.
    var markdown: String {
        var text = "| service | what it reads | \(Self.states.map(\.name).joined(separator: " | ")) |\n"
        text += "|---|---|\(Self.states.map { _ in "--:|" }.joined())\n"
        for row in services + families {
            let definition = row.definition
            let link =
                "[`\(definition.id)`](Mappings/\(definition.isFamily ? "families" : "services")/\(definition.id))"
            let name = definition.origin == .builtIn ? link : "`\(definition.id)`"
            let counts = row.counts.map { $0 == 0 ? "" : String($0) }.joined(separator: " | ")
            let kind = definition.isFamily ? " (family)" : ""
            text += "| \(name)\(kind) | \(MarkdownText.cell(definition.title)) | \(counts) |\n"
        }
        return text + "\n\(Self.legend)\n"
    }
}
