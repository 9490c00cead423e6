/// Looking at members and values of text whose grammar is proved and whose brackets know their partners.
extension CanonicalRecordChecker {
    /// The member whose name is at `token`; nil at the end of the object.
    func member(at token: Int) -> Member? {
        guard text.byte(text.token(token)) == UInt8(ascii: "\"") else { return nil }
        return value(at: token + 3, nameToken: token)
    }

    /// The token of what follows a value and its comma.
    func behind(_ member: Member) -> Int {
        let next: Int
        switch member.kind {
        case .string: next = member.token + 2
        case .object, .array: next = Int(text.partners[member.token]) + 1
        default: next = member.token + 1
        }
        return text.byte(text.token(next)) == UInt8(ascii: ",") ? next + 1 : next
    }

    func value(at token: Int, nameToken: Int) -> Member {
        let start = text.token(token)
        let kind: JSONKind
        let end: Int
        switch text.byte(start) {
        case UInt8(ascii: "\""):
            kind = .string
            end = text.token(token + 1) + 1
        case UInt8(ascii: "{"):
            kind = .object
            end = text.endOfContainer(at: token)
        case UInt8(ascii: "["):
            kind = .array
            end = text.endOfContainer(at: token)
        default:
            // Without white space a scalar ends where the next token begins.
            let first = text.byte(start)
            kind =
                first == UInt8(ascii: "n")
                ? .null : first == UInt8(ascii: "t") ? .true : first == UInt8(ascii: "f") ? .false : .number
            end = text.token(token + 1)
        }
        return Member(nameToken: nameToken, token: token, kind: kind, start: start, end: end)
    }

    func bytes(of member: Member) -> UnsafeRawBufferPointer {
        text.slice(member.start..<member.end)
    }

    func isText(_ word: StaticString, _ member: Member) -> Bool {
        word.isQuoted(bytes(of: member))
    }

    func isName(_ word: StaticString, _ name: UnsafeRawBufferPointer) -> Bool {
        word.isSame(name)
    }

    func isDigits(_ bytes: UnsafeRawBufferPointer) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { 0x30...0x39 ~= $0 }
    }

    /// Whether a string is a time exactly as records write it.
    func isCanonicalTime(_ member: Member) -> Bool {
        guard member.kind == .string, member.end - member.start > 2 else { return false }
        let inside = text.slice(member.start + 1..<member.end - 1)
        guard let reading = TimeReader.read(inside, isNumber: false, formats: .rfc3339) else { return false }
        return reading.timestamp.description.utf8.elementsEqual(inside)
    }

    /// Whether a number is whole, or has three decimals, and is not too large.
    func isWait(_ member: Member) -> Bool {
        guard member.kind == .number else { return false }
        let bytes = bytes(of: member)
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
        guard 1...10 ~= point, isDigits(UnsafeRawBufferPointer(rebasing: bytes[..<point])) else { return false }
        if point == bytes.count { return true }
        return bytes.count - point == 4 && isDigits(UnsafeRawBufferPointer(rebasing: bytes[(point + 1)...]))
    }
}

extension StaticString {
    /// Whether the bytes are this text.
    func isSame(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.elementsEqual(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
    }
}
