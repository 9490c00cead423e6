/// A mapping, compiled: flat arrays of small values that the engine reads while it decides what a document says.
///
///     mapping.json ──▶ merged with its parents ──▶ paths become slots, words a hash table, rules a list ──▶ this
///
/// Ranges index the arrays of the plan; slots are numbers of paths, which a ``PlacePlan`` binds to nodes of a trie.
struct ServicePlan: BitwiseCopyable {
    var shapes: UnsafePointer<ShapePlan>
    var shapeCount: Int
    var places: UnsafeBufferPointer<PlacePlan>
    var fields: UnsafePointer<FieldPlan>
    var alternatives: UnsafePointer<AlternativePlan>
    var clauses: UnsafePointer<ClausePlan>
    var literals: UnsafePointer<LiteralPlan>
    var operands: UnsafePointer<TextRange>
    var rules: UnsafePointer<RulePlan>
    var words: UnsafePointer<WordTablePlan>
    /// The places and entries of word tables: see ``NameTables``.
    var wordPlaces: UnsafePointer<Int32>
    var wordEntries: UnsafePointer<PathTrie.Entry>
    var errorSources: UnsafePointer<ErrorSourcePlan>
    var slotLists: UnsafePointer<Int32>
    /// For each slot the JSON Pointer of its path.
    var slotPointers: UnsafePointer<TextRange>
    var slotCount: Int
    var text: UnsafePointer<UInt8>
    var errors: ErrorPlan
    var timeFormats: TimeFormats
    /// Texts that mean "no time".
    var noTimes: PlanRange
    var isFolded: Bool
    /// The trie of list elements and children, and each slot's node there.
    var elementTrie: PathTrie
    var elementBinding: UnsafePointer<Int32>
    /// The quoted service id with the member names around it: `{"service":"azure-cdn-china","reply":"`.
    var head: TextRange
    /// Names of headers that hold the correlation id, in order of preference.
    var traceHeaders: PlanRange

    /// Whether a text is one that means "no time".
    func isNoTime(_ text: UnsafeRawBufferPointer) -> Bool {
        noTimes.indices.contains { ScalarMatch.same(bytes(operands[$0]), text) }
    }

    /// Whether each text that means "no time" begins like a year before 1000.
    var noTimesAreAncient: Bool {
        noTimes.indices.allSatisfy { bytes(operands[$0]).first == UInt8(ascii: "0") }
    }

    @inline(__always)
    func bytes(_ range: TextRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: text + Int(range.start), count: Int(range.count))
    }
}

struct PlanRange: BitwiseCopyable {
    var start: Int32 = 0
    var count: Int32 = 0

    var isEmpty: Bool { count == 0 }
    var indices: Range<Int> { Int(start)..<Int(start &+ count) }
}

struct TextRange: BitwiseCopyable {
    var start: UInt32 = 0
    var count: UInt32 = 0
}

/// Where the object of a shape is: the document, an object in it, or each element of an array in it.
struct PlacePlan: BitwiseCopyable {
    /// The node of the object or array in the trie of documents.
    var node: Int32
    var isList: Bool
    /// For each slot its node: in the trie of documents or, for a list, in that of elements.
    var binding: UnsafePointer<Int32>
    /// The JSON Pointer of the object; empty for the document and for elements.
    var pointer: TextRange
}

struct ShapePlan: BitwiseCopyable {
    var isFailure = false
    /// Indices of places, in order.
    var places = PlanRange()
    var when = PlanRange()
    var detect = PlanRange()
    /// Whether a body alone may be taken for this shape of this service.
    var claims = false
    var fields = PlanRange()
    var state = StatePlan()
    var percentDone = PlanRange()
    var percentTotal = PlanRange()
    var errorSources = PlanRange()
    /// The document is the error.
    var isError = false
    /// The slot of the array of children, or -1.
    var children: Int32 = -1
    /// Slots of which a `null` says nothing and goes.
    var takes = PlanRange()
    /// Slots of the members that the shape names, directly below its object.
    var known = PlanRange()
}

