/// What a URL says by a template that fits it: its named parts.
struct ReplyRequest {
    /// The part named `id`, percent-decoded; nothing where there is none.
    var id: [UInt8]?
    /// The other named parts as a canonical JSON object; nothing where there are none.
    var request: [UInt8]?

    /// Takes the parts of a URL that fits a template, which are its segments with these numbers.
    init(
        _ template: URLTemplate,
        _ url: borrowing URLParts,
        named bound: UnsafeBufferPointer<Int>,
        _ object: inout OutputBuffer
    ) {
        object.removeAll()
        var parts = bound.makeIterator()
        for case .named(let name) in template.segments {
            guard let part = parts.next() else { break }
            if name.utf8.elementsEqual("id".utf8) {
                id = Self.decoded(url.text(of: part))
                continue
            }
            object.append(object.count == 0 ? "{\"" : ",\"")
            var name = name
            name.withUTF8 { object.appendEscaped(UnsafeRawBufferPointer($0)) }
            object.append("\":\"")
            let sent = url.text(of: part)
            if Self.isPlain(sent) {
                object.appendEscaped(sent)
            } else {
                Self.decoded(sent).withUnsafeBytes { object.appendEscaped($0) }
            }
            object.append(UInt8(ascii: "\""))
        }
        guard object.count > 0 else { return }
        object.append(UInt8(ascii: "}"))
        request = Array(object.bytes)
    }

    /// Whether there is nothing to decode.
    private static func isPlain(_ part: UnsafeRawBufferPointer) -> Bool {
        !part.contains(UInt8(ascii: "%")) && UTF8Text.isValid(part)
    }

    /// Undoes percent-encoding once; what would be no UTF-8 then stays as it was sent.
    static func decoded(_ part: UnsafeRawBufferPointer) -> [UInt8] {
        if isPlain(part) { return Array(part) }
        var text: [UInt8] = []
        var index = 0
        while index < part.count {
            if part[index] == UInt8(ascii: "%"), part.count - index > 2, let high = digit(part[index + 1]),
                let low = digit(part[index + 2])
            {
                text.append(high << 4 | low)
                index += 3
            } else {
                text.append(part[index])
                index += 1
            }
        }
        return text.withUnsafeBytes(UTF8Text.isValid) ? text : UTF8Text.text(part)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }
}
