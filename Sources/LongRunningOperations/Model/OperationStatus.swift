/// What a service says of one operation at one moment, in one vocabulary.
///
/// A status is a view of the reply that it comes from: making one copies nothing, and each property reads its member when it is
/// asked for, which costs the length of that member. (A child's members are looked for in the child, which costs its length.)
/// What the service did not say is nil.
public struct OperationStatus: Sendable {
    let record: RecordView

    // MARK: Which operation

    /// The id of the operation.
    public var id: String? { record.string(.id) }

    /// What people call the operation, where a service has that beside the id.
    public var name: String? { record.string(.name) }

    /// The kind of operation, in the service's word: `Purge`.
    public var type: String? { record.string(.type) }

    // MARK: How it stands

    /// How the operation stands.
    ///
    /// It is ``OperationState/unknown`` where the service said no state, or a word that its mapping does not list.
    public var state: OperationState {
        guard let value = record.member(.state) else { return .unknown }
        return value.withUnsafeBytes { bytes in
            OperationState.allCases.first { $0.wireName.isQuoted(bytes) } ?? .unknown
        }
    }

    /// What the state's word is too few for.
    public var stateDetail: StateDetail? {
        record.member(.stateDetail)?
            .withUnsafeBytes { bytes in
                StateDetail.allCases.first { $0.wireName.isQuoted(bytes) }
            }
    }

    /// The service's own word for the state, to the letter.
    public var sourceState: String? { record.string(.sourceState) }

    /// How much is done, from 0 to 100, as the text of the number sent.
    public var percentCompleteText: String? { record.member(.percentComplete)?.numberText }

    /// How much is done, from 0 to 100: the nearest number to ``percentCompleteText``.
    public var percentComplete: Double? { percentCompleteText.flatMap { Double($0) } }

    /// The service's text about the operation.
    public var message: String? { record.string(.message) }

    // MARK: When

    /// When the operation was asked for.
    public var createdTime: Timestamp? { record.timestamp(.createdTime) }

    /// When it began.
    public var startTime: Timestamp? { record.timestamp(.startTime) }

    /// When the service last wrote anything about it.
    public var lastUpdatedTime: Timestamp? { record.timestamp(.lastUpdatedTime) }

    /// When it ended.
    public var endTime: Timestamp? { record.timestamp(.endTime) }

    // MARK: What came of it

    /// What the operation made or changed, by the service's id for it.
    public var resourceId: String? { record.string(.resourceId) }

    /// What the operation made or changed, by a URL or path.
    public var resourceLocation: String? { record.string(.resourceLocation) }

    /// The URL or path of the operation itself.
    public var link: String? { record.string(.link) }

    /// The value that the service returned, in any state.
    public var result: JSONValue? { record.member(.result) }

    /// What went wrong.
    ///
    /// A service may say an error beside any state.
    public var error: OperationError? { record.error }

    /// The parts of the operation: its steps or tasks, in the service's order.
    ///
    /// Costs the length of all of them.
    public var children: [OperationStatus] { record.children }

    // MARK: What is left

    /// The members of the document that no rule took: an object, in their own names and order.
    public var extensions: JSONValue? { record.member(.extensions) }

    /// What is worth a look, in the order of the document.
    public var diagnostics: [OperationDiagnostic] { record.diagnostics }

    /// The record as canonical JSON.
    ///
    /// That of a reply's operation has the reply's members too.
    public var canonicalValue: JSONValue { record.value }
}

extension StaticString {
    /// Whether the bytes are this text in quotes.
    @inline(__always)
    func isQuoted(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == utf8CodeUnitCount &+ 2 else { return false }
        for index in 0..<utf8CodeUnitCount where bytes[index &+ 1] != utf8Start[index] {
            return false
        }
        return true
    }
}

extension OperationStatus: Hashable {
    /// Compares the canonical bytes of the records, those of the reply included.
    public static func == (one: OperationStatus, other: OperationStatus) -> Bool {
        one.record.value == other.record.value
    }

    /// Hashes the canonical bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(record.value)
    }
}

extension OperationStatus: CustomStringConvertible {
    /// The record as canonical JSON text, which no terminal takes for commands.
    public var description: String { record.value.text }
}
