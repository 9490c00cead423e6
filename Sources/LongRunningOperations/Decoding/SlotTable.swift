/// What one walk found: for each node of a trie the place of its value, and the order in which they were met.
///
/// The table is memory of the decoder that is used again; emptying it touches only what was filled.
struct SlotTable {
    struct Slot: BitwiseCopyable {
        /// The opening quote of the member's name.
        var nameStart: UInt32 = 0
        /// The first byte of the value, and the one behind its last.
        var start: UInt32 = 0
        var end: UInt32 = 0
        /// The index of the value's first token.
        var token: UInt32 = 0
        /// How many members the value has, where it is an object that was walked.
        var members: UInt32 = 0
        var kind: JSONKind = .absent
        var flags: Flags = []
        /// How many members of the object were taken whole.
        var cuts: UInt16 = 0

        /// The value without the quotes of a string.
        var inside: Range<Int> {
            let inset = kind == .string ? 1 : 0
            return Int(start) + inset..<max(Int(end) - inset, Int(start) + inset)
        }
    }

    struct Flags: OptionSet, BitwiseCopyable {
        var rawValue: UInt8
        /// The value reached the record: it is cut from what is left.
        static let taken = Flags(rawValue: 1)
        /// The value was found by searching an array: it is copied, the array stays whole.
        static let copied = Flags(rawValue: 2)
        /// The member occurs twice.
        static let duplicate = Flags(rawValue: 4)
        /// A member below was taken.
        static let opened = Flags(rawValue: 8)
        /// The value filled a member: no other may have it.
        static let used = Flags(rawValue: 16)
        /// The value is an element that a search found; `nameStart` is its index in the array.
        static let element = Flags(rawValue: 32)
    }

    struct Header: BitwiseCopyable {
        var filled = 0
        var hasDuplicates = false
    }

    let slots: UnsafeMutablePointer<Slot>
    let order: UnsafeMutablePointer<Int32>
    let header: UnsafeMutablePointer<Header>
    let capacity: Int

    static func allocate(nodeCount: Int) -> SlotTable {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: nodeCount)
        slots.initialize(repeating: Slot(), count: nodeCount)
        let order = UnsafeMutablePointer<Int32>.allocate(capacity: nodeCount)
        let header = UnsafeMutablePointer<Header>.allocate(capacity: 1)
        header.initialize(to: Header())
        return SlotTable(slots: slots, order: order, header: header, capacity: nodeCount)
    }

    func deallocate() {
        slots.deallocate()
        order.deallocate()
        header.deallocate()
    }

    @inline(__always)
    subscript(node: Int32) -> UnsafeMutablePointer<Slot> {
        slots + Int(node)
    }

    var filledNodes: UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(start: order, count: header.pointee.filled)
    }

    func removeAll() {
        for index in 0..<header.pointee.filled {
            slots[Int(order[index])] = Slot()
        }
        header.pointee = Header()
    }

    /// Notes a value at a node; the first of several stays.
    @inline(__always)
    func fill(_ node: Int32, _ slot: Slot) {
        let place = slots + Int(node)
        if place.pointee.kind != .absent {
            place.pointee.flags.insert(.duplicate)
            place.pointee.nameStart = slot.nameStart
            header.pointee.hasDuplicates = true
            return
        }
        place.pointee = slot
        order[header.pointee.filled] = node
        header.pointee.filled &+= 1
    }
}

extension SlotTable {
    /// Throws where a member that is read occurs twice.
    func refuseDuplicates() throws(SyntaxFault) {
        guard header.pointee.hasDuplicates else { return }
        for node in filledNodes where self[node].pointee.flags.contains(.duplicate) {
            throw SyntaxFault(code: .duplicateMember, offset: Int(self[node].pointee.nameStart))
        }
    }
}
