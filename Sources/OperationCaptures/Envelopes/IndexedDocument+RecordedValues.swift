import LongRunningOperations

/// Values of recordings that several formats write alike.
extension IndexedDocument {
    /// A status code: a whole number, or a string of digits that a reason may follow.
    func status(_ value: Value?) -> Int? {
        guard let value, value.kind == .number || value.kind == .string else { return nil }
        return withText(of: value) { text in
            let digits = text.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != UInt8(ascii: " ") }
            guard !digits.isEmpty, digits.count <= 9 else { return nil }
            var number = 0
            for byte in digits {
                guard 0x30...0x39 ~= byte else { return nil }
                number = number * 10 + Int(byte & 0xF)
            }
            return number
        }
    }

    /// Sets the URL of a reply, if there is one.
    func readURL(_ value: Value?, into head: ExchangeHead) {
        guard let value, value.kind == .string else { return }
        head.setURL { appendText(of: value, to: &$0) }
    }

    /// Adds header fields, in any of the shapes that recorders use.
    ///
    ///     {"Date":"…","Via":["…","…"]}     [{"name":"Date","value":"…"}]     [["Date","…"]]     ["Date","…"]
    func readHeaders(_ value: Value?, without left: [StaticString] = [], into head: ExchangeHead) {
        guard let value else { return }
        if value.kind == .object {
            forEachMember(of: value) { name, held in
                guard !left.contains(where: { name.elementsEqual(Self.bytes($0)) }) else { return }
                append(name, held, to: head)
            }
            return
        }
        let elements = elements(of: value)
        if elements.allSatisfy({ $0.kind == .string }) {
            var rest = elements
            while let name = rest.next(), let held = rest.next() {
                withText(of: name) { append($0, held, to: head) }
            }
            return
        }
        for element in elements {
            if element.kind == .array {
                var pair = self.elements(of: element)
                guard let name = pair.next(), name.kind == .string, let held = pair.next(), pair.next() == nil else {
                    continue
                }
                withText(of: name) { append($0, held, to: head) }
                continue
            }
            var name: Value?
            var held: Value?
            forEachMember(of: element) { member, value in
                if member.elementsEqual("name".utf8) { name = value }
                if member.elementsEqual("value".utf8) { held = value }
            }
            if let name, let held, name.kind == .string { withText(of: name) { append($0, held, to: head) } }
        }
    }

    private func append(_ name: UnsafeRawBufferPointer, _ value: Value, to head: ExchangeHead) {
        guard value.kind == .array else { return appendScalar(name, value, to: head) }
        for element in elements(of: value) { appendScalar(name, element, to: head) }
    }

    private func appendScalar(_ name: UnsafeRawBufferPointer, _ value: Value, to head: ExchangeHead) {
        switch value.kind {
        case .string, .number, .boolean: head.append(name) { appendText(of: value, to: &$0) }
        case .null, .object, .array: break
        }
    }

    private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// A body as most recorders keep it: a string is its text, any other value is the body itself, `null` is none.
    func body(_ value: Value?) -> RecordedExchange.Body {
        guard let value else { return .none }
        return switch value.kind {
        case .null: .none
        case .string: .text(value)
        default: .embedded(value)
        }
    }

    /// A body in Base64; a string that is none is taken as text, so that it is not lost.
    func base64Body(_ value: Value) -> RecordedExchange.Body {
        guard value.kind == .string else { return body(value) }
        let letters = text(of: value).filter { $0 > 0x20 }
        let padded = letters + [UInt8](repeating: UInt8(ascii: "="), count: (4 - letters.count & 3) & 3)
        guard let bytes = Base64.decode(padded) else { return .text(value) }
        return .made(bytes, place: value.range.lowerBound)
    }
}
