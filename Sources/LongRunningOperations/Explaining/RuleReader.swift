/// Names the places of rules in a shape as the mapping file writes them.
struct RuleReader {
    /// The shape, its parents merged in.
    let tree: JSONTree

    private var shape: String { tree["shape"]?.string ?? "" }

    /// The rule at that path below the shape; nil for the empty path: no rule decided.
    func rule(_ path: String) -> MappingRule? {
        guard !path.isEmpty else { return nil }
        return MappingRule(shape: shape, path: path, members: path.split(separator: "/").map(String.init))
    }

    /// The rule that says which members form `sourceState`: the one that decided, if it names them, else `state/at`.
    func source(after decision: MappingRule?) -> MappingRule? {
        if let decision, decision.members.count == 3, decision.members[1].hasSameBytes(as: "rules"),
            let index = Int(decision.members[2]), let rules = tree["state"]?["rules"]?.elements,
            rules.indices.contains(index), rules[index]["source"] != nil
        {
            return rule(decision.path + "/source")
        }
        if tree["state"]?["at"] != nil { return rule("state/at") }
        return decision ?? rule("state/rules")
    }

    /// The alternative of that number; the number shows where the mapping writes a list.
    func rule(_ member: String, _ number: Int, isLastSegment: Bool) -> MappingRule {
        let value = tree.members.first { $0.name.hasSameBytes(as: member) }?.value
        let isList = if case .array? = value?.content { true } else { false }
        return MappingRule(
            shape: shape,
            path: isList ? "\(member)[\(number)]" : member,
            members: [member],
            note: isLastSegment ? "lastSegmentOf" : ""
        )
    }

    /// The error source of that number among those that are not the document.
    func error(_ number: Int) -> MappingRule {
        guard case .array(let items)? = tree["error"]?.content else {
            return MappingRule(shape: shape, path: "error", members: ["error"])
        }
        let sources = items.indices.filter { items[$0].string?.isEmpty != true }
        let index = sources.indices.contains(number) ? sources[number] : number
        return MappingRule(shape: shape, path: "error[\(index)]", members: ["error"])
    }

    /// The source that says that the document is the error.
    var documentError: MappingRule {
        guard case .array(let items)? = tree["error"]?.content,
            let index = items.firstIndex(where: { $0.string?.isEmpty == true })
        else { return MappingRule(shape: shape, path: "error", members: ["error"]) }
        return MappingRule(shape: shape, path: "error[\(index)]", members: ["error"])
    }
}
