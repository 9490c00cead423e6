/// What a URL says by a template that fits it: of which service it is, and its named parts.
struct ReplyRequest {
    var service: Int
    /// The part named `id`, percent-decoded; nothing where there is none.
    var id: [UInt8]?
    /// The other named parts as a canonical JSON object; nothing where there are none.
    var request: [UInt8]?

    init(service: Int, parts: [(name: String, value: ArraySlice<UInt8>)]) {
        self.service = service
        var object = OutputBuffer(capacity: 256)
        for (name, value) in parts {
            let text = Self.decoded(value)
            if name.utf8.elementsEqual("id".utf8) {
                id = text
                continue
            }
            object.append(object.count == 0 ? "{\"" : ",\"")
            Array(name.utf8).withUnsafeBytes { object.appendEscaped($0) }
            object.append("\":\"")
            text.withUnsafeBytes { object.appendEscaped($0) }
            object.append(UInt8(ascii: "\""))
        }
        guard object.count > 0 else { return }
        object.append(UInt8(ascii: "}"))
        request = Array(object.bytes)
    }

    /// Undoes percent-encoding once; what would be no UTF-8 then stays as it was sent.
    static func decoded(_ part: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var index = part.startIndex
        while index < part.endIndex {
            if part[index] == UInt8(ascii: "%"), part.endIndex - index > 2, let high = digit(part[index + 1]),
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

extension DecodingPlan {
    /// What the best template of one service says of a URL.
    func request(_ url: URLParts, of service: Int) -> ReplyRequest? {
        var best: (template: URLTemplate, parts: [(name: String, value: ArraySlice<UInt8>)])?
        for template in templates where template.service == service {
            guard let parts = template.match(url) else { continue }
            if let best, !template.isCloser(than: best.template) { continue }
            best = (template, parts)
        }
        return best.map { ReplyRequest(service: service, parts: $0.parts) }
    }

    /// The services that a URL names: those of the closest template, and of others as close.
    ///
    /// A service gives way to one that extends it.
    func services(_ url: URLParts) -> [Int] {
        var closest: URLTemplate?
        var services: [Int] = []
        for template in templates where template.match(url) != nil {
            if let closest, !template.isCloser(than: closest) {
                if closest.isCloser(than: template) || services.contains(template.service) { continue }
                services.append(template.service)
            } else {
                closest = template
                services = [template.service]
            }
        }
        let all = services
        return services.filter { service in
            !heirs[service].indices.contains { all.contains(Int(heirLists[$0])) }
        }
    }

    /// Whether a service has templates, so that a URL which fits none of them is not its own.
    func hasTemplates(_ service: Int) -> Bool {
        templates.contains { $0.service == service }
    }
}

extension URLTemplate {
    /// Whether it says more of a URL that both fit: more literal segments, then a host.
    func isCloser(than other: URLTemplate) -> Bool {
        if literalCount != other.literalCount { return literalCount > other.literalCount }
        return host != nil && other.host == nil
    }
}
