/// What went wrong, in one shape for every service: the outer error, each of its details and each inner error.
///
/// An error is a view of the reply that it comes from. Each property looks for its member when it is asked for, which costs the
/// length of the error up to that member's end.
public struct OperationError: Sendable {
    let value: JSONValue

    init(value: JSONValue) {
        self.value = value
    }

    private func member(_ member: ErrorMember) -> JSONValue? {
        value.withScan { scan, start, _ in
            guard let found = member.value(scan, start) else { return nil }
            return JSONValue(storage: value.storage, found, scan.endOfValue(found))
        }
    }

    /// The service's code for the error.
    public var code: String? { member(.code)?.stringValue }

    /// What the service says in words.
    public var message: String? { member(.message)?.stringValue }

    /// What the error is about: a member, a resource.
    public var target: String? { member(.target)?.stringValue }

    /// A longer or more technical text beside the message.
    public var errorDetail: String? { member(.errorDetail)?.stringValue }

    /// When it happened.
    public var occurredTime: Timestamp? { member(.occurredTime)?.timestamp }

    /// The errors that came together with it, or that it sums up.
    public var details: [OperationError] {
        member(.details)?.elements.map(OperationError.init(value:)) ?? []
    }

    /// What caused it, where the service says.
    public var innerError: OperationError? { member(.innerError).map(OperationError.init(value:)) }

    /// What the service says in the error that no rule took: an object.
    public var extensions: JSONValue? { member(.extensions) }

    /// The error as canonical JSON.
    public var canonicalValue: JSONValue { value }
}

extension OperationError: Hashable {
    /// Compares canonical bytes.
    public static func == (one: OperationError, other: OperationError) -> Bool {
        one.value == other.value
    }

    /// Hashes canonical bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}

extension OperationError: CustomStringConvertible {
    /// The error as canonical JSON text.
    public var description: String { value.text }
}
