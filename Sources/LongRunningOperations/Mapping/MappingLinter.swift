/// Checks mapping files: all that is wrong with each of them at once, in the order of the file.
///
///     bytes ──▶ JSON ──▶ members ──▶ extends ──▶ meaning
///              (nodes)   (alone)    (ids known)  (merged with the parents)
///
/// A pass that finds something in a file is the last for that file: what comes after would only repeat it.
package struct MappingLinter {
    /// A mapping file to check.
    package struct File {
        /// As problems name it.
        package var name: String
        package var bytes: [UInt8]
        /// The id that its folder gives it, if it has to be that one.
        package var folder: String?
        package var isFamily: Bool

        package init(name: String, bytes: [UInt8], folder: String? = nil, isFamily: Bool = false) {
            self.name = name
            self.bytes = bytes
            self.folder = folder
            self.isFamily = isFamily
        }
    }

    /// What is asked beyond what a mapping needs to be loaded.
    package struct Rules: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// References must be there.
        package static let references = Rules(rawValue: 1 << 0)
        /// A service says every state, or why it does not.
        package static let everyState = Rules(rawValue: 1 << 1)
    }

    /// A mapping has some hundred values; checking takes longer than they are many.
    private static let valueLimit = 2000

    /// The mappings by id, of all files in hand.
    private var nodes: [[UInt8]: MappingNode] = [:]
    private var overlays: [[UInt8]: MappingOverlay] = [:]

    /// The problems of each file, checked together and beside the mappings that are known; a file hides one of its id.
    package static func problems(in files: [File], beside known: [JSONTree], rules: Rules) -> [[MappingProblem]] {
        var linter = MappingLinter()
        return linter.check(files, beside: known, rules: rules)
    }

    private mutating func check(_ files: [File], beside known: [JSONTree], rules: Rules) -> [[MappingProblem]] {
        var findings = files.map { MappingFindings(fileName: $0.name) }
        var roots: [MappingNode?] = []
        var owners: [[UInt8]: Int] = [:]
        for (index, file) in files.enumerated() {
            roots.append(Self.read(file, number: index, into: &findings[index]))
            guard findings[index].isEmpty, let root = roots[index], let service = root["service"] else { continue }
            if let first = owners[service.text] {
                let message = "\(files[first].name) has the same id; give one of them another"
                findings[index].add(service, .duplicateService, message)
            } else {
                owners[service.text] = index
                nodes[service.text] = root
            }
        }
        if nodes.isEmpty { return findings.map(\.problems) }
        addAncestors(among: known, firstFile: files.count)
        merge()
        for (index, file) in files.enumerated() {
            guard findings[index].isEmpty, let root = roots[index], let service = root["service"] else { continue }
            parents(of: root, service.text, into: &findings[index])
            guard findings[index].isEmpty else { continue }
            let asked = file.isFamily ? rules.subtracting(.everyState) : rules
            meaning(of: root, service.text, asked, into: &findings[index])
        }
        return findings.map(\.problems)
    }

    /// The first two passes.
    private static func read(_ file: File, number: Int, into findings: inout MappingFindings) -> MappingNode? {
        do throws(JSONTreeError) {
            let tree = try JSONTreeParser.parse(file.bytes, repeatedMembers: .kept, valueLimit: valueLimit)
            var repetitions: [MappingNode.Repetition] = []
            let root = MappingNode.node(of: tree, file: number, repetitions: &repetitions)
            for repetition in repetitions {
                let name = repetition.name.shownText
                let message = "the member \"\(name)\" occurs twice (first at line \(repetition.firstLine)); keep one"
                findings.add(repetition.node, .duplicateMember, message)
            }
            var pass = MappingMemberPass(findings: findings)
            pass.file(root)
            findings = pass.findings
            if let folder = file.folder, let service = root["service"], findings.isEmpty,
                !service.text.elementsEqual(folder.utf8)
            {
                let name = Array(folder.utf8).shownText
                let message = "the folder is \"\(name)\"; give both one name"
                findings.add(service, .folderName, message)
            }
            return root
        } catch {
            findings.add(error)
            return nil
        }
    }

    /// Adds of the known mappings those that the files extend: the others, most of them, say nothing about the files.
    private mutating func addAncestors(among known: [JSONTree], firstFile: Int) {
        var wanted = nodes.keys.flatMap { parentIDs($0).map(\.text) }
        if wanted.isEmpty { return }
        let trees = known.map { (id: Array(($0["service"]?.string ?? "").utf8), tree: $0) }
        while let id = wanted.popLast() {
            guard nodes[id] == nil, let index = trees.firstIndex(where: { $0.id == id }) else { continue }
            nodes[id] = .node(of: trees[index].tree, file: firstFile + index)
            wanted += parentIDs(id).map(\.text)
        }
    }

    private func parentIDs(_ id: [UInt8]) -> [MappingNode] {
        nodes[id]?["extends"]?.elements ?? []
    }

    /// Merges every mapping whose ancestors are all there, ancestors first; circles are left out.
    private mutating func merge() {
        var waiting = Array(nodes.keys)
        var isMoving = true
        while isMoving {
            isMoving = false
            waiting.removeAll { id in
                let parents = parentIDs(id)
                guard let node = nodes[id], parents.allSatisfy({ overlays[$0.text] != nil }) else { return false }
                var whole = MappingOverlay()
                for parent in parents {
                    if let overlay = overlays[parent.text] { whole.merge(overlay.inheritable) }
                }
                whole.merge(MappingOverlay(node))
                overlays[id] = whole
                isMoving = true
                return true
            }
        }
    }

    /// The third pass.
    private func parents(of root: MappingNode, _ id: [UInt8], into findings: inout MappingFindings) {
        for parent in root["extends"]?.elements ?? [] {
            let name = parent.text.shownText
            if nodes[parent.text] == nil {
                let message = "no mapping \"\(name)\" is known; correct the id or add the mapping"
                findings.add(parent, .unknownParent, message)
            } else if let way = way(from: parent.text, to: id) {
                let circle = ([id] + way).map(\.shownText).joined(separator: " -> ")
                findings.add(parent, .extendsCycle, "this closes a circle (\(circle)); remove one link")
            } else if overlays[parent.text] == nil {
                let message = "\"\(name)\" extends a mapping that is not known, or itself; correct that one first"
                findings.add(parent, .unknownParent, message)
            }
        }
    }

    /// The ids on a way along `extends`, both ends included.
    private func way(from start: [UInt8], to end: [UInt8]) -> [[UInt8]]? {
        var ways = [[start]]
        var seen: Set<[UInt8]> = []
        while let way = ways.popLast() {
            guard let last = way.last else { continue }
            if last == end { return way }
            guard seen.insert(last).inserted else { continue }
            ways += parentIDs(last).map { way + [$0.text] }
        }
        return nil
    }

    /// The last pass.
    private func meaning(of root: MappingNode, _ id: [UInt8], _ rules: Rules, into findings: inout MappingFindings) {
        guard let whole = overlays[id] else { return }
        let inherited = parentIDs(id).flatMap { overlays[$0.text]?.shapes.map(\.shapeName) ?? [] }
        var pass = MappingMeaningPass(
            findings: findings,
            root: root,
            whole: whole,
            inheritedShapes: Set(inherited),
            rules: rules
        )
        pass.run()
        findings = pass.findings
    }

    /// What is wrong with `heirs` now that files stand over mappings of these ids, which they extend; `trees` are all mappings,
    /// the files' among them.
    package static func brokenHeirs(
        _ heirs: [JSONTree],
        of ids: [String],
        among trees: [JSONTree]
    ) -> [(ancestor: String, heir: String, problem: MappingProblem)] {
        if heirs.isEmpty { return [] }
        var linter = MappingLinter()
        for (index, tree) in heirs.enumerated() {
            linter.nodes[Array((tree["service"]?.string ?? "").utf8)] = .node(of: tree, file: index)
        }
        linter.addAncestors(among: trees, firstFile: heirs.count)
        linter.merge()
        var broken: [(ancestor: String, heir: String, problem: MappingProblem)] = []
        for tree in heirs {
            let heir = tree["service"]?.string ?? ""
            let bytes = Array(heir.utf8)
            guard let root = linter.nodes[bytes] else { continue }
            let ancestor = ids.first { id in
                linter.parentIDs(bytes).contains { linter.way(from: $0.text, to: Array(id.utf8)) != nil }
            }
            guard let ancestor else { continue }
            var findings = MappingFindings(fileName: heir)
            linter.parents(of: root, bytes, into: &findings)
            if findings.isEmpty { linter.meaning(of: root, bytes, [], into: &findings) }
            if let problem = findings.problems.first { broken.append((ancestor, heir, problem)) }
        }
        return broken
    }
}
