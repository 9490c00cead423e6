/// Compiles one mapping into a ``ServicePlan``, adding its paths to the trie of documents that candidates share.
///
/// The mapping has passed the linter: what is still wrong here is left out, never a trap.
struct PlanCompiler {
    let definition: MappingDefinition
    let isFolded: Bool
    var text: [UInt8] = []
    var slots: [MappingPath: Int32] = [:]
    var slotPaths: [MappingPath] = []
    var fields: [FieldPlan] = []
    var alternatives: [AlternativePlan] = []
    var clauses: [ClausePlan] = []
    var literals: [LiteralPlan] = []
    var operands: [TextRange] = []
    var rules: [RulePlan] = []
    var tables: [WordTablePlan] = []
    var wordTables = NameTables()
    var errorSources: [ErrorSourcePlan] = []
    var slotLists: [Int32] = []
    /// Slots that the shape at hand mentions, some more than once, and those it takes from.
    var mentioned: [Int32] = []
    var takes: [Int32] = []
    /// For each shape the slots that decide whether a body alone may be taken for it, some more than once.
    var watchedSlots: [[Int32]] = []

    init(_ definition: MappingDefinition) {
        self.definition = definition
        isFolded = if case .bool(true)? = definition.merged["foldKeys"]?.content { true } else { false }
        // What most mappings fit into.
        text.reserveCapacity(2048)
        slots.reserveCapacity(48)
        slotPaths.reserveCapacity(48)
        slotLists.reserveCapacity(128)
        alternatives.reserveCapacity(48)
        literals.reserveCapacity(32)
        operands.reserveCapacity(64)
    }

    // MARK: Texts and slots

    mutating func store(_ bytes: some Sequence<UInt8>) -> TextRange {
        store { $0 += bytes }
    }

    /// A scalar as words are compared.
    private mutating func storeFolded(_ scalar: JSONTree) -> TextRange {
        store { text in
            if let word = scalar.scalarText { WordFolding.append(word.utf8, to: &text) }
        }
    }

    private mutating func store(_ append: (inout [UInt8]) -> Void) -> TextRange {
        let start = text.count
        append(&text)
        return TextRange(start: UInt32(start), count: UInt32(text.count - start))
    }

    mutating func slot(_ path: MappingPath) -> Int32 {
        if let known = slots[path] { return known }
        let slot = Int32(slotPaths.count)
        slots[path] = slot
        slotPaths.append(path)
        return slot
    }

    mutating func slot(_ tree: JSONTree, taking: Bool) -> Int32? {
        tree.string.flatMap { slot($0, taking: taking) }
    }

    mutating func slot(_ text: String, taking: Bool) -> Int32? {
        guard let path = MappingPath(Array(text.utf8)) else { return nil }
        let slot = slot(path)
        mentioned.append(slot)
        if taking { takes.append(slot) }
        return slot
    }

    /// A path, or a list of paths and `{"lastSegmentOf": path}`.
    mutating func alternatives(_ tree: JSONTree?, taking: Bool = true) -> PlanRange {
        guard let tree, !tree.isNull else { return PlanRange() }
        let start = alternatives.count
        for item in tree.oneOrMany {
            if let inner = item["lastSegmentOf"] {
                if let slot = slot(inner, taking: false) {
                    alternatives.append(AlternativePlan(slot: slot, isLastSegment: true))
                }
            } else if let slot = slot(item, taking: taking) {
                alternatives.append(AlternativePlan(slot: slot, isLastSegment: false))
            }
        }
        return PlanRange(start: Int32(start), count: Int32(alternatives.count - start))
    }

    // MARK: Conditions

    private static let comparisons: [(name: StaticString, relation: LiteralOperator)] = [
        ("is", .is), ("isNot", .isNot), ("like", .like),
    ]

