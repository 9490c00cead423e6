import LongRunningOperations

/// The format in which a file holds captured documents.
///
/// Everything that the pipeline knows about a format is here: its name, how it is told from the others, how it is split.
package struct Envelope: Sendable {
    /// What the command line and rejects call it.
    package let name: String
    /// What it is, in a few words.
    package let summary: String
    /// A smallest capture.
    package let example: String
    /// Whether nothing may follow a document in its line.
    let isOneALine: Bool
    /// Whether documents are numbered, because a line does not tell which one is meant.
    let isIndexed: Bool
    /// Whether the first bytes of a file are those of this recording; nothing where it takes more of them to tell.
    let recognizes: @Sendable (_ head: UnsafeRawBufferPointer, _ isWhole: Bool) -> Bool?
    /// A splitter that begins at a checkpoint (0 at the beginning), for documents up to a limit.
    let makeSplitter: @Sendable (_ limit: Int, _ checkpoint: Int) -> any Splitter
    /// How entries are read; nothing where a document is a body by itself.
    var recording: Recording?

    package static let lines = Envelope(
        name: "lines",
        summary: "bodies, one a line",
        example: #"{"name":"1","status":"Running","startTime":"2031-05-01T08:00:00Z"}"#,
        isOneALine: true,
        isIndexed: false,
        recognizes: { _, _ in false },
        makeSplitter: { limit, _ in LineSplitter(limit: limit) }
    )

    package static let documents = Envelope(
        name: "documents",
        summary: "bodies one behind another, however they are laid out",
        example: """
            {
              "name": "1",
              "status": "Running",
              "startTime": "2031-05-01T08:00:00Z"
            }
            """,
        isOneALine: false,
        isIndexed: true,
        recognizes: { _, _ in false },
        makeSplitter: { limit, _ in DocumentSplitter(limit: limit) }
    )

    package static let array = Envelope(
        name: "array",
        summary: "bodies in one list of any length",
        example: """
            [
              {"name":"1","status":"Running","startTime":"2031-05-01T08:00:00Z"}
            ]
            """,
        isOneALine: false,
        isIndexed: true,
        recognizes: { _, _ in false },
        makeSplitter: { limit, checkpoint in ArraySplitter(limit: limit, checkpoint: checkpoint) }
    )

    /// Formats of recording tools, told by their first members, before the plain ones are considered.
    static let recordings = Recording.all.map(Envelope.init)

    package static let all = recordings + [lines, documents, array]

    package static func named(_ name: String) -> Envelope? {
        all.first { $0.name.hasSameBytes(as: name) }
    }

    /// The envelope that a reject names: one of these, or one that pointers describe.
    static func ofReject(_ name: String) -> Envelope? {
        named(name) ?? EnvelopePointers(name: name).map { Envelope(.pointers($0)) }
    }
}

extension Envelope {
    /// The envelope of a recording tool.
    package init(_ recording: Recording) {
        self.init(
            name: recording.name,
            summary: recording.summary,
            example: recording.example,
            isOneALine: recording.isOneALine,
            isIndexed: true,
            recognizes: { head, isWhole in recording.recognizes(RecordingHead(head, isWhole: isWhole)) },
            makeSplitter: recording.makeSplitter,
            recording: recording
        )
    }
}

extension Envelope: Equatable {
    package static func == (one: Envelope, other: Envelope) -> Bool {
        one.name == other.name
    }
}
