/// Merging a mapping with those it extends.
///
/// `errors`, `times`, `headers`, `state` and `words` merge by member, shapes by name (the file's in its order, then what is
/// left of the parents'), every other value replaces, and `null` removes.
enum MappingMerge {
    static let mergedMembers: [StaticString] = ["errors", "times", "headers", "state", "words"]
    static let inherited: [StaticString] = ["errors", "shapes", "times", "foldKeys", "headers"]

    /// What an heir takes over from a parent.
    static func inheritable(_ parent: JSONTree) -> JSONTree {
        JSONTree(.object(parent.members.filter { $0.name.isOne(of: inherited) }), line: parent.line)
    }

    static func merge(_ base: JSONTree, _ over: JSONTree) -> JSONTree {
        var members = base.members
        for member in over.members {
            let index = members.firstIndex { $0.name.hasSameBytes(as: member.name) }
            let before = index.map { members[$0].value }
            var merged = member
            if member.name.hasSameBytes(as: "shapes") {
                merged.value = mergeShapes(before?.elements ?? [], member.value)
            } else if member.value.isNull {
                if let index { members.remove(at: index) }
                continue
            } else if member.name.isOne(of: mergedMembers) {
                let empty = JSONTree(.object([]), line: member.line)
                if case .object? = before?.content {
                    merged.value = merge(before ?? empty, member.value)
                } else {
                    merged.value = merge(empty, member.value)
                }
            }
            if let index { members[index] = merged } else { members.append(merged) }
        }
        return JSONTree(.object(members), line: over.line)
    }

    private static func mergeShapes(_ parents: [JSONTree], _ own: JSONTree) -> JSONTree {
        var rest = parents
        var shapes: [JSONTree] = []
        for shape in own.elements {
            let name = shape["shape"]?.string ?? ""
            var base = JSONTree(.object([]), line: shape.line)
            if let index = rest.firstIndex(where: { ($0["shape"]?.string ?? "").hasSameBytes(as: name) }) {
                base = rest.remove(at: index)
            }
            shapes.append(merge(base, shape))
        }
        return JSONTree(.array(shapes + rest), line: own.line)
    }
}