    mutating func condition(_ tree: JSONTree?, ofElements: Bool = false) -> (clauses: PlanRange, isNever: Bool) {
        guard let tree, !tree.isNull else { return (PlanRange(), false) }
        if case .bool(false) = tree.content { return (PlanRange(), true) }
        var found: [ClausePlan] = []
        for clause in tree.oneOrMany {
            let start = literals.count
            for path in clause["has"]?.elements ?? [] { addLiteral(.has, path.string, nil, ofElements) }
            for path in clause["lacks"]?.elements ?? [] { addLiteral(.lacks, path.string, nil, ofElements) }
            for (name, relation) in Self.comparisons {
                for member in clause[name]?.members ?? [] {
                    addLiteral(relation, member.name, member.value, ofElements)
                }
            }
            let range = PlanRange(start: Int32(start), count: Int32(literals.count - start))
            let isClosed = if case .bool(true)? = clause["closed"]?.content { true } else { false }
            found.append(ClausePlan(literals: range, isClosed: isClosed))
        }
        let range = PlanRange(start: Int32(clauses.count), count: Int32(found.count))
        clauses += found
        return (range, false)
    }

    private mutating func addLiteral(
        _ relation: LiteralOperator,
        _ path: String?,
        _ values: JSONTree?,
        _ ofElements: Bool
    ) {
        var name = TextRange()
        var slot: Int32 = -1
        if ofElements {
            name = store((path ?? "").utf8)
        } else {
            guard let found = path.flatMap({ self.slot($0, taking: false) }) else { return }
            slot = found
        }
        var range = PlanRange(start: Int32(operands.count), count: 0)
        for value in values?.oneOrMany ?? [] {
            if relation == .like {
                operands.append(store((value.scalarText ?? "").utf8.lazy.map(\.asciiLowercased)))
            } else {
                operands.append(storeFolded(value))
            }
            range.count += 1
        }
        literals.append(LiteralPlan(relation: relation, slot: slot, operands: range, name: name))
    }

    // MARK: States

    mutating func words(_ tree: JSONTree?) -> Int32 {
        guard let tree, !tree.members.isEmpty else { return -1 }
        var names: [NameTables.Name] = []
        for member in tree.members {
            guard let index = StateOutcome.index(of: member.name) else { continue }
            for word in member.value.oneOrMany {
                let folded = storeFolded(word)
                let key = text.withUnsafeBytes {
                    NameKey(of: UnsafeRawBufferPointer(rebasing: $0[Int(folded.start)...]))
                }
                names.append(NameTables.Name(key, start: folded.start, node: Int32(index)))
            }
        }
        guard !names.isEmpty else { return -1 }
        let table = wordTables.add(names)
        tables.append(WordTablePlan(start: table.start, shift: table.shift, multiplier: table.multiplier))
        return Int32(tables.count - 1)
    }

    mutating func state(_ tree: JSONTree?) -> StatePlan {
        var plan = StatePlan()
        guard let tree else { return plan }
        plan.at = alternatives(tree["at"])
        plan.words = words(tree["words"])
        if let absent = tree["absent"]?.string.flatMap(StateOutcome.init) {
            plan.absent = absent
            plan.isAbsentDeclared = true
        }
        if let otherwise = tree["otherwise"]?.string.flatMap(StateOutcome.init) {
            plan.otherwise = otherwise
            plan.isOtherwiseDeclared = true
        }
        var found: [RulePlan] = []
        for item in tree["rules"]?.elements ?? [] {
            var rule = RulePlan()
            rule.when = condition(item["when"]).clauses
            rule.outcome = item["state"]?.string.flatMap(StateOutcome.init)
            rule.at = alternatives(item["at"])
            rule.words = words(item["words"])
            rule.hasSource = item["source"] != nil
            rule.source = alternatives(item["source"])
            rule.diagnostic = item["diagnostic"]?.string.flatMap { DiagnosticCode(name: $0) }
            found.append(rule)
        }
        plan.rules = PlanRange(start: Int32(rules.count), count: Int32(found.count))
        rules += found
        return plan
    }

    // MARK: Shapes

    private static let fieldMembers: [(member: RecordMember, kind: FieldKind)] = [
        (.id, .string), (.name, .string), (.type, .string), (.message, .string), (.createdTime, .time),
        (.startTime, .time), (.lastUpdatedTime, .time), (.endTime, .time), (.resourceId, .string),
        (.resourceLocation, .string), (.link, .string), (.retryAt, .time), (.traceId, .string), (.etag, .string),
        (.percentComplete, .percent), (.result, .result), (.httpStatus, .httpStatus),
    ]

