import LongRunningOperations
import OperationCaptures

/// An explanation as a page for people.
struct ExplanationPage {
    /// How many characters of a value are shown.
    static let longestValue = 44

    let style: TerminalStyle
    /// The envelope of the record.
    let envelope: String

    func text(_ explanation: Explanation) -> String {
        var page = head(explanation) + "\n"
        var table = TextTable(columns: [
            .init(title: "Member"), .init(title: "Value"), .init(title: "From"), .init(title: "Rule"),
        ])
        for member in explanation.members {
            let from = member.from.map { $0.isEmpty ? "(the document)" : text($0) }.joined(separator: ", ")
            let source = member.source.map(\.text) ?? from
            table.append(
                [member.name, Self.shortened(member.value), source, rule(member, explanation)],
                emphasis: emphasis(member)
            )
        }
        page += table.rendered(style: style)
        if !explanation.remainders.isEmpty {
            var left = TextTable(columns: [.init(title: ""), .init(title: "")])
            for remainder in explanation.remainders {
                left.append([text(remainder.at), Self.shortened(remainder.value)])
            }
            page +=
                "\n" + style.apply(.strong, to: "Left to extensions") + "\n" + left.rendered(style: style, indent: 2)
        }
        if !explanation.notes.isEmpty {
            var notes = TextTable(columns: [.init(title: ""), .init(title: ""), .init(title: "")])
            for note in explanation.notes {
                notes.append([note.code, note.at.map(text) ?? "", note.meaning], emphasis: .doubtful)
            }
            page += "\n" + style.apply(.strong, to: "Worth a look") + "\n" + notes.rendered(style: style, indent: 2)
        }
        return page
    }

    func text(_ reject: Reject) -> String {
        style.apply(.bad, to: "No record: \(TerminalText.escaped(reject.code))") + "\n"
            + "  \(TerminalText.escaped(reject.message)), at byte \(reject.errorOffset) of what is rejected\n"
            + "  found at \(CapturePlace(reject).text)\n"
    }

    // MARK: Parts

    private func head(_ explanation: Explanation) -> String {
        let service = style.apply(.strong, to: TerminalText.escaped(explanation.service))
        let version = TerminalText.escaped(explanation.mappingVersion)
        var head = "\(service)  \(TerminalText.escaped(explanation.title)), mapping \(version)\n"
        switch explanation.choice {
        case .named: head += "  named by --service"
        case .claimed: head += "  told by the document itself"
        case .url: head += "  told by the URL"
        case .location: head += "  told by the location that the reply names"
        }
        if !explanation.gaveWay.isEmpty {
            let others = explanation.gaveWay.joined(separator: ", ")
            head += "; \(TerminalText.escaped(others)) would read it too, and "
            head += explanation.gaveWay.count == 1 ? "gives way" : "give way"
        }
        if let shape = explanation.shape {
            let place = explanation.place.isEmpty ? "" : " at \(TerminalText.escaped(explanation.place))"
            head += "\n  read by the shape \(TerminalText.escaped(shape))\(place)"
        } else {
            head += "\n  read by no shape: the status, the headers and the URL tell"
        }
        if let place = explanation.provenance.flatMap({ CapturePlace(provenance: $0, envelope: envelope) }) {
            head += "\n  found at \(place.text)"
        }
        return head + "\n"
    }

    private func rule(_ member: Explanation.Member, _ explanation: Explanation) -> String {
        guard let rule = member.rule else {
            switch member.name {
            case "state":
                let hasWord = explanation.members.contains { $0.name == "sourceState" }
                return hasWord ? "no rule: the mapping does not list the word" : "no rule: there is no word"
            case "list": return "what the list's wrapper holds beside the list"
            default: return ""
            }
        }
        guard let mapping = member.mapping, mapping != explanation.service else { return rule }
        return "\(rule)  (\(mapping))"
    }

    private func emphasis(_ member: Explanation.Member) -> TerminalStyle.Emphasis {
        guard member.name == "state" else { return .plain }
        switch String(decoding: member.value, as: UTF8.self) {
        case "\"Succeeded\"": return .good
        case "\"Failed\"", "\"Canceled\"": return .bad
        case "\"Unknown\"": return .doubtful
        default: return .plain
        }
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// A value cut to what fits on a line.
    static func shortened(_ value: [UInt8]) -> String {
        TerminalText.shortened(value, to: longestValue)
    }
}
