/// The linter's second pass: every member is known, of the right type, and well written in itself.
///
/// Other members and other files are not looked at.
struct MappingMemberPass {
    var findings: MappingFindings

    static let states = OperationState.allCases.map(\.wireName)
    static let texts: [StaticString] = [
        "id", "name", "type", "message", "resourceId", "resourceLocation", "link", "traceId", "etag",
    ]
    static let times: [StaticString] = ["createdTime", "startTime", "lastUpdatedTime", "endTime", "retryAt"]
    static let errorRoles: [StaticString] = [
        "code", "message", "target", "errorDetail", "occurredTime", "details", "inner",
    ]
    private static let timeFormats: [StaticString] = [
        "rfc3339", "iso8601", "local", "epochSeconds", "epochMilliseconds",
    ]
    private static let fileMembers: [StaticString] = [
        "format", "service", "version", "title", "references", "unverified", "absent", "extends", "urls", "headers",
        "foldKeys", "times", "errors", "shapes",
    ]

    // MARK: The file

    mutating func file(_ root: MappingNode) {
        let required: [StaticString] = ["format", "service", "version", "title"]
        guard object(root, "a mapping", Self.fileMembers, required: required) else { return }
        for member in root.members {
            let (name, value) = (member.name, member.value)
            if name.isExactly("format") {
                format(value)
            } else if name.isExactly("service") {
                if isText(value) { identifier(value) }
            } else if name.isExactly("version") {
                if isText(value), !MappingSyntax.isVersion(value.text) {
                    say(value, .badVersion, "is no version; write three numbers such as 1.0.0")
                }
            } else if name.isExactly("title") {
                text(value)
            } else if name.isExactly("references") {
                if list(value) { for item in value.elements { reference(item) } }
            } else if name.isExactly("unverified") {
                if list(value) { for item in value.elements { text(item) } }
            } else if name.isExactly("absent") {
                absentStates(value)
            } else if name.isExactly("extends") {
                guard list(value, mayBeEmpty: false) else { continue }
                unique(value)
                for item in value.elements where isText(item) { identifier(item) }
            } else if name.isExactly("urls") {
                if list(value) { for item in value.elements { url(item) } }
            } else if name.isExactly("headers") {
                if object(value, "headers", ["traceId"]), let names = value["traceId"] { self.names(names) }
            } else if name.isExactly("foldKeys") {
                _ = has(value, [.boolean], "true or false")
            } else if name.isExactly("times") {
                times(value)
            } else if name.isExactly("errors") {
                errors(value)
            } else if name.isExactly("shapes") {
                if list(value, mayBeEmpty: false) { for item in value.elements { shape(item) } }
            }
        }
    }

    private mutating func format(_ node: MappingNode) {
        guard has(node, [.number], "a number"), !node.text.isExactly("1") else { return }
        findings.add(node, .unknownFormat, "format \(node.text.shownText) is not known; write 1")
    }

    private mutating func identifier(_ node: MappingNode) {
        guard !MappingSyntax.isIdentifier(node.text) else { return }
        say(node, .badIdentifier, "is no id; use lower-case letters, digits and single hyphens between them")
    }

    private mutating func reference(_ node: MappingNode) {
        guard object(node, "a reference", ["title", "url", "note"], required: ["title"]) else { return }
        for member in node.members where member.name.isOne(of: ["title", "url", "note"]) { text(member.value) }
    }

    private mutating func absentStates(_ node: MappingNode) {
        guard has(node, [.object], "an object") else { return }
        for member in node.members {
            if !member.name.isOne(of: Self.states.dropLast()) {
                let message = "is no state that can be absent; use NotStarted, Running, Succeeded, Failed or Canceled"
                findings.add(member.value, .badState, "\"\(member.name.shownText)\" \(message)")
            }
            text(member.value)
        }
    }

    private mutating func url(_ node: MappingNode) {
        guard isText(node), !MappingSyntax.isURLTemplate(node.text) else { return }
        let form = "begin with / or //HOST/, and use {name}, * and ** as whole segments, each name once"
        say(node, .badURL, "is no URL template; \(form)")
    }

