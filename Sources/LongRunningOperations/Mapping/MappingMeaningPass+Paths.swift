/// The last pass over paths: two members that take the same, and places that lie on what another shape reads.
extension MappingMeaningPass {
    /// The paths that a shape reads from its object.
    static func paths(of shape: MappingOverlay) -> [ReadPath] {
        var found: [ReadPath] = []
        func add(_ node: MappingNode?, takes: Bool = true, isGated: Bool = false) {
            for item in node?.alternatives ?? [] {
                if item.kind == .string {
                    found.append(ReadPath(node: item, takes: takes, isGated: isGated))
                } else if let inner = item["lastSegmentOf"] {
                    found.append(ReadPath(node: inner, takes: false, isGated: isGated))
                }
            }
        }
        for name in MappingMemberPass.texts + MappingMemberPass.times + ["result", "httpStatus", "children"] {
            add(shape.node(name))
        }
        if let percentage = shape.node("percentComplete"), percentage.kind == .object {
            for member in percentage.members { add(member.value, takes: false) }
        } else {
            add(shape.node("percentComplete"))
        }
        let state = shape.object("state")
        add(state?.node("at"))
        for rule in state?.node("rules")?.elements ?? [] {
            add(rule["at"])
            add(rule["source"])
        }
        for source in shape.node("error")?.alternatives ?? [] {
            guard source.kind == .object else {
                add(source)
                continue
            }
            for member in source.members where !member.name.isOne(of: ["states", "skip"]) {
                add(member.value, isGated: source["states"] != nil)
            }
        }
        return found
    }

    mutating func overlaps(_ paths: [ReadPath]) {
        let taken = paths.filter { path in
            path.takes && !path.isGated && !path.node.text.isEmpty
                && MappingSyntax.searchCount(ofPath: path.node.text) == 0
        }
        let steps = taken.map { MappingSyntax.steps(ofPath: $0.node.text) }
        for outer in taken.indices {
            for inner in taken.indices
            where steps[outer].count < steps[inner].count && steps[inner].starts(with: steps[outer], by: ==) {
                let (first, second) = (taken[outer].node, taken[inner].node)
                let isLater = isOwn(second) && (!isOwn(first) || second.offset > first.offset)
                let (late, other) = isLater ? (second, first) : (first, second)
                guard isOwn(late) else { continue }
                let origin = isOwn(other) ? "line \(other.line)" : "inherited"
                let names = "\"\(late.text.shownText)\" and \"\(other.text.shownText)\" (\(origin))"
                findings.add(late, .overlappingPaths, "\(names) take the same member; take the whole or its parts")
            }
        }
    }

    mutating func places(of shape: MappingOverlay, index: Int, shapes: [MappingOverlay], paths: [[ReadPath]]) {
        for place in shape.node("in")?.elements ?? [] where isOwn(place) && !place.text.isEmpty {
            let steps = MappingSyntax.steps(ofPath: MappingSyntax.withoutBrackets(place.text))
            let others = shapes.indices.filter { other in
                // Only shapes that read from the document itself can reach a place.
                other != index && (shapes[other].node("in")?.elements.contains { $0.text.isEmpty } ?? true)
            }
            for other in others {
                let hit = paths[other]
                    .first { path in
                        MappingSyntax.steps(ofPath: path.node.text).starts(with: steps, by: ==)
                    }
                guard let hit else { continue }
                let path =
                    "the path \"\(hit.node.text.shownText)\" of the shape \"\(shapes[other].shapeName.shownText)\""
                let message = "the place \"\(place.text.shownText)\" lies on \(path); let one shape read that member"
                findings.add(place, .placeOnPath, message)
                break
            }
        }
    }
}
