/// The mappings at hand: those that the library carries, and those that a user adds.
///
/// A catalog is a value: adding makes another one. Mappings are read when a decoder first needs them.
public struct MappingCatalog: Sendable {
    private var definitions: [String: MappingDefinition]
    /// Ids in alphabetical order.
    package private(set) var ids: [String]

    /// The mappings that the library carries.
    public static let builtIn = MappingCatalog(builtInSources: BuiltInMappings.sources)

    /// The services and families of the catalog, in alphabetical order.
    public var services: [ServiceIdentifier] {
        ids.map { ServiceIdentifier($0) }
    }

    private init(builtInSources sources: [(id: String, isFamily: Bool, bytes: [UInt8])]) {
        definitions = [:]
        ids = []
        var trees: [String: (tree: JSONTree, isFamily: Bool)] = [:]
        for source in sources {
            guard let tree = try? JSONTreeParser.parse(source.bytes) else { continue }
            trees[source.id] = (tree, source.isFamily)
        }
        for id in trees.keys.sorted() {
            if let definition = Self.resolve(id, trees, known: definitions) { definitions[id] = definition }
        }
        ids = definitions.keys.sorted()
    }

    private init(definitions: [String: MappingDefinition]) {
        self.definitions = definitions
        ids = definitions.keys.sorted()
    }

    package func definition(_ id: String) -> MappingDefinition? {
        definitions[id]
    }

    /// Adds mappings, over those of the same id. They have passed the linter.
    package func adding(_ trees: [(id: String, tree: JSONTree, isFamily: Bool)]) -> MappingCatalog {
        var sources: [String: (tree: JSONTree, isFamily: Bool)] = [:]
        for definition in definitions.values {
            sources[definition.id] = (definition.own, definition.isFamily)
        }
        for item in trees {
            sources[item.id] = (item.tree, item.isFamily)
        }
        var resolved: [String: MappingDefinition] = [:]
        for id in sources.keys.sorted() {
            if let definition = Self.resolve(id, sources, known: [:]) { resolved[id] = definition }
        }
        return MappingCatalog(definitions: resolved)
    }

    /// Merges a mapping with its ancestors; nil where one is missing or they extend one another in a circle.
    private static func resolve(
        _ id: String,
        _ trees: [String: (tree: JSONTree, isFamily: Bool)],
        known: [String: MappingDefinition],
        depth: Int = 0
    ) -> MappingDefinition? {
        if let definition = known[id] { return definition }
        guard depth < 16, let source = trees[id] else { return nil }
        var merged = JSONTree(.object([]), line: 1)
        var ancestors: [String] = []
        for parent in source.tree["extends"]?.elements.compactMap(\.string) ?? [] {
            guard let definition = resolve(parent, trees, known: known, depth: depth + 1) else { return nil }
            merged = MappingMerge.merge(merged, MappingMerge.inheritable(definition.merged))
            for ancestor in [parent] + definition.ancestors where !ancestors.contains(ancestor) {
                ancestors.append(ancestor)
            }
        }
        var declared: Set<String> = []
        for shape in source.tree["shapes"]?.elements ?? [] {
            let writesOwn = shape.members.contains { ["in", "when", "detect"].contains($0.name) }
            if writesOwn, let name = shape["shape"]?.string { declared.insert(name) }
        }
        return MappingDefinition(
            id: id,
            version: source.tree["version"]?.string ?? "",
            title: source.tree["title"]?.string ?? id,
            isFamily: source.isFamily,
            own: source.tree,
            merged: MappingMerge.merge(merged, source.tree),
            ancestors: ancestors,
            declaredShapes: declared
        )
    }
}
