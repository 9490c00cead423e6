/// The first members of a file, by which the formats of recording tools are told apart.
///
/// Nothing is proved here: a name that is there is there, and what the head is too short for is not known yet.
struct RecordingHead {
    struct Member {
        var name: [UInt8]
        /// The value, as far as the head holds it.
        var value: Range<Int>
        /// Whether the value ends in the head.
        var isWhole: Bool
    }

    /// The members of an object, and whether these are all.
    struct Members {
        var members: [Member] = []
        var isComplete = false

        subscript(name: StaticString) -> Member? {
            members.first {
                $0.name.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            }
        }

        func has(_ names: StaticString...) -> Bool {
            names.allSatisfy { self[$0] != nil }
        }
    }

    let bytes: UnsafeRawBufferPointer
    let isWhole: Bool
    let top: Members

    init(_ bytes: UnsafeRawBufferPointer, isWhole: Bool) {
        self.bytes = bytes
        self.isWhole = isWhole
        let start = skipWhiteSpace(bytes, from: 0, to: bytes.count)
        top = Self.members(in: bytes, start..<bytes.count, isLast: isWhole)
    }

    /// The members of the object that a member holds, or of the first object of the list that it holds.
    func members(of member: Member) -> Members {
        var start = member.value.lowerBound
        if start < member.value.upperBound, bytes[start] == UInt8(ascii: "[") {
            start = skipWhiteSpace(bytes, from: start + 1, to: member.value.upperBound)
        }
        return Self.members(in: bytes, start..<member.value.upperBound, isLast: member.isWhole || isWhole)
    }

    func firstByte(of member: Member) -> UInt8? {
        member.value.isEmpty ? nil : bytes[member.value.lowerBound]
    }

    /// What is to be answered where a sign was not found: no, or not yet.
    func unless(_ isFound: Bool, in members: Members) -> Bool? {
        isFound ? true : members.isComplete || isWhole ? false : nil
    }

    private static func members(in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isLast: Bool) -> Members {
        var found = Members()
        guard range.lowerBound < range.upperBound, bytes[range.lowerBound] == UInt8(ascii: "{") else {
            found.isComplete = !range.isEmpty || isLast
            return found
        }
        let window = UnsafeRawBufferPointer(rebasing: bytes[..<range.upperBound])
        var scanner = StructureScanner()
        var position = range.lowerBound + 1
        while true {
            position = skipWhiteSpace(window, from: position, to: window.count)
            guard position < window.count else { return found }
            guard window[position] == UInt8(ascii: "\"") else { break }
            let nameStart = position + 1
            scanner.reset()
            guard scanner.scan(window, from: &position, isLast: false) == .complete else { return found }
            var member = Member(name: Array(window[nameStart..<(position - 1)]), value: 0..<0, isWhole: false)
            position = skipWhiteSpace(window, from: position, to: window.count)
            guard position < window.count else { return found }
            guard window[position] == UInt8(ascii: ":") else { break }
            position = skipWhiteSpace(window, from: position + 1, to: window.count)
            let start = position
            scanner.reset()
            let outcome = scanner.scan(window, from: &position, isLast: isLast)
            member.value = start..<position
            member.isWhole = outcome == .complete
            found.members.append(member)
            if outcome == .incomplete { return found }
            if outcome == .fault { break }
            position = skipWhiteSpace(window, from: position, to: window.count)
            guard position < window.count else { return found }
            guard window[position] == UInt8(ascii: ",") else { break }
            position += 1
        }
        found.isComplete = true
        return found
    }
}
