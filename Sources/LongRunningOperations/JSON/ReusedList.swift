/// A list of plain values in memory that is kept: emptying it costs nothing, and neither does reading it.
struct ReusedList<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private(set) var capacity: Int
    /// The number of elements; lowering it drops the last ones.
    var count = 0

    init(capacity: Int = 32) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// Where the elements are; valid until the next change.
    @inline(__always)
    var start: UnsafePointer<Element> { UnsafePointer(base) }

    /// The elements; valid until the next change.
    var elements: UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: base, count: count)
    }

    subscript(index: Int) -> Element {
        get { elements[index] }
        set { UnsafeMutableBufferPointer(start: base, count: count)[index] = newValue }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.initialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    mutating func removeAll() {
        count = 0
    }

    /// Empties it, and lets go of its memory if that is for more than `limit` elements.
    mutating func shrink(above limit: Int) {
        if capacity > limit {
            self = ReusedList()
        } else {
            removeAll()
        }
    }

    mutating func replace(with elements: [Element]) {
        count = 0
        for element in elements { append(element) }
    }

    mutating func swapAt(_ one: Int, _ other: Int) {
        UnsafeMutableBufferPointer(start: base, count: count).swapAt(one, other)
    }

    mutating func sort(from start: Int, by areInOrder: (Element, Element) -> Bool) {
        var tail = UnsafeMutableBufferPointer(start: base + start, count: count - start)
        tail.sort(by: areInOrder)
    }
}
