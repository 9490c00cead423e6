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
        self.init(
            status,
            headers,
            bytes: bytes,
            url: url,
            provenance: provenance,
            by: DocumentConverter(plan: try PlanCache.plan(for: services))
        )
    }

    init(
        _ status: Int?,
        _ headers: [(String, String)],
        bytes: [UInt8]?,
        url: String? = nil,
        provenance: ProvenanceSource? = nil,
        by converter: DocumentConverter
    ) {
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        // Quotes behind the body: whoever reads beyond its end sees what looks like JSON.
        let padded = (bytes ?? []) + [UInt8](repeating: UInt8(ascii: "\""), count: 128)
        outcome =
            padded
            .withUnsafeBytes { memory in
                let fields = headers.map { HeaderField($0.0, $0.1) }
                let exchange = Exchange(
                    ExchangeHead(status: status, headers: fields, url: url.map { Array($0.utf8) }),
                    body: bytes.map { UnsafeRawBufferPointer(rebasing: memory[..<$0.count]) },
                    readable: memory.count
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

extension DocumentConverter.Tally {
    /// The counts, in an order that can be compared.
    var text: [String] {
        [
            "\(found) \(converted) \(rejected) \(ignored) \(replies) \(diagnostics)",
            "\(unknownWords.map { "\($0)" }.sorted()) \(rootCauses.map { "\($0)" }.sorted())",
        ]
    }
}
