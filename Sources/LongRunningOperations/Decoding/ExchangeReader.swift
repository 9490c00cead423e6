/// What an exchange says beside its body: which service it is of, and what fills the gaps of its record.
///
///     code ──▶ 304: not modified   400–599: failed request   2xx, none: by the body   other: nothing
///     URL  ──▶ templates ──▶ service, id, request
///     headers ──▶ Operation-Location, Azure-AsyncOperation, Location ──▶ templates
///             └─▶ when to ask again, etag, correlation id, error code
struct ExchangeReader {
    /// What the code says is to be read.
    enum Kind {
        case notModified
        case failedRequest
        case body
        case ignored
    }

    /// Of which service an exchange is, as far as its URL tells.
    enum Attribution: Equatable {
        /// There is no URL, or none that could tell.
        case open
        /// Templates of these services fit: one, unless several fit as closely.
        case services([Int])
        /// No template fits.
        case foreign
    }

    let plan: DecodingPlan
    let head: ExchangeHead
    let url: FittedURL?
    /// Where the operation is that the reply names, in the order in which the fields are asked.
    let locations: [(field: StaticString, url: FittedURL)]

    private static let locationFields: [StaticString] = ["operation-location", "azure-asyncoperation", "location"]

    init(_ head: ExchangeHead, plan: DecodingPlan, memory: FittedURLs) {
        self.plan = plan
        self.head = head
        url = head.url.isEmpty ? nil : memory.fitted(head.url)
        var locations: [(field: StaticString, url: FittedURL)] = []
        for field in Self.locationFields {
            guard let value = head.text(field) else { continue }
            locations.append((field, value.withUnsafeBytes(memory.fitted)))
        }
        self.locations = locations
    }

    var status: Int? { head.status }

    var kind: Kind {
        guard let status else { return .body }
        return switch status {
        case 304: .notModified
        case 200...299: .body
        case 400...599: .failedRequest
        default: .ignored
        }
    }

    /// Whether nothing but the body says anything.
    var isBare: Bool { head.isEmpty }

    // MARK: Services

    /// Asks the URL and, where no template fits it, the location of the operation that the reply names.
    func attribution() -> Attribution {
        guard let url else { return .open }
        guard plan.serviceCount > 1 || url.templates.hasTemplates(0) else { return .open }
        let services = url.services
        if !services.isEmpty { return .services(services) }
        if kind == .body {
            for location in locations {
                let services = location.url.services
                if !services.isEmpty { return .services(services) }
            }
        }
        return url.templates.isEmpty ? .open : .foreign
    }

    /// The services that the location of a started operation names.
    func servicesOfLocation() -> [Int] {
        locations.lazy.map(\.url.services).first { !$0.isEmpty } ?? []
    }

    /// Whether a body at a URL that no template fits may still be of a service: one that has no templates.
    ///
    /// Families do not count: what they read has too many senders.
    func mayBeForeign(_ service: Int) -> Bool {
        !(url?.templates.hasTemplates(service) ?? false) && !plan.definitions[service].isFamily
    }

    // MARK: Facts

    /// What the status, the headers and the URL say for a record of this service.
    ///
    /// With `fillsId` the URL says the id where the body does not.
    func facts(of service: Int, fillsId: Bool) -> ReplyFacts {
        var facts = facts()
        complete(&facts, of: service, fillsId: fillsId)
        return facts
    }

    /// What they say whatever the service is.
    func facts() -> ReplyFacts {
        var facts = ReplyFacts()
        facts.httpStatus = status
        switch head.retryAfter(isInvalid: &facts.isRetryAfterInvalid)?.wait {
        case .date(let time): facts.retryAt = time
        case let wait?: facts.retryAfterSeconds = wait.secondsText.map { Array($0.utf8) }
        case nil: break
        }
        facts.etag = head.text("etag")
        facts.errorCode = head.text("x-ms-error-code")
        return facts
    }

    /// Adds what depends on the service.
    func complete(_ facts: inout ReplyFacts, of service: Int, fillsId: Bool) {
        facts.traceId = trace(of: service)?.text
        let request = requestURL(of: service)?.request
        facts.request = request?.request
        if fillsId { facts.id = request?.id }
    }

    /// The first of the service's correlation headers that the reply has.
    func trace(of service: Int) -> (name: UnsafeRawBufferPointer, text: [UInt8])? {
        let servicePlan = plan.services[service]
        for index in servicePlan.traceHeaders.indices {
            let name = servicePlan.bytes(servicePlan.operands[index])
            if let text = head.text(name) { return (name, text) }
        }
        return nil
    }

    /// What a template of the service says of the URL or, where none fits that, of a location that the reply names.
    func requestURL(of service: Int) -> (field: StaticString?, request: ReplyRequest)? {
        if let request = url?.request(of: service) { return (nil, request) }
        guard kind == .body else { return nil }
        return locations.lazy
            .compactMap { location in location.url.request(of: service).map { (location.field, $0) } }
            .first
    }

    /// What a reply without a body says of the operation that it names in a header; nothing where it names none.
    func factsOfAccepted(_ service: Int) -> ReplyFacts? {
        guard let first = locations.first else { return nil }
        var facts = facts(of: service, fillsId: false)
        if let named = locations.lazy.compactMap({ $0.url.request(of: service) }).first {
            facts.id = named.id
            facts.request = named.request ?? facts.request
        } else {
            let last = first.url.parts.segments.elements.lastIndex { !$0.range.isEmpty }
            facts.id = last.map { ReplyRequest.decoded(first.url.parts.text(of: $0)) }
        }
        return facts
    }

    /// What the mapping says of an operation without a state, unless that would end it: an empty body proves no end.
    func outcomeOfAccepted(_ service: Int) -> StateOutcome? {
        let servicePlan = plan.services[service]
        for index in 0..<servicePlan.shapeCount where !servicePlan.shapes[index].isFailure {
            let state = servicePlan.shapes[index].state
            return state.isAbsentDeclared && !state.absent.state.isTerminal ? state.absent : nil
        }
        return nil
    }
}
