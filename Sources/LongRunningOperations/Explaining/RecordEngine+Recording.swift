/// Noting what was decided: for each canonical member the place it was taken from, and the rule that took it.
///
///     located, sources, error slot ──▶ the alternative of the plan that has this slot ──▶ the mapping member at that index
///
/// Plans keep the order of the mapping's lists, so an index in a plan is an index in the file. Nothing here decides: the state's
/// rules are asked again, which gives the same answer, because conditions look at values only.
extension RecordEngine {
    @inline(never)
    mutating func record(
        _ scope: RecordScope,
        _ surroundings: borrowing Surroundings,
        _ hasError: Bool,
        isDocument: Bool,
        at outputStart: Int
    ) {
        guard surroundings.childLevel == 0, let recording, recording.wants(outputStart) else { return }
        let service = scope.plan
        let shape = service.pointee.shapes.distance(to: scope.shape)
        let document = scope.table[scope.documentNode].pointee
        let definition = recording.definitions[surroundings.service]
        let trees = definition.merged["shapes"]?.elements ?? []
        guard trees.indices.contains(shape) else { return }
        let reader = RuleReader(tree: trees[shape])
        var takings: [DecodingRecording.Taking] = []
        if !scope.shape.pointee.isFailure {
            let rule = reader.rule(stateRule(scope))
            let from = (0..<sourceCount).map { pointer(sources[$0], scope) }
            takings.append(DecodingRecording.Taking(member: "state", from: from, rule: rule))
            takings.append(
                DecodingRecording.Taking(member: "sourceState", from: from, rule: reader.source(after: rule))
            )
        }
        for index in scope.shape.pointee.fields.indices {
            let field = service.pointee.fields[index]
            guard let taking = taking(field, reader, scope) else { continue }
            takings.append(taking)
        }
        if let taking = counters(reader, scope) { takings.append(taking) }
        if hasError { takings += error(reader, scope, isDocument: isDocument) }
        let children = scope.shape.pointee.children
        if children >= 0 {
            let from = [pointer(children, scope)]
            takings.append(DecodingRecording.Taking(member: "children", from: from, rule: reader.rule("children")))
        }
        recording.note(
            DecodingRecording.Decisions(
                outputStart: outputStart,
                document: Array(scope.text.slice(Int(document.start)..<Int(document.end))),
                service: surroundings.service,
                shape: shape,
                place: String(decoding: service.pointee.bytes(scope.pointer), as: UTF8.self),
                takings: takings
            )
        )
    }

    private mutating func pointer(_ slot: Int32, _ scope: RecordScope) -> [UInt8] {
        var output = OutputBuffer(capacity: 256)
        appendPointer(scope.binding[Int(slot)], slot, scope, into: &output)
        return Array(output.bytes)
    }

    // MARK: State

    /// The member of `state` that decided, as `words/Running` or `rules/2`; empty where none did.
    private mutating func stateRule(_ scope: RecordScope) -> String {
        let plan = scope.shape.pointee.state
        let main = firstWord(plan.at, scope)
        var hasWord = main >= 0
        for (number, index) in plan.rules.indices.enumerated() {
            let rule = scope.plan.pointee.rules[index]
            guard scope.holds(rule.when, &scratch) else { continue }
            if rule.outcome != nil { return "state/rules/\(number)" }
            let slot = firstWord(rule.at, scope)
            guard slot >= 0 else { continue }
            hasWord = true
            if let outcome = outcomeOfWord(at: slot, rule.words, scope) {
                return "state/rules/\(number)/words/\(outcome.text)"
            }
        }
        if main >= 0, let outcome = outcomeOfWord(at: main, plan.words, scope) {
            return "state/words/\(outcome.text)"
        }
        if hasWord { return plan.isOtherwiseDeclared ? "state/otherwise" : "" }
        return plan.isAbsentDeclared ? "state/absent" : ""
    }

    // MARK: Fields

