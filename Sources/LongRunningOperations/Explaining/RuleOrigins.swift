/// Tells which mapping file wrote a rule: the service's own, or the nearest of those it extends that has the member.
struct RuleOrigins {
    let definition: MappingDefinition

    func mapping(_ rule: MappingRule) -> String? {
        mapping { own in
            let shape = own["shapes"]?.elements.first { $0["shape"]?.string?.hasSameBytes(as: rule.shape) ?? false }
            return shape.map { Self.has($0, rule.members[...]) } ?? false
        }
    }

    /// The mapping that wrote the shape, or wrote it last.
    func mapping(shape: String) -> String? {
        mapping(MappingRule(shape: shape, path: "", members: []))
    }

    /// The mapping that says which member names play a role in errors.
    func mapping(role: String) -> String? {
        mapping { own in own["errors"].map { Self.has($0, [role]) } ?? false }
    }

    /// The mapping that says which headers fill a member.
    func mapping(header: String) -> String? {
        mapping { own in own["headers"].map { Self.has($0, [header]) } ?? false }
    }

    private func mapping(_ writes: (JSONTree) -> Bool) -> String? {
        if writes(definition.own) { return definition.id }
        return definition.lineage.first { writes($0.own) }?.id
    }

    private static func has(_ tree: JSONTree, _ path: ArraySlice<String>) -> Bool {
        guard let name = path.first else { return true }
        if case .array = tree.content { return true }
        // `words/Running/canceling` names one outcome.
        let whole = path.joined(separator: "/")
        if tree.members.contains(where: { $0.name.hasSameBytes(as: whole) && !$0.value.isNull }) { return true }
        guard let member = tree.members.first(where: { $0.name.hasSameBytes(as: name) }) else { return false }
        return has(member.value, path.dropFirst())
    }
}
