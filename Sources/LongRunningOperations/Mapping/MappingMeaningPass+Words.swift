/// The last pass over states: words that are listed twice, rules that are never reached, conditions that hide a missing state.
extension MappingMeaningPass {
    mutating func words(of state: MappingOverlay, when: MappingNode?) {
        if let words = state.object("words") { table(words) }
        var seen: [(rule: MappingNode, holdsAlways: Bool, condition: [UInt8])] = []
        for rule in state.node("rules")?.elements ?? [] {
            if let words = rule["words"] { table(MappingOverlay(words)) }
            guard isOwn(rule), let condition = rule["when"] else { continue }
            let bytes = condition.canonicalBytes
            if let first = seen.first(where: { $0.holdsAlways || $0.condition == bytes })?.rule {
                let reason = "the one at line \(first.line) comes first; remove it or move it up"
                findings.add(rule, .unreachableRule, "this rule is never reached, \(reason)")
            }
            if rule["state"] != nil { seen.append((rule, Self.holdsAlways(condition), bytes)) }
        }
        if let when, isOwn(when) { requirement(when, at: state.node("at")?.alternatives.map(\.text) ?? []) }
    }

    private mutating func table(_ words: MappingOverlay) {
        var seen: [[UInt8]: (outcome: String, word: MappingNode)] = [:]
        for member in words.members {
            guard case .node(let list) = member.value else { continue }
            let outcome = member.name.shownText
            for word in list.elements {
                let folded = WordFolding.folded(word.text)
                guard let other = seen[folded] else {
                    seen[folded] = (outcome, word)
                    continue
                }
                let ends = { (where: String) in "is listed twice (also under \(`where`)); keep one" }
                if isOwn(word) {
                    let line = isOwn(other.word) ? " at line \(other.word.line)" : ", inherited"
                    let message = "the word \"\(word.text.shownText)\" \(ends(other.outcome + line))"
                    findings.add(word, .duplicateWord, message)
                } else if isOwn(other.word) {
                    let message = "the word \"\(other.word.text.shownText)\" \(ends(outcome + ", inherited"))"
                    findings.add(other.word, .duplicateWord, message)
                }
            }
        }
    }

    /// Whether a condition holds for every document, as far as that can be seen without thinking.
    private static func holdsAlways(_ condition: MappingNode) -> Bool {
        var has: Set<[UInt8]> = []
        var lacks: Set<[UInt8]> = []
        for clause in condition.alternatives {
            let parts = clause.members.map(\.value)
            if !parts.isEmpty, parts.allSatisfy({ $0.elements.isEmpty && $0.members.isEmpty && !$0.isScalar }) {
                return true
            }
            guard parts.count == 1 else { continue }
            if let paths = clause["has"]?.elements, paths.count == 1 { has.insert(paths[0].text) }
            if let paths = clause["lacks"]?.elements, paths.count == 1 { lacks.insert(paths[0].text) }
        }
        return !has.isDisjoint(with: lacks)
    }

    /// A `when` of which each clause asks for the state member beside others never lets a missing state be said.
    private mutating func requirement(_ when: MappingNode, at paths: [[UInt8]]) {
        guard !paths.isEmpty else { return }
        var first: MappingNode?
        for clause in when.alternatives {
            let has = clause["has"]?.elements ?? []
            let compared = ["is", "like"].flatMap { (name: StaticString) in clause[name]?.members.map(\.name) ?? [] }
            guard let hit = has.first(where: { paths.contains($0.text) }),
                has.contains(where: { !paths.contains($0.text) }) || compared.contains(where: { !paths.contains($0) })
            else { return }
            first = first ?? hit
        }
        guard let first else { return }
        let reason = "so a missing state can never be said; leave it to the other members"
        findings.add(first, .stateRequired, "\"when\" asks for the state member \"\(first.text.shownText)\", \(reason)")
    }
}
