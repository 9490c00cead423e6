/// The second pass over a shape: its places, conditions, state, fields and error sources.
extension MappingMemberPass {
    private static let pathForm =
        "is no path; join member names by single slashes, and write a search as [key=value] or [key!=value]"
    private static let outcomeForm = "is no outcome; use a state, or a state and a detail such as Failed/timedOut"

    mutating func shape(_ node: MappingNode) {
        let fields = Self.texts + Self.times + ["result", "httpStatus"]
        let others: [StaticString] = [
            "shape", "reply", "in", "when", "detect", "state", "percentComplete", "error", "children",
        ]
        guard object(node, "a shape", others + fields, required: ["shape"]) else { return }
        for member in node.members {
            let (name, value) = (member.name, member.value)
            if name.isExactly("shape") {
                if isText(value), !MappingSyntax.isShapeName(value.text) {
                    let form = "begin with a lower-case letter, then letters and digits"
                    say(value, .badShapeName, "is no name of a shape; \(form)")
                }
            } else if name.isExactly("reply") {
                if isText(value), !value.text.isOne(of: ["operation", "requestFailed"]) {
                    say(value, .badReply, "is no reply; use operation or requestFailed")
                }
            } else if name.isExactly("in") {
                places(value)
            } else if name.isExactly("when") {
                if !value.isNull { condition(value) }
            } else if name.isExactly("detect") {
                if !value.isNull, !(value.kind == .boolean && value.text.isExactly("false")) {
                    condition(value, isDetection: true)
                }
            } else if name.isExactly("state") {
                state(value)
            } else if name.isExactly("percentComplete") {
                percentage(value)
            } else if name.isExactly("children") {
                if !value.isNull { path(value) }
            } else if name.isExactly("error") {
                error(value)
            } else if name.isOne(of: fields) {
                paths(value)
            }
        }
    }

    private mutating func places(_ node: MappingNode) {
        guard list(node, mayBeEmpty: false) else { return }
        unique(node)
        for item in node.elements where has(item, [.string], "a place") && !MappingSyntax.isPlace(item.text) {
            say(item, .badPlace, "is no place; write a wrapper such as a/b, or a list such as a/b[]")
        }
    }

    // MARK: Paths

    private mutating func path(_ node: MappingNode) {
        guard has(node, [.string], "a path") else { return }
        if !MappingSyntax.isPath(node.text) {
            say(node, .badPath, Self.pathForm)
        } else if MappingSyntax.searchCount(ofPath: node.text) > 1 {
            say(node, .twoSearches, "searches two arrays; a path may search one")
        }
    }

    /// A path, or a list of paths.
    private mutating func plainPaths(_ node: MappingNode) {
        if node.kind == .string { return path(node) }
        guard has(node, [.string, .array], "a path or a list of paths"), list(node, mayBeEmpty: false) else { return }
        for item in node.elements { path(item) }
    }

    /// A path, or a list of paths and `{"lastSegmentOf": path}`, or `null`.
    private mutating func paths(_ node: MappingNode) {
        if node.isNull { return }
        if node.kind == .string { return path(node) }
        guard has(node, [.string, .array], "a path or a list of paths"), list(node, mayBeEmpty: false) else { return }
        for item in node.elements {
            guard item.kind == .object else {
                path(item)
                continue
            }
            if object(item, "an alternative", ["lastSegmentOf"], required: ["lastSegmentOf"]),
                let inner = item["lastSegmentOf"]
            {
                path(inner)
            }
        }
    }

    private mutating func percentage(_ node: MappingNode) {
        guard node.kind == .object else { return paths(node) }
        guard object(node, "percentComplete", ["done", "total"], required: ["done", "total"]) else { return }
        for member in node.members where member.name.isOne(of: ["done", "total"]) { plainPaths(member.value) }
    }

    // MARK: Conditions

    private mutating func condition(_ node: MappingNode, isDetection: Bool = false) {
        if node.kind == .array {
            guard list(node, mayBeEmpty: false) else { return }
            for item in node.elements { clause(item, isDetection: isDetection) }
        } else if has(node, [.object, .array], "a condition") {
            clause(node, isDetection: isDetection)
        }
    }

    private mutating func clause(_ node: MappingNode, isDetection: Bool) {
        guard has(node, [.object], "a condition") else { return }
        if node.members.isEmpty {
            let message = "a condition needs at least one part; use has, lacks, is, isNot or like"
            findings.add(node, .emptyCondition, message)
        }
        for member in node.members {
            if member.name.isOne(of: ["has", "lacks"]) {
                guard list(member.value, "a list of paths") else { continue }
                for item in member.value.elements { path(item) }
            } else if member.name.isOne(of: ["is", "isNot", "like"]) {
                comparisons(member.value, arePatterns: member.name.isExactly("like"))
            } else if member.name.isExactly("closed") {
                closed(member.value, isDetection: isDetection)
            } else {
                unknown(member, of: "a condition")
            }
        }
    }

    private mutating func comparisons(_ node: MappingNode, arePatterns: Bool) {
        guard has(node, [.object], "an object") else { return }
        for member in node.members {
            if !MappingSyntax.isPath(member.name) {
                findings.add(member.value, .badPath, "\"\(member.name.shownText)\" \(Self.pathForm)")
            } else if MappingSyntax.searchCount(ofPath: member.name) > 1 {
                let message = "\"\(member.name.shownText)\" searches two arrays; a path may search one"
                findings.add(member.value, .twoSearches, message)
            }
            let values = member.value.kind == .array ? member.value.elements : [member.value]
            for value in values {
                if arePatterns {
                    _ = has(value, [.string], "a pattern")
                } else {
                    scalar(value)
                }
            }
            if member.value.kind == .array { _ = list(member.value, mayBeEmpty: false) }
        }
    }

