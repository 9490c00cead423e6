/// Tells what part of an exchange filled a member of a record that the body left empty.
///
///     httpStatus ◀── status    request, id ◀── URL    retryAfterSeconds, etag, traceId … ◀── a header
struct ExchangeExplainer {
    let reader: ExchangeReader
    let service: Int
    let origins: RuleOrigins
    /// Whether no shape read a body.
    let isBodyless: Bool
    let isErrorOfBody: Bool

    /// Adds to a member whose value no rule took from the body where it came from.
    func complete(_ member: inout Explanation.Member) {
        guard member.from.isEmpty else { return }
        switch member.name.prefix(while: { $0 != "." }) {
        case "httpStatus": member.source = .status
        case "retryAfterSeconds", "retryAt":
            var isInvalid = false
            member.source = reader.head.retryAfter(isInvalid: &isInvalid).map { .header($0.name.description) }
        case "etag": member.source = .header("etag")
        case "traceId":
            member.source = reader.trace(of: service).map { .header(String(decoding: $0.name, as: UTF8.self)) }
            member.rule = "headers/traceId"
            member.mapping = origins.mapping(header: "traceId")
        case "error" where !isErrorOfBody: member.source = .header("x-ms-error-code")
        case "id", "request":
            member.source = named?.source
            guard named?.isByTemplate ?? false else { return }
            member.rule = "urls"
            member.mapping = origins.definition.id
        default: break
        }
    }

    /// What tells the kind of a reply that no shape read.
    var sourceOfReply: Explanation.Source {
        reader.kind == .body ? named?.source ?? .url : .status
    }

    /// The URL that a template of the service fits: the one that was asked, or a location that the reply names.
    ///
    /// A reply without a body speaks of the operation at its location, and a location that no template fits still has an id.
    private var named: (source: Explanation.Source, isByTemplate: Bool)? {
        if isBodyless, reader.kind == .body {
            let fitting = reader.locations.first { $0.url.request(of: service) != nil }
            let field = (fitting ?? reader.locations.first)?.field
            return field.map { (.header($0.description), fitting != nil) }
        }
        guard let place = reader.requestURL(of: service) else { return nil }
        return (place.field.map { .header($0.description) } ?? .url, true)
    }
}