    private mutating func times(_ node: MappingNode) {
        guard object(node, "times", ["formats", "zone", "none"]) else { return }
        if let formats = node["formats"], list(formats, mayBeEmpty: false) {
            unique(formats)
            for item in formats.elements where isText(item) && !item.text.isOne(of: Self.timeFormats) {
                let known = "use rfc3339, iso8601, local, epochSeconds or epochMilliseconds"
                say(item, .badTimeFormat, "is no time format; \(known)")
            }
        }
        if let zone = node["zone"], isText(zone), !MappingSyntax.isZone(zone.text) {
            say(zone, .badZone, "is no offset; write Z or one such as +08:00")
        }
        if let none = node["none"], list(none) { for item in none.elements { scalar(item) } }
    }

    private mutating func errors(_ node: MappingNode) {
        let roles = Self.errorRoles + ["wrapped"]
        guard object(node, "errors", roles + ["codeNames", "messageHoldsJSON"]) else { return }
        for member in node.members {
            if member.name.isOne(of: roles) {
                names(member.value)
            } else if member.name.isExactly("messageHoldsJSON") {
                _ = has(member.value, [.boolean], "true or false")
            } else if member.name.isExactly("codeNames"), has(member.value, [.object], "an object") {
                for name in member.value.members { text(name.value) }
            }
        }
    }

    private mutating func names(_ node: MappingNode) {
        guard !node.isNull, list(node, "a list of names", mayBeEmpty: false) else { return }
        for item in node.elements { text(item) }
        unique(node)
    }
}

// MARK: What all members share

extension MappingMemberPass {
    private static func found(_ kind: MappingNode.Kind) -> StaticString {
        switch kind {
        case .string: "text"
        case .number: "a number"
        case .boolean: "a boolean"
        case .array: "a list"
        case .object: "an object"
        case .null: "null"
        }
    }

    /// Notes a problem about a text, which the message begins with.
    mutating func say(_ node: MappingNode, _ code: MappingProblem.Code, _ message: String) {
        findings.add(node, code, "\"\(node.text.shownText)\" \(message)")
    }

    mutating func has(_ node: MappingNode, _ kinds: [MappingNode.Kind], _ what: StaticString) -> Bool {
        if kinds.contains(node.kind) { return true }
        findings.add(node, .wrongType, "\(what) is expected here, not \(Self.found(node.kind))")
        return false
    }

    mutating func object(
        _ node: MappingNode,
        _ kind: StaticString,
        _ known: [StaticString],
        required: [StaticString] = []
    ) -> Bool {
        guard has(node, [.object], "an object") else { return false }
        for name in required where node[name] == nil {
            findings.add(node, .missingMember, "\"\(name)\" is missing; \(kind) needs it", missing: name)
        }
        for member in node.members where !member.name.isOne(of: known) { unknown(member, of: kind) }
        return true
    }

    mutating func unknown(_ member: MappingNode.Member, of kind: StaticString) {
        let message = "\"\(member.name.shownText)\" is not a member of \(kind); remove it or correct its name"
        findings.add(member.value, .unknownMember, message)
    }

    mutating func isText(_ node: MappingNode) -> Bool {
        has(node, [.string], "text")
    }

    mutating func text(_ node: MappingNode) {
        guard isText(node), node.text.isEmpty else { return }
        findings.add(node, .emptyText, "this text is empty; write one or remove the member")
    }

    @discardableResult
    mutating func scalar(_ node: MappingNode) -> Bool {
        has(node, [.string, .number, .boolean], "text, a number or a boolean")
    }

    mutating func list(_ node: MappingNode, _ what: StaticString = "a list", mayBeEmpty: Bool = true) -> Bool {
        guard has(node, [.array], what) else { return false }
        guard mayBeEmpty || !node.elements.isEmpty else {
            findings.add(node, .emptyList, "this list is empty; name at least one or remove the member")
            return false
        }
        return true
    }

    mutating func unique(_ node: MappingNode) {
        var lines: [[UInt8]: Int] = [:]
        for item in node.elements where item.kind == .string {
            if let first = lines[item.text] {
                say(item, .repeatedItem, "is listed twice (first at line \(first)); keep one")
            } else {
                lines[item.text] = item.line
            }
        }
    }
}