    private mutating func closed(_ node: MappingNode, isDetection: Bool) {
        guard isDetection else {
            let message = "\"closed\" is only for detect; name the members that must or must not be there"
            findings.add(node, .closedInWhen, message)
            return
        }
        if node.kind == .boolean, node.text.isExactly("false") {
            findings.add(node, .wrongType, "true is expected here, not false")
        } else {
            _ = has(node, [.boolean], "true")
        }
    }

    // MARK: States

    private mutating func state(_ node: MappingNode) {
        guard object(node, "state", ["rules", "at", "words", "absent", "otherwise"]) else { return }
        for member in node.members {
            if member.name.isExactly("rules") {
                guard !member.value.isNull, list(member.value) else { continue }
                for item in member.value.elements { rule(item) }
            } else if member.name.isExactly("at") {
                plainPaths(member.value)
            } else if member.name.isExactly("words") {
                words(member.value)
            } else if member.name.isOne(of: ["absent", "otherwise"]), isText(member.value) {
                outcome(member.value, member.value.text)
            }
        }
    }

    private mutating func rule(_ node: MappingNode) {
        let known: [StaticString] = ["when", "state", "at", "words", "source", "diagnostic"]
        guard object(node, "a rule", known, required: ["when"]) else { return }
        if let when = node["when"] { condition(when) }
        if node["state"] != nil, node["words"] != nil || node["at"] != nil {
            let message = "a rule has either \"state\" or \"at\" and \"words\"; keep one of the two"
            findings.add(node, .wordsWithState, message)
        } else if node["state"] == nil, node["at"] == nil || node["words"] == nil {
            let message = "a rule needs \"state\", or \"at\" and \"words\"; add what it decides"
            findings.add(node, .ruleWithoutOutcome, message)
        }
        if let state = node["state"], isText(state) { outcome(state, state.text) }
        if let at = node["at"] { plainPaths(at) }
        if let source = node["source"] { plainPaths(source) }
        if let words = node["words"] { self.words(words) }
        if let diagnostic = node["diagnostic"], isText(diagnostic),
            !diagnostic.text.isOne(of: ["conflictingState", "missingState", "unknownState"])
        {
            let known = "use conflictingState, missingState or unknownState"
            say(diagnostic, .badDiagnostic, "is no diagnostic of a rule; \(known)")
        }
    }

    private mutating func outcome(_ node: MappingNode, _ text: [UInt8]) {
        guard !StateOutcome.all.contains(where: { text.elementsEqual($0.text.utf8) }) else { return }
        findings.add(node, .badOutcome, "\"\(text.shownText)\" \(Self.outcomeForm)")
    }

    private mutating func words(_ node: MappingNode) {
        guard has(node, [.object], "an object") else { return }
        for member in node.members {
            outcome(member.value, member.name)
            guard !member.value.isNull, list(member.value, mayBeEmpty: false) else { continue }
            for item in member.value.elements { word(item) }
        }
    }

    private mutating func word(_ node: MappingNode) {
        guard scalar(node) else { return }
        let folded = WordFolding.folded(node.text)
        if folded.isEmpty {
            let text = node.text.shownText
            findings.add(node, .emptyWord, "the word \"\(text)\" is empty once folded and never matches; remove it")
        } else if folded.count > WordFolding.longest {
            let message = "the word is longer than 64 bytes once folded and never matches; remove it"
            findings.add(node, .wordTooLong, message)
        }
    }

    // MARK: Errors

    private mutating func error(_ node: MappingNode) {
        switch node.kind {
        case .null: break
        case .array:
            guard list(node, mayBeEmpty: false) else { return }
            for item in node.elements { errorSource(item) }
        default: errorSource(node)
        }
    }

    private mutating func errorSource(_ node: MappingNode) {
        if node.kind == .string { return path(node) }
        guard has(node, [.string, .object], "a path or an object") else { return }
        var hasRole = false
        for member in node.members {
            if member.name.isExactly("at") {
                path(member.value)
            } else if member.name.isExactly("skip") {
                condition(member.value)
            } else if member.name.isExactly("states") {
                states(member.value)
            } else if member.name.isOne(of: Self.errorRoles) {
                hasRole = true
                plainPaths(member.value)
            } else {
                unknown(member, of: "an error source")
            }
        }
        if node["at"] != nil, hasRole {
            let message = "an error source has either \"at\" or roles such as \"code\"; keep one of the two"
            findings.add(node, .mixedErrorSource, message)
        } else if node["at"] == nil, node["code"] == nil, node["message"] == nil {
            findings.add(node, .emptyErrorSource, "an error source needs \"at\", \"code\" or \"message\"; add one")
        }
    }

    private mutating func states(_ node: MappingNode) {
        guard list(node, mayBeEmpty: false) else { return }
        for item in node.elements where isText(item) && !item.text.isOne(of: Self.states) {
            say(item, .badState, "is no state; use NotStarted, Running, Succeeded, Failed, Canceled or Unknown")
        }
    }
}
