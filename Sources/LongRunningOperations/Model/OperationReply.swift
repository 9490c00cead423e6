/// What one captured response says: how an operation stands, that nothing has changed, or that the request failed.
///
/// A reply *is* its canonical line: it holds those bytes, in one allocation, and everything else is a view of them. Writing the
/// line is a copy; comparing and hashing look at bytes; a copy of a reply shares them. Each property reads its member when it
/// is asked for, which costs the length of that member. What the exchange did not say is nil.
public struct OperationReply: Sendable {
    /// What a reply says.
    @nonexhaustive
    public enum Outcome: Sendable, Hashable {
        /// How the operation stands.
        case operation(OperationStatus)
        /// Nothing has changed since the reply that the request named.
        case notModified
        /// The request failed, which says nothing about the operation; with the error, if the service said one.
        case requestFailed(OperationError?)
    }

    let record: RecordView

    init(storage: ReplyStorage) {
        record = RecordView(storage: storage)
    }

    /// The service that replied.
    public var service: ServiceIdentifier {
        ServiceIdentifier(record.string(.service) ?? "")
    }

    /// What the reply says.
    public var outcome: Outcome {
        let kind = record.member(.reply)?
            .withUnsafeBytes { bytes in
                // `"operation"`, `"notModified"`, `"requestFailed"`: the first letters differ.
                bytes.count > 2 ? bytes[1] : 0
            }
        switch kind {
        case UInt8(ascii: "o"): return .operation(OperationStatus(record: record))
        case UInt8(ascii: "n"): return .notModified
        default: return .requestFailed(record.error)
        }
    }

    /// How the operation stands, where that is what the reply says.
    public var operation: OperationStatus? {
        if case .operation(let status) = outcome { return status }
        return nil
    }

    /// The id of the operation.
    public var id: String? { record.string(.id) }

    // MARK: The exchange

    /// The HTTP status, if known.
    public var httpStatus: Int? { record.member(.httpStatus)?.integer }

    /// How long to wait before asking again, exactly.
    public var retryAfter: Duration? { record.member(.retryAfterSeconds)?.duration }

    /// The text of ``retryAfter`` in seconds: whole, or with three decimals.
    public var retryAfterSecondsText: String? { record.member(.retryAfterSeconds)?.numberText }

    /// When to ask again, where the service said a time.
    public var retryAt: Timestamp? { record.timestamp(.retryAt) }

    /// What the service calls this exchange in its own logs.
    public var traceId: String? { record.string(.traceId) }

    /// The entity tag of the document, as sent.
    public var etag: String? { record.string(.etag) }

    /// What the named parts of the URL say: an object of strings.
    public var request: JSONValue? { record.member(.request) }

    // MARK: What is left

    /// The other members of the list that the reply was in, on the last reply of that list: an object.
    public var list: JSONValue? { record.member(.list) }

    /// The members of the document that no rule took: an object, in their own names and order.
    public var extensions: JSONValue? { record.member(.extensions) }

    /// What is worth a look, in the order of the document.
    public var diagnostics: [OperationDiagnostic] { record.diagnostics }

    /// Where the document was found, on replies that were read from a line which says so: an object.
    public var provenance: JSONValue? { record.member(.provenance) }
}

extension OperationReply: Hashable {
    /// Compares the canonical lines, byte by byte.
    public static func == (one: OperationReply, other: OperationReply) -> Bool {
        one.record.value == other.record.value
    }

    /// Hashes the bytes of the canonical line.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(record.value)
    }
}
