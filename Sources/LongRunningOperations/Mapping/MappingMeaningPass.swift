/// The linter's last pass: whether the members make sense together, on the merged mapping, for what the file itself writes.
struct MappingMeaningPass {
    /// A path that a shape reads.
    struct ReadPath {
        /// The text of the path, where it is written.
        var node: MappingNode
        /// Whether the member can be taken whole.
        var takes: Bool
        /// Whether this holds in some states only.
        var isGated: Bool
    }

    var findings: MappingFindings
    let root: MappingNode
    let whole: MappingOverlay
    /// Names of the shapes that the file inherits.
    let inheritedShapes: Set<[UInt8]>
    let rules: MappingLinter.Rules

    func isOwn(_ node: MappingNode) -> Bool { node.file == root.file }

    mutating func run() {
        if rules.contains(.references), root["references"]?.elements.isEmpty ?? true {
            let place = root["references"] ?? root
            let message = "\"references\" is missing or empty; say where words and members come from"
            findings.add(offset: place.offset, line: place.line, pointer: "/references", .noReferences, message)
        }
        let shapes = whole.shapes
        guard !shapes.isEmpty else {
            let message = "the mapping has no shapes, neither its own nor inherited; describe one"
            findings.add(root, .noShapes, message, missing: "shapes")
            return
        }
        times()
        let ownShapes = names()
        let paths = shapes.map { Self.paths(of: $0) }
        for (index, shape) in shapes.enumerated() {
            let own = ownShapes[shape.shapeName]
            if let own { kind(of: shape, own) }
            if let state = shape.object("state") { words(of: state, when: shape.node("when")) }
            overlaps(paths[index])
            places(of: shape, index: index, shapes: shapes, paths: paths)
        }
        reachability(shapes)
    }

    private mutating func times() {
        guard let times = whole.object("times"), let formats = times.node("formats"), isOwn(formats) else { return }
        let has = { (name: StaticString) in formats.elements.contains { $0.text.isExactly(name) } }
        if has("epochSeconds"), has("epochMilliseconds") {
            findings.add(formats, .bothEpochs, "epochSeconds and epochMilliseconds cannot be told apart; keep one")
        }
        if has("local"), times.node("zone") == nil {
            findings.add(formats, .localWithoutZone, "local times need a zone; add \"zone\", for example \"Z\"")
        }
    }

    /// The shapes that the file writes, by name.
    private mutating func names() -> [[UInt8]: MappingNode] {
        var shapes: [[UInt8]: MappingNode] = [:]
        for shape in root["shapes"]?.elements ?? [] {
            guard let name = shape["shape"] else { continue }
            if let first = shapes[name.text]?["shape"] {
                let message = "is there twice (first at line \(first.line)); give it another name"
                findings.add(name, .duplicateShape, "the shape \"\(name.text.shownText)\" \(message)")
            } else {
                shapes[name.text] = shape
            }
        }
        return shapes
    }

    /// Whether a shape has the state that its reply needs, and `detect` its `when`.
    private mutating func kind(of shape: MappingOverlay, _ own: MappingNode) {
        let state = shape.object("state")
        let isFailure = shape.node("reply")?.text.isExactly("requestFailed") ?? false
        let home = own["state"] ?? own
        let missing: StaticString? = own["state"] == nil ? "state" : nil
        if isFailure {
            if state.map({ !$0.members.isEmpty }) ?? false {
                let message = "a requestFailed has no state; remove \"state\" or make this shape an operation"
                findings.add(home, .stateInRequestFailed, message, missing: missing)
            }
        } else {
            let hasRules = state?.node("rules").map { !$0.elements.isEmpty } ?? false
            let decides = state.map { $0.node("at") != nil || $0.node("absent") != nil || hasRules } ?? false
            let hasWords = state?.value("words") != nil
            if !decides, !hasWords {
                let message = "an operation needs a state; say where its word is, or make this shape a requestFailed"
                findings.add(home, .noState, message, missing: missing)
            } else if hasWords, state?.node("at") == nil {
                let message = "\"words\" needs \"at\"; say which member holds the word"
                findings.add(own["state"]?["words"] ?? home, .wordsWithoutAt, message)
            }
        }
        if let detect = own["detect"], detect.kind == .object || detect.kind == .array, own["when"] == nil,
            inheritedShapes.contains(shape.shapeName)
        {
            let name = shape.shapeName.shownText
            let message = "\"detect\" on the inherited shape \"\(name)\" needs its own \"when\"; write it here"
            findings.add(detect, .detectWithoutWhen, message)
        }
    }

    // MARK: States that can be said

    /// Every state is said by some word, rule or default, or the mapping says why it is not.
    private mutating func reachability(_ shapes: [MappingOverlay]) {
        let reached = Set(MappingOutcomes.outcomes(of: shapes).map(\.state))
        let absent = root["absent"]
        for member in absent?.members ?? [] {
            guard let state = OperationState(name: String(decoding: member.name, as: UTF8.self)),
                reached.contains(state)
            else { continue }
            let message = "the mapping can say \(state.name); remove it here, or where it is said"
            findings.add(member.value, .stateNotAbsent, message)
        }
        guard rules.contains(.everyState) else { return }
        for state in OperationState.allCases where state != .unknown && !reached.contains(state) {
            guard absent?.members.contains(where: { $0.name.isExactly(state.wireName) }) != true else { continue }
            let remedy = "add its words, or tell in \"absent\" why there are none"
            let message = "nothing in this mapping says \(state.name); \(remedy)"
            let home = absent ?? root
            findings.add(home, .stateNotReached, message, missing: absent == nil ? "absent" : state.wireName)
        }
    }
}
