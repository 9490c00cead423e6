extension JSONValue {
    /// The value of the first member of that name; nil where there is none, or where this is no object.
    ///
    /// Names are compared byte by byte, after decoding: `é` in one scalar is not `é` in two. Costs the length of what
    /// stands in front of the member's end.
    public subscript(name: String) -> JSONValue? {
        var name = name
        return name.withUTF8 { name in
            let plain = UnsafeRawBufferPointer(name)
            if plain.allSatisfy(CanonicalEscape.isPlain) { return member(named: plain) }
            // A text has one canonical form, so two names are the same if their forms are.
            var escaped = OutputBuffer(capacity: plain.count)
            escaped.appendEscaped(plain)
            return member(named: escaped.bytes)
        }
    }

    /// The element at that place; nil where there is none, or where this is no array.
    ///
    /// Costs the length up to its end.
    public subscript(index: Int) -> JSONValue? {
        guard index >= 0 else { return nil }
        var rest = index
        for element in elements {
            if rest == 0 { return element }
            rest -= 1
        }
        return nil
    }

    /// The elements of an array, in order; none for another kind.
    ///
    /// Going through all of them costs the length of the array.
    public var elements: Elements {
        Elements(array: self)
    }

    /// The members of an object, in order; none for another kind.
    ///
    /// A name that occurs twice comes twice.
    ///
    /// Going through all of them costs the length of the object.
    public var members: Members {
        Members(object: self)
    }

    /// The value of a member by its canonical name.
    @inline(__always)
    func member(named name: UnsafeRawBufferPointer) -> JSONValue? {
        withScan { scan, start, end in
            guard let value = Self.member(named: name, scan, start, end) else { return nil }
            return JSONValue(storage: storage, value, scan.endOfValue(value))
        }
    }

    @inline(__always)
    func member(_ name: StaticString) -> JSONValue? {
        member(named: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// Where the value of a member of an object begins.
    static func member(named name: UnsafeRawBufferPointer, _ scan: CanonicalScan, _ start: Int, _ end: Int) -> Int? {
        guard scan.byte(start) == UInt8(ascii: "{") else { return nil }
        var offset = start + 1
        while let item = scan.item(from: offset, before: end - 1) {
            let value = scan.valueOfMember(item)
            if scan.isSame(item + 1, value - 2, name) { return value }
            offset = scan.endOfValue(value)
        }
        return nil
    }

    /// The elements of an array.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        private let array: JSONValue
        private var offset: Int

        init(array: JSONValue) {
            self.array = array
            // Behind the last element there is none: an iterator of another kind starts there.
            offset = array.kind == .array ? Int(array.start) + 1 : Int(array.end)
        }

        /// The next element.
        public mutating func next() -> JSONValue? {
            let from = offset
            let found = array.withScan { scan, _, end -> (Int, Int)? in
                guard from < end, let item = scan.item(from: from, before: end - 1) else { return nil }
                return (item, scan.endOfValue(item))
            }
            guard let (start, end) = found else { return nil }
            offset = end
            return JSONValue(storage: array.storage, start, end)
        }
    }

    /// The members of an object.
    public struct Members: Sequence, IteratorProtocol, Sendable {
        private let object: JSONValue
        private var offset: Int

        init(object: JSONValue) {
            self.object = object
            offset = object.kind == .object ? Int(object.start) + 1 : Int(object.end)
        }

        /// The next member: its name with escapes decoded, and its value.
        public mutating func next() -> (name: String, value: JSONValue)? {
            let from = offset
            let found = object.withScan { scan, _, end -> (String, Int, Int)? in
                guard from < end, let item = scan.item(from: from, before: end - 1) else { return nil }
                let value = scan.valueOfMember(item)
                return (scan.decoded(item + 1, value - 2), value, scan.endOfValue(value))
            }
            guard let (name, start, end) = found else { return nil }
            offset = end
            return (name, JSONValue(storage: object.storage, start, end))
        }
    }
}
