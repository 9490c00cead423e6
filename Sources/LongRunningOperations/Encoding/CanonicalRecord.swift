/// The members of a canonical line, as ranges of its bytes.
struct CanonicalRecord {
    private var values: [UnsafeRawBufferPointer?]

    /// Reads a line; nil where it is none that says something about an operation.
    init?(_ line: UnsafeRawBufferPointer) {
        values = Array(repeating: nil, count: RecordMember.count)
        var next = 0
        for (name, value) in CanonicalMembers(line) {
            // Members stand in one order, so each search begins where the last one ended.
            var place = next
            while place < RecordMember.count, !name.equals(RecordMember.allCases[place].wireName) { place += 1 }
            guard place < RecordMember.count else { return nil }
            values[place] = value
            next = place + 1
        }
        guard self[.service] != nil, self[.reply] != nil else { return nil }
    }

    subscript(member: RecordMember) -> UnsafeRawBufferPointer? {
        values[Int(member.rawValue)]
    }

    func says(_ member: RecordMember, _ text: StaticString) -> Bool {
        guard let value = self[member], value.count >= 2 else { return false }
        return UnsafeRawBufferPointer(rebasing: value[1..<value.count - 1]).equals(text)
    }

    var state: OperationState {
        OperationState.allCases.first { says(.state, $0.wireName) } ?? .unknown
    }
}

/// Writes one JSON object after another, each member with its comma.
extension OutputBuffer {
    /// Appends a member whose value is canonical JSON; nothing where there is none.
    mutating func appendMember(_ name: StaticString, _ value: UnsafeRawBufferPointer?) {
        guard let value else { return }
        appendName(name)
        append(value)
    }

    /// Appends a member's name and colon, behind a comma unless it is the object's first.
    mutating func appendName(_ name: StaticString) {
        if count > 0, base.load(fromByteOffset: count - 1, as: UInt8.self) != UInt8(ascii: "{") {
            append(UInt8(ascii: ","))
        }
        append(UInt8(ascii: "\""))
        append(name)
        append("\":")
    }
}
