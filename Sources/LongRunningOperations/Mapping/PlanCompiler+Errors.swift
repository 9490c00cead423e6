/// Where errors come from, and how an error object of the service reads.
extension PlanCompiler {
    mutating func errorSources(_ tree: JSONTree?, of shape: inout ShapePlan) {
        guard let tree, !tree.isNull else { return }
        var found: [ErrorSourcePlan] = []
        for item in tree.oneOrMany {
            var source = ErrorSourcePlan()
            if let path = item.string {
                if path.isEmpty {
                    shape.isError = true
                    continue
                }
                source.slot = slot(item, taking: true) ?? -1
            } else {
                for state in item["states"]?.elements ?? [] {
                    if let state = state.string.flatMap(OperationState.init(name:)) {
                        source.states |= 1 << state.rawValue
                    }
                }
                if let at = item["at"] {
                    source.slot = slot(at, taking: true) ?? -1
                    source.skip = condition(item["skip"], ofElements: true).clauses
                } else {
                    source.code = alternatives(item["code"])
                    source.message = alternatives(item["message"])
                    source.target = alternatives(item["target"])
                    source.errorDetail = alternatives(item["errorDetail"])
                    source.occurredTime = alternatives(item["occurredTime"])
                    source.details = alternatives(item["details"])
                    source.inner = alternatives(item["inner"])
                }
            }
            found.append(source)
        }
        shape.errorSources = PlanRange(start: Int32(errorSources.count), count: Int32(found.count))
        errorSources += found
    }

    static let roleMembers: [(role: ErrorRole, name: StaticString)] = [
        (.code, "code"), (.message, "message"), (.target, "target"), (.errorDetail, "errorDetail"),
        (.occurredTime, "occurredTime"), (.details, "details"), (.inner, "inner"), (.wrapped, "wrapped"),
    ]

    mutating func errors(in storage: PlanStorage) -> ErrorPlan {
        let tree = definition.merged["errors"] ?? JSONTree(.object([]), line: 1)
        var builder = PathTrieBuilder()
        let root = builder.root(folded: isFolded)
        var ranks: [PlanRange] = []
        var ranked: [Int32] = []
        for (_, name) in Self.roleMembers {
            let start = ranked.count
            for item in tree[name]?.elements ?? [] {
                guard let text = item.string else { continue }
                ranked.append(builder.node(at: MappingPath(member: Array(text.utf8)), below: root))
            }
            ranks.append(PlanRange(start: Int32(start), count: Int32(ranked.count - start)))
        }
        var names = PlanRange(start: Int32(operands.count), count: 0)
        for member in tree["codeNames"]?.members ?? [] {
            operands.append(store(member.name.utf8))
            operands.append(store((member.value.string ?? "").utf8))
            names.count += 2
        }
        let holds = if case .bool(true)? = tree["messageHoldsJSON"]?.content { true } else { false }
        return ErrorPlan(
            trie: builder.frozen(in: storage),
            ranks: storage.store(ranks),
            rankedNodes: storage.store(ranked),
            codeNames: names,
            messageHoldsJSON: holds
        )
    }
}