    mutating func shape(_ tree: JSONTree, placeIndex: (String) -> Int32) -> ShapePlan {
        mentioned = []
        takes = []
        var shape = ShapePlan()
        shape.isFailure = tree["reply"]?.string?.hasSameBytes(as: "requestFailed") ?? false
        shape.when = condition(tree["when"]).clauses
        let detect = condition(tree["detect"])
        shape.detect = detect.clauses
        let looked = mentioned
        let name = tree["shape"]?.string ?? ""
        shape.claims = !detect.isNever && definition.declaredShapes.contains(name)
        shape.state = state(tree["state"])
        errorSources(tree["error"], of: &shape)
        var found: [FieldPlan] = []
        for (member, kind) in Self.fieldMembers {
            guard let value = tree[member.wireName] else { continue }
            if kind == .percent, case .object = value.content {
                shape.percentDone = alternatives(value["done"], taking: false)
                shape.percentTotal = alternatives(value["total"], taking: false)
                continue
            }
            let range = alternatives(value)
            guard !range.isEmpty else { continue }
            found.append(FieldPlan(member: member, kind: kind, alternatives: range))
        }
        shape.fields = PlanRange(start: Int32(fields.count), count: Int32(found.count))
        fields += found
        if let children = tree["children"], !children.isNull {
            shape.children = slot(children, taking: true) ?? -1
        }
        shape.takes = list(takes)
        let known = knownMembers(isError: shape.isError)
        shape.known = list(known)
        let isClosed = (Array(shape.when.indices) + shape.detect.indices).contains { clauses[$0].isClosed }
        watchedSlots.append(shape.claims ? looked + (isClosed ? known : []) : [])
        let places = tree["in"]?.elements.compactMap(\.string) ?? [""]
        shape.places = list(places.map(placeIndex).filter { $0 >= 0 })
        return shape
    }

    /// Slots of the members directly below the object that the shape names.
    mutating func knownMembers(isError: Bool) -> [Int32] {
        var known: [Int32] = []
        for mentionedSlot in mentioned {
            let path = slotPaths[Int(mentionedSlot)]
            guard let first = path.steps.first else { continue }
            let isMember = path.steps.count == 1 && first.search == nil
            known.append(isMember ? mentionedSlot : slot(MappingPath(member: first.name)))
        }
        if isError {
            let errors = definition.merged["errors"]
            for (_, role) in Self.roleMembers {
                for name in (errors?[role]?.elements ?? []).compactMap(\.string) {
                    known.append(slot(MappingPath(member: Array(name.utf8))))
                }
            }
        }
        known.sort()
        return known.reduce(into: []) { distinct, slot in
            if distinct.last != slot { distinct.append(slot) }
        }
    }

    mutating func list(_ numbers: [Int32]) -> PlanRange {
        let range = PlanRange(start: Int32(slotLists.count), count: Int32(numbers.count))
        slotLists += numbers
        return range
    }

    // MARK: The whole

