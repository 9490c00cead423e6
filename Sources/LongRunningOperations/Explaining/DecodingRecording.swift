/// What an engine notes about the records that it writes when it is asked to explain itself.
///
/// Engines that convert have none: it costs them one look at a pointer that is nil.
final class DecodingRecording {
    /// What decided one record.
    struct Decisions {
        /// Where the record begins in the output.
        var outputStart: Int
        /// The bytes of the record's own document: the whole one, or the element of a list; none where no body was read.
        var document: [UInt8] = []
        var service: Int
        /// The shape that read the document, if one did.
        var shape: Int?
        /// The place of the shape as the mapping writes it: `""`, `Operation`, `value[]`.
        var place = ""
        var takings: [Taking] = []
        var choice = Explanation.Choice.named
        /// All services that claimed the document, before any gave way.
        var claimants: [Int] = []
        /// What the document came with, if it came in an exchange.
        var exchange: ExchangeReader?
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
    private(set) var decisions: [Decisions] = []
    /// All services that claimed the document at hand, before any gave way.
    var claimants: [Int] = []
    /// Why the document at hand is read as one of its service.
    var choice: Explanation.Choice
    private var exchange: ExchangeReader?
    private let usualChoice: Explanation.Choice
    /// Where the one record begins in the output that is asked for; nothing where all are.
    private let target: Int?

    init(plan: DecodingPlan, definitions: [MappingDefinition], target: Int?) {
        self.definitions = definitions
        usualChoice = plan.detects ? .claimed : .named
        choice = usualChoice
        self.target = target
    }

    /// From here on the records are those of an exchange, or of bare documents where there is none.
    func begin(_ exchange: ExchangeReader?) {
        self.exchange = exchange
        choice = usualChoice
        claimants = []
    }

    /// Whether the record that begins there is to be noted.
    func wants(_ outputStart: Int) -> Bool {
        target.map { $0 == outputStart } ?? true
    }

    func note(_ decisions: Decisions) {
        guard wants(decisions.outputStart) else { return }
        var decisions = decisions
        decisions.choice = choice
        decisions.claimants = claimants
        decisions.exchange = exchange
        self.decisions.append(decisions)
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
