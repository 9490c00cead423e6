/// Counts the members in the `extensions` of canonical lines that the mapping of their service does not name.
///
///     {"service":"s",…,"extensions":{"color":1,"id":"/a/7"}}  ──▶  s, color: one more
struct UnlistedMembers {
    struct Entry {
        var service: Int
        /// The name in canonical escapes, or its beginning.
        var name: [UInt8]
        var count: Int
        var first: CoverageCounter.Place?
    }

    /// More different members than this are counted together, so that no input fills the memory.
    private let limit: Int
    static let longestName = 256

    private struct Key: Hashable {
        var service: Int
        var name: [UInt8]
    }

    private let services: [[UInt8]: Int]
    private let listed: [ListedMembers]
    private(set) var entries: [Entry] = []
    private var numbers: [Key: Int] = [:]
    private var known = KnownNames()
    /// Members that were met, but not their documents.
    private(set) var unplaced = 0
    /// Occurrences of members beyond the limit.
    private(set) var uncounted = 0

    init(_ plan: DecodingPlan, limit: Int) {
        self.limit = limit
        services = Dictionary(uniqueKeysWithValues: plan.definitions.enumerated().map { (Array($1.id.utf8), $0) })
        listed = (0..<plan.serviceCount).map { ListedMembers(plan.services[$0]) }
    }

    mutating func count(in lines: UnsafeRawBufferPointer) {
        forEach(in: lines) { members, number in
            if let number { members.entries[number].count += 1 } else { members.uncounted += 1 }
        }
    }

    /// Notes the place of a document as the first of the members in its lines that have none yet.
    mutating func locate(in lines: UnsafeRawBufferPointer, at place: CoverageCounter.Place) {
        forEach(in: lines) { members, number in
            guard let number, members.entries[number].first == nil else { return }
            members.entries[number].first = place
            members.unplaced -= 1
        }
    }

    /// Members whose documents were not found have no place.
    mutating func giveUpPlaces() {
        unplaced = 0
    }

    private mutating func forEach(
        in lines: UnsafeRawBufferPointer,
        _ body: (_ members: inout UnlistedMembers, _ number: Int?) -> Void
    ) {
        var cursor = CanonicalCursor(lines)
        while cursor.offset < lines.count {
            var service = -1
            var isFailedRequest = false
            _ = cursor.consume(UInt8(ascii: "{"))
            while let name = cursor.name() {
                let start = cursor.offset
                guard cursor.skipValue() else { break }
                let value = UnsafeRawBufferPointer(rebasing: lines[start..<cursor.offset])
                _ = cursor.consume(UInt8(ascii: ","))
                if name.equals("service") {
                    service = self.service(value)
                } else if name.equals("reply") {
                    isFailedRequest = value.equals("\"requestFailed\"")
                } else if name.equals("extensions"), listed.indices.contains(service) {
                    if isFailedRequest, Self.isUnreadBody(value) { continue }
                    for (name, _) in CanonicalMembers(value) {
                        let number = number(
                            of: UnsafeRawBufferPointer(rebasing: name.prefix(Self.longestName)),
                            service
                        )
                        if number != Self.isListed { body(&self, number) }
                    }
                }
            }
            cursor.skipLine()
        }
    }

    private mutating func service(_ value: UnsafeRawBufferPointer) -> Int {
        if let service = known.number(of: value, -1) { return service }
        let service = services[Array(value.dropFirst().dropLast())] ?? -1
        known.keep(service, as: value, -1)
        return service
    }

    // MARK: Names

    private static let isListed = -1

    /// The number of a member's entry; nothing where there is no room for one.
    private mutating func number(of name: UnsafeRawBufferPointer, _ service: Int) -> Int? {
        if let number = known.number(of: name, service) { return number }
        var number = Self.isListed
        if !listed[service].contains(name) {
            let key = Key(service: service, name: Array(name))
            if let entry = numbers[key] {
                number = entry
            } else {
                guard entries.count < limit else { return nil }
                number = entries.count
                numbers[key] = number
                entries.append(Entry(service: service, name: key.name, count: 0))
                unplaced += 1
            }
        }
        known.keep(number, as: name, service)
        return number
    }

    /// Whether these are no members of a document but a body that is none, kept whole.
    private static func isUnreadBody(_ extensions: UnsafeRawBufferPointer) -> Bool {
        var members = CanonicalMembers(extensions)
        guard let (name, _) = members.next(), members.next() == nil else { return false }
        return name.equals("body") || name.equals("bodyBase64")
    }
}

/// Numbers of names that were met lately: logs repeat them, and comparing is quicker than hashing.
private struct KnownNames {
    private struct Name {
        var context = Int.min
        var bytes: [UInt8] = []
        var number = 0
    }

    private static let count = 512
    private var names = Array(repeating: Name(), count: Self.count)

    func number(of bytes: UnsafeRawBufferPointer, _ context: Int) -> Int? {
        let place = Self.place(of: bytes, context)
        guard names[place].context == context, names[place].bytes.count == bytes.count else { return nil }
        return names[place].bytes.elementsEqual(bytes) ? names[place].number : nil
    }

    mutating func keep(_ number: Int, as bytes: UnsafeRawBufferPointer, _ context: Int) {
        names[Self.place(of: bytes, context)] = Name(context: context, bytes: Array(bytes), number: number)
    }

    private static func place(of bytes: UnsafeRawBufferPointer, _ context: Int) -> Int {
        guard !bytes.isEmpty else { return 0 }
        let middle = Int(bytes[bytes.count / 2])
        let ends = Int(bytes[0]) &* 7 &+ Int(bytes[bytes.count - 1]) &* 31
        return (ends &+ middle &* 131 &+ bytes.count &* 17 &+ context &* 61) & (count - 1)
    }
}