    /// Compiles the mapping: paths of documents go to `trie`, arrays to `storage`.
    ///
    /// `watched` takes the nodes that decide whether a body is one of this service.
    mutating func compile(
        into trie: inout PathTrieBuilder,
        watched: inout Set<Int32>,
        storage: PlanStorage
    ) -> ServicePlan {
        var places: [(path: MappingPath, isList: Bool)] = []
        var placeNames: [String] = []
        var shapes: [ShapePlan] = []
        let trees = definition.merged["shapes"]?.elements ?? []
        for tree in trees {
            for name in tree["in"]?.elements.compactMap(\.string) ?? [""]
            where !placeNames.contains(where: { $0.hasSameBytes(as: name) }) {
                let isList = name.utf8.suffix(2).elementsEqual("[]".utf8)
                guard let path = MappingPath(Array(name.utf8.dropLast(isList ? 2 : 0))) else { continue }
                placeNames.append(name)
                places.append((path, isList))
            }
        }
        let known = placeNames
        for tree in trees {
            shapes.append(
                shape(tree) { name in Int32(known.firstIndex { $0.hasSameBytes(as: name) } ?? -1) }
            )
        }
        let errors = errors(in: storage)
        let times = definition.merged["times"]
        let noTimes = PlanRange(start: Int32(operands.count), count: Int32(times?["none"]?.elements.count ?? 0))
        for item in times?["none"]?.elements ?? [] {
            operands.append(store((item.scalarText ?? "").utf8))
        }
        let headers = definition.merged["headers"]?["traceId"]?.elements.compactMap(\.string) ?? []
        let traceHeaders = PlanRange(start: Int32(operands.count), count: Int32(headers.count))
        for header in headers {
            operands.append(store(header.utf8.lazy.map(\.asciiLowercased)))
        }

        // Bind every slot in every place.
        let root = trie.root(folded: isFolded)
        var elements = PathTrieBuilder()
        let elementRoot = elements.root(folded: isFolded)
        // Nothing but lists and children is read element by element.
        let readsElements = places.contains(where: \.isList) || shapes.contains { $0.children >= 0 }
        let elementPaths = readsElements ? slotPaths : []
        let elementBinding = storage.store(elementPaths.map { elements.node(at: $0, below: elementRoot) })
        var placePlans: [PlacePlan] = []
        for place in places {
            let node = trie.node(at: place.path, below: root)
            let binding =
                place.isList ? elementBinding : storage.store(slotPaths.map { trie.node(at: $0, below: node) })
            let pointer = place.isList ? TextRange() : store(place.path.appendPointer)
            placePlans.append(PlacePlan(node: node, isList: place.isList, binding: binding, pointer: pointer))
        }
        for (shape, slots) in zip(shapes, watchedSlots) where shape.claims {
            for index in shape.places.indices {
                let place = placePlans[Int(slotLists[index])]
                watched.insert(place.node)
                if place.isList { continue }
                for slot in slots { watched.insert(place.binding[Int(slot)]) }
            }
        }
        let pointers = slotPaths.map { store($0.appendPointer) }
        let head = store("{\"service\":\"\(definition.id)\",\"reply\":\"".utf8)
        return ServicePlan(
            shapes: storage.store(shapes),
            shapeCount: shapes.count,
            places: storage.storeBuffer(placePlans),
            fields: storage.store(fields),
            alternatives: storage.store(alternatives),
            clauses: storage.store(clauses),
            literals: storage.store(literals),
            operands: storage.store(operands),
            rules: storage.store(rules),
            words: storage.store(tables),
            wordPlaces: storage.store(wordTables.places),
            wordEntries: storage.store(wordTables.entries),
            errorSources: storage.store(errorSources),
            slotLists: storage.store(slotLists),
            slotPointers: storage.store(pointers),
            slotCount: slotPaths.count,
            text: storage.store(text),
            errors: errors,
            timeFormats: Self.timeFormats(times),
            noTimes: noTimes,
            isFolded: isFolded,
            elementTrie: readsElements ? elements.frozen(in: storage) : storage.bareTrie(folded: isFolded),
            elementBinding: elementBinding,
            head: head,
            traceHeaders: traceHeaders
        )
    }

    private static func timeFormats(_ tree: JSONTree?) -> TimeFormats {
        var formats = TimeFormats.rfc3339
        guard let tree else { return formats }
        let names: [(StaticString, TimeFormats.Accepted)] = [
            ("rfc3339", .rfc3339), ("iso8601", .iso8601), ("local", .local), ("epochSeconds", .epochSeconds),
            ("epochMilliseconds", .epochMilliseconds),
        ]
        if let list = tree["formats"]?.elements.compactMap(\.string) {
            formats.accepted = []
            for (name, format) in names where list.contains(where: { $0.hasSameBytes(as: name) }) {
                formats.accepted.insert(format)
            }
        }
        if let zone = tree["zone"]?.string, zone.utf8.count == 6 {
            let bytes = Array(zone.utf8)
            let digit = { (index: Int) in Int32(bytes[index]) - 0x30 }
            let minutes = (digit(1) * 10 + digit(2)) * 60 + digit(4) * 10 + digit(5)
            formats.zoneOffsetSeconds = minutes * (bytes[0] == UInt8(ascii: "-") ? -60 : 60)
        }
        return formats
    }
}
