import CJSONKernels

/// Page-aligned memory for input.
struct PageBuffer: ~Copyable {
    /// Bytes behind the capacity that may be read, but never say anything: kernels load whole vectors.
    private static let slack = Int(CJSON_LAYOUT_SLACK)

    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        base = Self.memory(capacity)
    }

    deinit {
        base.deallocate()
    }

    /// How many bytes from its start may be read.
    var readable: Int { capacity + Self.slack }

    /// Makes room for `wanted` bytes in all, keeping the first `kept`.
    mutating func reserve(_ wanted: Int, keeping kept: Int) {
        guard wanted > capacity else { return }
        let larger = PageBuffer.newCapacity(from: capacity, for: wanted)
        let memory = Self.memory(larger)
        memory.copyMemory(from: base, byteCount: kept)
        base.deallocate()
        base = memory
        capacity = larger
    }

    /// Gives memory back that one large document took.
    mutating func shrink(above limit: Int, to wanted: Int) {
        guard capacity > limit else { return }
        base.deallocate()
        base = Self.memory(wanted)
        capacity = wanted
    }

    private static func memory(_ capacity: Int) -> UnsafeMutableRawPointer {
        .allocate(byteCount: capacity + slack, alignment: 4096)
    }

    private static func newCapacity(from old: Int, for wanted: Int) -> Int {
        var capacity = max(old, 4096)
        while capacity < wanted {
            capacity += capacity / 2
        }
        return capacity
    }
}
