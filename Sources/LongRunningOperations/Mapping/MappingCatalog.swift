/// The mappings at hand: those that the library carries, and those that a user adds.
///
/// A catalog is a value: adding makes another one. Mappings are read when a decoder first needs them.
public struct MappingCatalog: Sendable {
    /// A mapping file that was read, before its parents are merged in.
    private struct Source {
        var tree: JSONTree
        var isFamily: Bool
        var origin: MappingOrigin

        var parents: [String] {
            tree["extends"]?.elements.compactMap(\.string) ?? []
        }
    }

    private enum Contents {
        /// What the library carries, read when it is asked for.
        case builtIn
        case definitions([String: MappingDefinition])
    }

    private let contents: Contents
    /// Ids in alphabetical order.
    package let ids: [String]

    /// The mappings that the library carries.
    public static let builtIn = MappingCatalog()

    /// The services and families of the catalog, in alphabetical order.
    public var services: [ServiceIdentifier] {
        ids.map { ServiceIdentifier($0) }
    }

    private init() {
        contents = .builtIn
        ids = BuiltInMappings.generated.map(\.id)
    }

    /// Merges each mapping with its parents, those without parents first; one whose ancestors are not all there is left out.
    ///
    /// `merged` are mappings for which that is done.
    private init(_ sources: [String: Source], beside merged: [String: MappingDefinition] = [:]) {
        var definitions = merged
        var waiting = sources.keys.sorted()
        var isMoving = true
        while isMoving {
            isMoving = false
            var left: [String] = []
            for id in waiting {
                if let source = sources[id], let definition = Self.definition(id, source, known: definitions) {
                    definitions[id] = definition
                    isMoving = true
                } else {
                    left.append(id)
                }
            }
            waiting = left
        }
        contents = .definitions(definitions)
        ids = definitions.keys.sorted()
    }

    /// The mapping of that id, which is read each time where it is built in.
    package func definition(_ id: String) -> MappingDefinition? {
        var parents: [String: MappingDefinition] = [:]
        return definition(id, parents: &parents)
    }

    /// The mappings of these ids that the catalog has, each read once.
    package func definitions(_ ids: [String]) -> [MappingDefinition] {
        var parents: [String: MappingDefinition] = [:]
        return ids.compactMap { definition($0, parents: &parents) }
    }

    /// The mapping of that id; `parents` keeps what is read of those that others extend, for the next call.
    ///
    /// One that is built in has its references and the like only with notes.
    func definition(
        _ id: String,
        withNotes: Bool = true,
        parents: inout [String: MappingDefinition]
    ) -> MappingDefinition? {
        if case .definitions(let definitions) = contents { return definitions[id] }
        if let parent = parents[id] { return parent }
        guard let text = BuiltInMappings.text(of: id), let tree = text.tree(withNotes: withNotes) else { return nil }
        let source = Source(tree: tree, isFamily: text.isFamily, origin: .builtIn)
        for parent in source.parents {
            parents[parent] = definition(parent, withNotes: withNotes, parents: &parents)
        }
        let definition = Self.definition(id, source, known: parents)
        if text.isFamily { parents[id] = definition }
        return definition
    }

    /// Merges a mapping with its parents; nil as long as one of them is missing.
    private static func definition(
        _ id: String,
        _ source: Source,
        known: [String: MappingDefinition]
    ) -> MappingDefinition? {
        var merged = JSONTree(.object([]), line: 1)
        var lineage: [MappingDefinition] = []
        for parent in source.parents {
            guard let definition = known[parent] else { return nil }
            merged = MappingMerge.merge(merged, MappingMerge.inheritable(definition.merged))
            for ancestor in [definition] + definition.lineage
            where !lineage.contains(where: { $0.id.hasSameBytes(as: ancestor.id) }) {
                lineage.append(ancestor)
            }
        }
        var declared: Set<String> = []
        for shape in source.tree["shapes"]?.elements ?? [] {
            let writesOwn = shape.members.contains { $0.name.isOne(of: ["in", "when", "detect"]) }
            if writesOwn, let name = shape["shape"]?.string { declared.insert(name) }
        }
        return MappingDefinition(
            id: id,
            version: source.tree["version"]?.string ?? "",
            title: source.tree["title"]?.string ?? id,
            isFamily: source.isFamily,
            origin: source.origin,
            own: source.tree,
            merged: MappingMerge.merge(merged, source.tree),
            lineage: lineage,
            declaredShapes: declared
        )
    }
}

// MARK: A user's mappings

extension MappingCatalog {
    /// A catalog with mapping files of your own beside those of this one, of which a file replaces one of the same id.
    ///
    /// A file can extend any mapping of the catalog or of the other files. Either all of them are added, or none.
    ///
    /// - Parameter files: Names for messages, and what the files hold.
    /// - Returns: The catalog with the files' mappings.
    /// - Throws: ``MappingFileError`` with all that is wrong with the files.
    public func adding(
        contentsOf files: [(name: String, bytes: [UInt8])]
    ) throws(MappingFileError) -> MappingCatalog {
        let checked = files.map { MappingLinter.File(name: $0.name, bytes: $0.bytes) }
        let (catalog, problems) = linting(checked, rules: [])
        guard problems.allSatisfy(\.isEmpty) else { throw MappingFileError(problems: problems.flatMap(\.self)) }
        return catalog
    }

    /// Checks mapping files beside this catalog, and adds those in which there is nothing to correct.
    package func linting(
        _ files: [MappingLinter.File],
        rules: MappingLinter.Rules
    ) -> (catalog: MappingCatalog, problems: [[MappingProblem]]) {
        let known = definitions(ids)
        let definitions = Dictionary(zip(known.map(\.id), known)) { first, _ in first }
        var problems = MappingLinter.problems(in: files, beside: known.map(\.own), rules: rules)
        var sources: [String: Source] = [:]
        var replaced: [String: Int] = [:]
        for (index, file) in files.enumerated() where problems[index].isEmpty {
            do throws(JSONTreeError) {
                let tree = try JSONTreeParser.parse(file.bytes)
                guard let id = tree["service"]?.string else { continue }
                let hidden = definitions[id]
                if hidden != nil { replaced[id] = index }
                let isFamily = file.isFamily || hidden?.isFamily ?? false
                sources[id] = Source(tree: tree, isFamily: isFamily, origin: .file(file.name))
            } catch {
                var findings = MappingFindings(fileName: file.name)
                findings.add(error)
                problems[index] += findings.problems
            }
        }
        // What neither is replaced nor extends what is stays as it was merged.
        var kept = definitions
        for id in replaced.keys { kept[id] = nil }
        let heirs = known.filter { heir in
            kept[heir.id] != nil && heir.ancestors.contains { replaced[$0] != nil }
        }
        for heir in heirs {
            kept[heir.id] = nil
            sources[heir.id] = Source(tree: heir.own, isFamily: heir.isFamily, origin: heir.origin)
        }
        let trees = sources.values.map(\.tree) + kept.values.map(\.own)
        for broken in MappingLinter.brokenHeirs(heirs.map(\.own), of: replaced.keys.sorted(), among: trees) {
            guard let index = replaced[broken.ancestor] else { continue }
            let reason = "\(broken.problem.pointer): [\(broken.problem.code.rawValue)] \(broken.problem.message)"
            let problem = MappingProblem(
                file: files[index].name,
                line: 1,
                pointer: "",
                code: .brokenHeir,
                message: "\"\(broken.heir)\" extends this mapping and would break (\(reason)); give this one another id"
            )
            problems[index].append(problem)
        }
        return (MappingCatalog(sources, beside: kept), problems)
    }
}
