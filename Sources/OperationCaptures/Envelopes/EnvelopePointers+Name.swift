/// What rejects call a format that pointers describe: all that reading an entry takes, so that a reject says by itself how it is
/// read back.
///
///     pointers?payload=/http/response/body&status-at=/http/response/status
///
/// The names are those of the options of `lro convert`. `%` and `&` are written `%25` and `%26`, all else as it is; where the
/// list of entries was, no reject needs, for each holds one entry.
extension EnvelopePointers {
    private static let prefix = "pointers?"
    /// What the pointers are called: of the payload, the status, the headers, the URL.
    private static let keys: [StaticString] = ["payload", "status-at", "headers-at", "url-at"]

    var name: String {
        Self.prefix
            + zip(Self.keys, [payload, status, headers, url])
            .compactMap { name, pointer in pointer.map { "\(name)=\(Self.escaped($0))" } }.joined(separator: "&")
    }

    /// Reads a name back; nothing where it is none.
    init?(name: String) {
        guard name.utf8.starts(with: Self.prefix.utf8) else { return nil }
        var places = [String?](repeating: nil, count: Self.keys.count)
        for part in name.utf8.dropFirst(Self.prefix.utf8.count).split(separator: UInt8(ascii: "&")) {
            // Compared by bytes, for who wrote the reject may be anybody.
            guard let sign = part.firstIndex(of: UInt8(ascii: "=")),
                let place = Self.keys.firstIndex(where: { part[..<sign].elementsEqual($0.description.utf8) }),
                let pointer = Self.unescaped(part[part.index(after: sign)...]), places[place] == nil
            else { return nil }
            places[place] = pointer
        }
        guard let payload = places[0] else { return nil }
        self.init(payload: payload, status: places[1], headers: places[2], url: places[3])
    }

    private static func escaped(_ pointer: String) -> String {
        var text = ""
        for character in pointer.unicodeScalars {
            switch character {
            case "%": text += "%25"
            case "&": text += "%26"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    /// The pointer that was escaped; nothing where this is no pointer.
    private static func unescaped(_ text: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            if rest.starts(with: "25".utf8) {
                bytes.append(UInt8(ascii: "%"))
            } else if rest.starts(with: "26".utf8) {
                bytes.append(UInt8(ascii: "&"))
            } else {
                return nil
            }
            rest = rest.dropFirst(2)
        }
        guard bytes.isEmpty || bytes[0] == UInt8(ascii: "/") else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
