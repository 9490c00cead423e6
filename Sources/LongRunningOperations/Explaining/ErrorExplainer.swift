/// Finds the members of a document that the parts of a canonical error came from.
///
///     error.innerError.code   ◀── "NotFound" ──   /error/innererror/code
///
/// The error of the record and the one of the document are walked side by side; a place counts only where it holds the value
/// that the record has, so what is shown is never a guess. Errors too deep to be read as a tree are shown as one row.
struct ErrorExplainer {
    let errors: JSONTree?
    let document: UnsafeRawBufferPointer
    let origins: RuleOrigins

    func members(_ value: [UInt8], _ takings: [DecodingRecording.Taking]) -> [Explanation.Member] {
        let takings = takings.filter {
            $0.member.hasSameBytes(as: "error") || $0.member.utf8.starts(with: "error.".utf8)
        }
        let whole = takings.first { $0.member.hasSameBytes(as: "error") }
        guard let error = try? JSONTreeParser.parse(value) else {
            return [row("error", value, whole?.from ?? [], whole?.rule)]
        }
        let tree = try? JSONTreeParser.parse(Array(document))
        if whole == nil, !takings.isEmpty { return flat(error, takings, tree) }
        let pointer = whole?.from.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let source = whole == nil ? nil : tree.flatMap { Self.value(at: pointer, in: $0) }
        var rows: [Explanation.Member] = []
        append(error, source, pointer, "error", whole, to: &rows)
        return rows
    }

    /// An error whose parts stand side by side in the record.
    private func flat(
        _ error: JSONTree,
        _ takings: [DecodingRecording.Taking],
        _ tree: JSONTree?
    ) -> [Explanation.Member] {
        var rows: [Explanation.Member] = []
        for member in error.members {
            let name = "error.\(member.name)"
            let taking = takings.first { $0.member.hasSameBytes(as: name) }
            guard case .object = member.value.content else {
                rows.append(row(name, Self.text(member.value), taking?.from ?? [], taking?.rule))
                continue
            }
            let message = takings.first { $0.member.hasSameBytes(as: "error.message") }
            var pointer = (taking ?? message)?.from.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
            var source = tree.flatMap { Self.value(at: pointer, in: $0) }
            if taking == nil, let held = held(in: source, pointer) { (source, pointer) = (held.tree, held.pointer) }
            append(member.value, source, pointer, name, taking, to: &rows)
        }
        return rows
    }

    // MARK: Walking

    /// Appends the rows of one error.
    ///
    /// The parser's limit of 64 levels bounds the recursion.
    private func append(
        _ error: JSONTree,
        _ source: JSONTree?,
        _ pointer: String,
        _ name: String,
        _ taking: DecodingRecording.Taking?,
        to rows: inout [Explanation.Member]
    ) {
        var (source, pointer) = unwrapped(source, pointer)
        var others: [(tree: JSONTree, pointer: String)] = []
        if case .array(let elements)? = source?.content {
            others = elements.enumerated().map { ($0.element, "\(pointer)/\($0.offset)") }
            // Elements that the mapping passes over stand in front of the first that counts.
            let first = others.firstIndex { says(error, $0.tree, $0.pointer) }
            (source, pointer) = unwrapped(first.map { others[$0].tree }, first.map { others[$0].pointer } ?? "")
            others.removeFirst(first.map { $0 + 1 } ?? others.count)
        }
        for member in error.members {
            let path = "\(name).\(member.name)"
            switch member.value.content {
            case .array(let details):
                var list = (list(source, pointer) + others)[...]
                for (index, detail) in details.enumerated() {
                    // Few are passed over; looking at all for each would take quadratic time.
                    let found = list.prefix(64).firstIndex { says(detail, $0.tree, $0.pointer) }
                    let place = found.map { list[$0] }
                    if let found { list = list[(found + 1)...] }
                    append(detail, place?.tree, place?.pointer ?? "", "\(path)[\(index)]", taking, to: &rows)
                }
            case .object where member.name.hasSameBytes(as: "innerError"):
                let inner = place("inner", in: source, pointer) { _ in true } ?? held(in: source, pointer)
                append(member.value, inner?.tree, inner?.pointer ?? "", path, taking, to: &rows)
            case .object:
                rows.append(row(path, Self.text(member.value), [], nil))
            default:
                rows.append(leaf(member, source, pointer, path, taking))
            }
        }
    }

    /// Whether an error of the document has the code and the message of one of the record.
    private func says(_ error: JSONTree, _ source: JSONTree, _ pointer: String) -> Bool {
        var (tree, pointer) = unwrapped(source, pointer)
        if case .array(let elements)? = tree?.content { (tree, pointer) = unwrapped(elements.first, "\(pointer)/0") }
        return error.members.allSatisfy { member in
            guard member.name.hasSameBytes(as: "code") || member.name.hasSameBytes(as: "message") else { return true }
            return !leaf(member, tree, pointer, "", nil).from.isEmpty
        }
    }