struct StatePlan: BitwiseCopyable {
    var rules = PlanRange()
    var at = PlanRange()
    /// The word table, or -1.
    var words: Int32 = -1
    var absent = StateOutcome(.unknown)
    var isAbsentDeclared = false
    var otherwise = StateOutcome(.unknown)
    var isOtherwiseDeclared = false
}

struct RulePlan: BitwiseCopyable {
    var when = PlanRange()
    /// The outcome of a rule without words.
    var outcome: StateOutcome?
    var at = PlanRange()
    var words: Int32 = -1
    var source = PlanRange()
    var hasSource = false
    var diagnostic: DiagnosticCode?
}

struct WordTablePlan: BitwiseCopyable {
    var start: Int32
    var shift: UInt32
    var multiplier: UInt64
}

enum FieldKind: UInt8, BitwiseCopyable {
    case string
    case time
    case percent
    case result
    case httpStatus
}

struct FieldPlan: BitwiseCopyable {
    var member: RecordMember
    var kind: FieldKind
    var alternatives: PlanRange
}

struct AlternativePlan: BitwiseCopyable {
    var slot: Int32
    var isLastSegment: Bool
}

struct ClausePlan: BitwiseCopyable {
    var literals: PlanRange
    var isClosed: Bool
}

enum LiteralOperator: UInt8, BitwiseCopyable {
    case has
    case lacks
    case `is`
    case isNot
    case like
}

struct LiteralPlan: BitwiseCopyable {
    var relation: LiteralOperator
    var slot: Int32
    /// Folded words of `is` and `isNot`, lowered globs of `like`.
    var operands: PlanRange
    /// The member name, for conditions on the elements of an error array.
    var name: TextRange
}

/// One place an error may come from.
struct ErrorSourcePlan: BitwiseCopyable {
    /// The slot that holds the error, or -1 where its parts stand side by side.
    var slot: Int32 = -1
    /// Bits of the states in which the source counts; 0 for all.
    var states: UInt8 = 0
    /// Elements for which this holds are passed over.
    var skip = PlanRange()
    var code = PlanRange()
    var message = PlanRange()
    var target = PlanRange()
    var errorDetail = PlanRange()
    var occurredTime = PlanRange()
    var details = PlanRange()
    var inner = PlanRange()

    func counts(in state: OperationState) -> Bool {
        states == 0 || states >> state.rawValue & 1 == 1
    }
}

enum ErrorRole: UInt8, BitwiseCopyable, CaseIterable {
    case code
    case message
    case target
    case errorDetail
    case occurredTime
    case details
    case inner
    case wrapped
}

/// How an error object of a service reads: which member names play which role, in order of preference.
struct ErrorPlan: BitwiseCopyable {
    /// The trie whose root's children are the names.
    var trie: PathTrie
    /// Which of the ranked nodes are a role's, for each role; they stand in order of preference.
    var ranks: UnsafePointer<PlanRange>
    var rankedNodes: UnsafePointer<Int32>
    /// Pairs of a number's text and its name.
    var codeNames: PlanRange
    var messageHoldsJSON: Bool

    /// Whether a node plays a role that can say something: ranks of names that only wrap come last.
    func isRole(_ node: Int32) -> Bool {
        let last = ranks[Int(ErrorRole.inner.rawValue)]
        return (0..<Int(last.start + last.count)).contains { rankedNodes[$0] == node }
    }

    /// Whether there are names that only wrap an error.
    var hasWrappers: Bool { !ranks[Int(ErrorRole.wrapped.rawValue)].isEmpty }

    /// Whether a node is a name that only wraps an error.
    func isWrapper(_ node: Int32) -> Bool {
        ranks[Int(ErrorRole.wrapped.rawValue)].indices.contains { rankedNodes[$0] == node }
    }
}
