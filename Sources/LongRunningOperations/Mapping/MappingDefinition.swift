/// A mapping as its file says it, with its parents merged in: what a plan is compiled from.
package struct MappingDefinition: Sendable {
    package var id: String
    package var version: String
    package var title: String
    package var isFamily: Bool
    package var origin: MappingOrigin
    /// The file alone.
    package var own: JSONTree
    /// The file over its parents.
    package var merged: JSONTree
    /// All mappings that this one extends, near ones first.
    package var lineage: [MappingDefinition]
    /// Names of the shapes of which this file writes `in`, `when` or `detect` itself.
    package var declaredShapes: Set<String>

    /// The ids of all mappings that this one extends, near ones first.
    package var ancestors: [String] {
        lineage.map(\.id)
    }

    package var urls: [String] {
        (own["urls"]?.elements ?? []).compactMap(\.string)
    }
}

/// Where a mapping comes from.
package enum MappingOrigin: Hashable, Sendable {
    /// The library carries it.
    case builtIn
    /// A user's file, by the name under which it was added.
    case file(String)
}
