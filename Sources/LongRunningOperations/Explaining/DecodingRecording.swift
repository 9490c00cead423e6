/// What an engine notes about the records of one document when it is asked to explain itself.
///
/// Engines that convert have none: it costs them one look at a pointer that is nil.
final class DecodingRecording {
    /// What decided one record.
    struct Decisions {
        /// Where the record begins in the output.
        var outputStart: Int
        /// The bytes of the record's own document: the whole one, or the element of a list.
        var document: Range<Int>
        var service: Int
        var shape: Int
        /// The place of the shape as the mapping writes it: `""`, `Operation`, `value[]`.
        var place: String
        var takings: [Taking]
    }

    /// A canonical member and what filled it.
    struct Taking {
        /// The member; parts of an error stand as `error.code`.
        var member: String
        /// JSON Pointers of what it was taken from, in canonical escapes.
        var from: [[UInt8]]
        var rule: MappingRule?
    }

    let definitions: [MappingDefinition]
    var decisions: [Decisions] = []
    /// All services that claimed the document, before any gave way.
    var claimants: [Int] = []

    init(definitions: [MappingDefinition]) {
        self.definitions = definitions
    }
}

/// The place of a rule in a mapping: the member that holds it.
struct MappingRule: Sendable {
    /// The shape that it belongs to.
    var shape: String
    /// Member names and indices below the shape: `state/rules/2`.
    var path: String
    /// The members of the mapping under which it is found, below the shape, to tell which file wrote it.
    var members: [String]
    /// What the text adds to the place: `lastSegmentOf`.
    var note = ""

    var text: String {
        "shapes/\(shape)/\(path)" + (note.isEmpty ? "" : " \(note)")
    }
}
