/// A mapping with its parents merged in, of which every value still knows the file and the line that it was written in.
///
/// The rules are those of ``MappingMerge``, which makes what plans are compiled from; this one is for messages.
struct MappingOverlay {
    indirect enum Value {
        case node(MappingNode)
        case object(MappingOverlay)
        case shapes([MappingOverlay])
    }

    private(set) var members: [(name: [UInt8], value: Value)] = []

    init() {}

    init(_ node: MappingNode) {
        members = node.members.map { ($0.name, .node($0.value)) }
    }

    /// What an heir takes over.
    var inheritable: MappingOverlay {
        var part = MappingOverlay()
        part.members = members.filter { $0.name.isOne(of: MappingMerge.inherited) }
        return part
    }

    func value(_ name: StaticString) -> Value? {
        members.first { $0.name.isExactly(name) }?.value
    }

    /// The value that stands in a file as it is.
    func node(_ name: StaticString) -> MappingNode? {
        if case .node(let node)? = value(name) { return node }
        return nil
    }

    /// The value that merges by member.
    func object(_ name: StaticString) -> MappingOverlay? {
        switch value(name) {
        case .object(let overlay)?: overlay
        case .node(let node)? where node.kind == .object: MappingOverlay(node)
        default: nil
        }
    }

    var shapes: [MappingOverlay] {
        switch value("shapes") {
        case .shapes(let shapes)?: shapes
        case .node(let node)?: node.elements.map { MappingOverlay($0) }
        default: []
        }
    }

    /// The name of this shape.
    var shapeName: [UInt8] { node("shape")?.text ?? [] }

    /// Puts another mapping, or a part of one, over this.
    mutating func merge(_ over: MappingOverlay) {
        for member in over.members {
            if member.name.isExactly("shapes") {
                set(member.name, .shapes(Self.merged(shapes, under: over.shapes)))
            } else if case .node(let node) = member.value, node.isNull {
                members.removeAll { $0.name == member.name }
            } else if let name = MappingMerge.mergedMembers.first(where: { member.name.isExactly($0) }) {
                var base = object(name) ?? MappingOverlay()
                base.merge(over.object(name) ?? MappingOverlay())
                set(member.name, .object(base))
            } else {
                set(member.name, member.value)
            }
        }
    }

    private mutating func set(_ name: [UInt8], _ value: Value) {
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append((name, value))
        }
    }

    /// Shapes merge by name: the file's in its order, then what is left.
    private static func merged(_ parents: [MappingOverlay], under own: [MappingOverlay]) -> [MappingOverlay] {
        var rest = parents
        var shapes: [MappingOverlay] = []
        for shape in own {
            var base = MappingOverlay()
            if let index = rest.firstIndex(where: { $0.shapeName == shape.shapeName }) {
                base = rest.remove(at: index)
            }
            base.merge(shape)
            shapes.append(base)
        }
        return shapes + rest
    }
}
