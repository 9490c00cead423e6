import LongRunningOperations

/// The format in which a tool records exchanges: one unit a format, all of them listed here.
///
///     file ──▶ recognizes (first 64 KiB) ──▶ splitter ──▶ entry ──▶ read ──▶ exchanges ──▶ records
package struct Recording: Sendable {
    /// How a recording is divided into entries.
    enum Division: Sendable {
        /// The elements of the list to which these names lead.
        case list([StaticString])
        case lines
        /// Lines, of which several may be parts of one message.
        case logLines
        /// Where a JSON Pointer leads.
        case pointer([[UInt8]])
    }

    /// What the command line and rejects call it.
    package let name: String
    /// What it is, in a few words.
    package let summary: String
    /// A smallest recording.
    package let example: String
    let division: Division
    /// Whether a head is one of this format; nothing where it takes more of it to tell.
    let recognizes: @Sendable (RecordingHead) -> Bool?
    /// Reads one entry, and hands over its exchanges once all of it could be read and is no longer asked for members.
    let read:
        @Sendable (EntryReader, UnsafeRawBufferPointer, (RecordedExchange) -> Void) throws(IndexedDocument.Fault) ->
            Void

    /// The formats that are told by their first members, in the order in which they are asked.
    package static let all: [Recording] = [.har, .testProxy, .javaSession, .azureMonitor, .docker, .exchange]

    package static func named(_ name: String) -> Recording? {
        all.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    func makeSplitter(limit: Int, checkpoint: Int) -> any Splitter {
        switch division {
        case .list(let names):
            EntrySplitter(
                path: names.map { Array(UnsafeBufferPointer(start: $0.utf8Start, count: $0.utf8CodeUnitCount)) },
                limit: limit,
                checkpoint: checkpoint
            )
        case .pointer(let names): EntrySplitter(path: names, limit: limit, checkpoint: checkpoint)
        case .lines: LineSplitter(limit: limit)
        case .logLines: LogLineSplitter(limit: limit)
        }
    }

    var isOneALine: Bool {
        if case .lines = division { true } else { false }
    }
}