    private mutating func taking(
        _ field: FieldPlan,
        _ reader: RuleReader,
        _ scope: RecordScope
    ) -> DecodingRecording.Taking? {
        let place = located[Int(field.member.rawValue)]
        guard place.form != .nothing else { return nil }
        for (number, index) in field.alternatives.indices.enumerated() {
            let alternative = scope.plan.pointee.alternatives[index]
            let slot = scope.slot(alternative.slot).pointee
            guard slot.kind != .absent, alternative.isLastSegment == (place.form == .lastSegment) else { continue }
            let isHere =
                place.slot >= 0
                ? place.slot == alternative.slot
                : place.form != .integer && slot.start <= place.start && place.end <= slot.end
            guard isHere else { continue }
            let rule = reader.rule(field.member.wireName.description, number, isLastSegment: alternative.isLastSegment)
            let from = [pointer(alternative.slot, scope)]
            return DecodingRecording.Taking(member: field.member.wireName.description, from: from, rule: rule)
        }
        return nil
    }

    /// A percentage out of counters: it comes from all of them.
    private mutating func counters(_ reader: RuleReader, _ scope: RecordScope) -> DecodingRecording.Taking? {
        guard !scope.shape.pointee.percentTotal.isEmpty,
            located[Int(RecordMember.percentComplete.rawValue)].form != .nothing
        else { return nil }
        var from: [[UInt8]] = []
        for range in [scope.shape.pointee.percentDone, scope.shape.pointee.percentTotal] {
            for index in range.indices {
                let slot = scope.plan.pointee.alternatives[index].slot
                if scope.slot(slot).pointee.kind.isScalar { from.append(pointer(slot, scope)) }
            }
        }
        return DecodingRecording.Taking(member: "percentComplete", from: from, rule: reader.rule("percentComplete"))
    }

    // MARK: Errors

    private mutating func error(
        _ reader: RuleReader,
        _ scope: RecordScope,
        isDocument: Bool
    ) -> [DecodingRecording.Taking] {
        if isDocument {
            let from = scope.plan.pointee.bytes(scope.pointer)
            return [DecodingRecording.Taking(member: "error", from: [Array(from)], rule: reader.documentError)]
        }
        for (number, index) in scope.shape.pointee.errorSources.indices.enumerated() {
            let source = scope.plan.pointee.errorSources[index]
            if !scope.shape.pointee.isFailure, !source.counts(in: outcome.state) { continue }
            let rule = reader.error(number)
            if source.slot >= 0 {
                guard source.slot == errorSlot else { continue }
                let from = [pointer(source.slot, scope)]
                return [DecodingRecording.Taking(member: "error", from: from, rule: rule)]
            }
            let parts = flatParts(source, rule, scope)
            if parts.contains(where: { $0.slot == errorSlot }) { return parts.map(\.taking) }
        }
        return []
    }

    private mutating func flatParts(
        _ source: ErrorSourcePlan,
        _ rule: MappingRule?,
        _ scope: RecordScope
    ) -> [(slot: Int32, taking: DecodingRecording.Taking)] {
        let roles: [(name: String, range: PlanRange)] = [
            ("code", source.code), ("message", source.message), ("target", source.target),
            ("errorDetail", source.errorDetail), ("occurredTime", source.occurredTime), ("details", source.details),
            ("innerError", source.inner),
        ]
        var parts: [(slot: Int32, taking: DecodingRecording.Taking)] = []
        for role in roles {
            for index in role.range.indices {
                let slot = scope.plan.pointee.alternatives[index].slot
                guard !scope.slot(slot).pointee.flags.isDisjoint(with: [.used, .copied]) else { continue }
                var part = rule
                part?.path += "/" + (role.name == "innerError" ? "inner" : role.name)
                let from = [pointer(slot, scope)]
                parts.append((slot, DecodingRecording.Taking(member: "error.\(role.name)", from: from, rule: part)))
                break
            }
        }
        return parts
    }
}
