import LongRunningOperations

/// Converts one exchange for a test, and says what came out.
struct ExchangeConversion {
    var outcome: ExchangeOutcome
    var lines: String
    var faults: [DocumentConverter.Fault]
    var tally: DocumentConverter.Tally

    init(
        _ status: Int? = nil,
        _ headers: [(String, String)] = [],
        body: String? = nil,
        url: String? = nil,
        services: [ServiceIdentifier] = []
    ) throws {
        try self.init(status, headers, bytes: body.map { Array($0.utf8) }, url: url, services: services)
    }

    init(
        _ status: Int? = nil,
        _ headers: [(String, String)] = [],
        bytes: [UInt8]?,
        url: String? = nil,
        services: [ServiceIdentifier] = [],
        provenance: ProvenanceSource? = nil
    ) throws {
        let converter = DocumentConverter(plan: try PlanCache.plan(for: services))
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        outcome = (bytes ?? [])
            .withUnsafeBytes { body in
                let exchange = Exchange(
                    status: status,
                    headers: headers.map { HeaderField($0.0, $0.1) },
                    body: bytes == nil ? nil : body,
                    url: url.map { Array($0.utf8) }
                )
                return converter.convert(exchange: exchange, provenance: provenance, into: &output, faults: &faults)
            }
        lines = String(decoding: output.bytes, as: UTF8.self)
        self.faults = faults
        tally = converter.takeTally()
    }

    /// The code of the reject, where there is one.
    var rejectCode: String? { faults.last?.code.rawValue }
}
