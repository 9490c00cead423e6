/// The members directly below a document that a mapping names, in a path or in a condition.
struct ListedMembers {
    private let names: Set<[UInt8]>
    private let isFolded: Bool

    init(_ plan: ServicePlan) {
        var names: Set<[UInt8]> = []
        for slot in 0..<plan.slotCount {
            let pointer = plan.bytes(plan.slotPointers[slot])
            if let name = Self.single(pointer) { names.insert(plan.isFolded ? name.map(\.asciiLowercased) : name) }
        }
        self.names = names
        isFolded = plan.isFolded
    }

    /// Whether a name, in canonical escapes, is listed.
    func contains(_ name: UnsafeRawBufferPointer) -> Bool {
        names.contains(isFolded ? name.map(\.asciiLowercased) : Array(name))
    }

    /// The name in a pointer of one step.
    private static func single(_ pointer: UnsafeRawBufferPointer) -> [UInt8]? {
        let name = pointer.dropFirst()
        return name.isEmpty || name.contains(UInt8(ascii: "/")) ? nil : Array(name)
    }
}