    private func leaf(
        _ member: JSONTree.Member,
        _ source: JSONTree?,
        _ pointer: String,
        _ path: String,
        _ taking: DecodingRecording.Taking?
    ) -> Explanation.Member {
        let text = Self.text(member.value)
        let value = member.value.scalarText ?? ""
        if source?.scalarText?.hasSameBytes(as: value) ?? false {
            return row(path, text, [Array(pointer.utf8)], taking?.rule)
        }
        let isTime = member.name.hasSameBytes(as: "occurredTime")
        let names = errors?["codeNames"]?.members ?? []
        let found = place(member.name, in: source, pointer) { sent in
            guard let sent = sent.scalarText else { return false }
            if isTime || sent.hasSameBytes(as: value) { return true }
            return names.contains {
                $0.name.hasSameBytes(as: sent) && $0.value.string?.hasSameBytes(as: value) ?? false
            }
        }
        var row = row(path, text, found.map { [Array($0.pointer.utf8)] } ?? [], nil)
        if let found {
            row.rule = "errors/\(member.name)[\(found.index)]"
            row.mapping = origins.mapping(role: member.name)
        }
        return row
    }

    private func list(_ source: JSONTree?, _ pointer: String) -> [(tree: JSONTree, pointer: String)] {
        guard let found = place("details", in: source, pointer, where: { !$0.isNull }) else { return [] }
        guard case .array(let elements) = found.tree.content else { return [(found.tree, found.pointer)] }
        return elements.enumerated().map { ($0.element, "\(found.pointer)/\($0.offset)") }
    }

    /// The first member of that role that fits.
    private func place(
        _ role: String,
        in source: JSONTree?,
        _ pointer: String,
        where fits: (JSONTree) -> Bool
    ) -> (tree: JSONTree, pointer: String, index: Int)? {
        let names = errors?.members.first { $0.name.hasSameBytes(as: role) }?.value.elements ?? []
        for (index, name) in names.enumerated() {
            guard let name = name.string, let member = source?.members.first(where: { isSame($0.name, name) }),
                !member.value.isNull, fits(member.value)
            else { continue }
            return (member.value, "\(pointer)/\(member.name.escapedForPointer)", index)
        }
        return nil
    }

    /// The error in a wrapper that holds nothing else.
    private func unwrapped(_ source: JSONTree?, _ pointer: String) -> (tree: JSONTree?, pointer: String) {
        var (source, pointer) = (source, pointer)
        while let only = source?.members.first, source?.members.count == 1,
            errors?["wrapped"]?.elements.contains(where: { isSame(only.name, $0.string ?? "") }) ?? false,
            case .object = only.value.content
        {
            source = only.value
            pointer += "/\(only.name.escapedForPointer)"
        }
        return (source, pointer)
    }

    private func isSame(_ sent: String, _ name: String) -> Bool {
        if sent.hasSameBytes(as: name) { return true }
        guard case .bool(true)? = origins.definition.merged["foldKeys"]?.content else { return false }
        return sent.utf8.elementsEqual(name.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }

    /// The error in a message that is JSON.
    ///
    /// Below a text there are no pointers: what follows the mark is cut off.
    private func held(in source: JSONTree?, _ pointer: String) -> (tree: JSONTree, pointer: String, index: Int)? {
        guard case .bool(true)? = errors?["messageHoldsJSON"]?.content,
            let message = source?.string.map({ (tree: JSONTree(.string($0), line: 1), pointer: pointer, index: 0) })
                ?? place("message", in: source, pointer, where: { $0.string != nil }),
            let text = message.tree.string, let tree = try? JSONTreeParser.parse(Array(text.utf8))
        else { return nil }
        // The text is often a whole reply, with its error beside other members.
        let whole = (tree: tree, pointer: message.pointer + Self.mark, index: message.index)
        return place("wrapped", in: tree, whole.pointer) { !$0.members.isEmpty } ?? whole
    }

    private static let mark = "\0"

    // MARK: Rows

    private func row(_ name: String, _ value: [UInt8], _ from: [[UInt8]], _ rule: MappingRule?) -> Explanation.Member {
        Explanation.Member(
            name: name,
            value: value,
            from: from.map { Array($0.prefix { $0 != 0 }) },
            rule: rule?.text,
            mapping: rule.flatMap(origins.mapping)
        )
    }

    private static func text(_ tree: JSONTree) -> [UInt8] {
        var output = OutputBuffer(capacity: 256)
        tree.append(to: &output)
        return Array(output.bytes)
    }

    private static func value(at pointer: String, in tree: JSONTree) -> JSONTree? {
        var tree = tree
        for part in pointer.split(separator: "/", omittingEmptySubsequences: true) {
            let part = String(part)
            if case .array(let elements) = tree.content {
                guard let index = Int(part), elements.indices.contains(index) else { return nil }
                tree = elements[index]
                continue
            }
            guard let member = tree.members.first(where: { $0.name.escapedForPointer.hasSameBytes(as: part) }) else {
                return nil
            }
            tree = member.value
        }
        return tree
    }
}
