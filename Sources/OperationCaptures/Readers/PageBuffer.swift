/// Page-aligned memory for input.
struct PageBuffer: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 4096)
    }

    deinit {
        base.deallocate()
    }

    /// Makes room for `wanted` bytes in all, keeping the first `kept`.
    mutating func reserve(_ wanted: Int, keeping kept: Int) {
        guard wanted > capacity else { return }
        let larger = PageBuffer.newCapacity(from: capacity, for: wanted)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 4096)
        memory.copyMemory(from: base, byteCount: kept)
        base.deallocate()
        base = memory
        capacity = larger
    }

    /// Gives memory back that one large document took.
    mutating func shrink(above limit: Int, to wanted: Int) {
        guard capacity > limit else { return }
        base.deallocate()
        base = .allocate(byteCount: wanted, alignment: 4096)
        capacity = wanted
    }

    private static func newCapacity(from old: Int, for wanted: Int) -> Int {
        var capacity = max(old, 4096)
        while capacity < wanted {
            capacity += capacity / 2
        }
        return capacity
    }
}
