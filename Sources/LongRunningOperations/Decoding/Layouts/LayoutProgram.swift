import CJSONKernels

/// How a document of a known layout becomes its record: fixed text and values in turn, nothing to decide.
///
///     {"service":"azure-cdn-china","reply":"operation","id":" ● ","state":"Running", … ,"startTime":" ● "}
///     └──────────────── literal ────────────────────────────┘ │   └────── literal ───────────────────┘ │
///                                              text of hole 0 ┘                        time of hole 3 ┘
///
/// An operation whose value is not what the layout was learned with (a text where a time was) answers no, and the document is
/// decoded the general way. A kernel runs the operations it knows, which are nearly all; the others are done here. A program
/// owns one block of memory, which its cache frees.
struct LayoutProgram: BitwiseCopyable {
    typealias Operation = cjson_layout_operation

    /// Room that must be readable behind a literal and a document, and writable behind a record.
    static let slack = Int(CJSON_LAYOUT_SLACK)

    let block: UnsafeMutableRawPointer
    let operations: UnsafePointer<Operation>
    let operationCount: Int
    let literals: UnsafePointer<UInt8>
    /// The service whose times the record has.
    let plan: UnsafePointer<ServicePlan>?
    /// The bytes that literals and times can take at most.
    let fixedCount: Int
    /// How many bytes of the record a byte of the document can become.
    let growth: Int
    let service: Int
    /// The counters of replies and diagnostics that a record adds one to.
    let reply: Int
    let diagnostics: UnsafePointer<UInt8>
    let diagnosticCount: Int
    /// The operation that copies the code of the root cause, or -1.
    let rootCause: Int
    /// The code of the root cause where it is always the same, in `literals`; else empty.
    let fixedRootCause: TextRange
    /// The members of the record, a bit for each, where the operations say where their values are; else none.
    let members: UInt32
    /// Where the value of each member begins and ends.
    let borders: UnsafePointer<Border>

    /// A place in the record: so many bytes into the literal of an operation.
    struct Border: BitwiseCopyable {
        var operation: UInt32
        var offset: UInt32
    }

    var fixedRootCauseCode: UnsafeRawBufferPointer {
        let start = literals + Int(fixedRootCause.start)
        return UnsafeRawBufferPointer(start: start, count: Int(fixedRootCause.count))
    }

    /// Whether the record may have a member.
    func maySay(_ member: RecordMember) -> Bool {
        members == 0 || members >> UInt32(member.rawValue) & 1 == 1
    }

    func deallocate() {
        block.deallocate()
    }
}

extension LayoutProgram {
    /// The parts of a program before they are laid out in one block.
    struct Parts {
        var operations: [Operation] = []
        var literals: [UInt8] = []
        var plan: UnsafePointer<ServicePlan>?
        var timeCount = 0
        var service = 0
        var reply = 0
        var diagnostics: [DiagnosticCode] = []
        var rootCause = -1
        /// The code of the root cause where no operation copies it.
        var fixedRootCause = TextRange()
        var members: UInt32 = 0
        var borders: [Border] = []
        /// How often a hole is copied at most.
        var copyCount = 1
    }

    init(_ parts: Parts) {
        let operationBytes = parts.operations.count * MemoryLayout<Operation>.stride
        let literalBytes = parts.literals.count + Self.slack
        let borderBytes = parts.borders.count * MemoryLayout<Border>.stride
        block = .allocate(
            byteCount: operationBytes + borderBytes + literalBytes + parts.diagnostics.count,
            alignment: 64
        )
        let operations = block.bindMemory(to: Operation.self, capacity: parts.operations.count)
        for (index, operation) in parts.operations.enumerated() { (operations + index).initialize(to: operation) }
        let borders = (block + operationBytes).bindMemory(to: Border.self, capacity: parts.borders.count)
        for (index, border) in parts.borders.enumerated() { (borders + index).initialize(to: border) }
        let literals = block + operationBytes + borderBytes
        literals.initializeMemory(as: UInt8.self, repeating: 0, count: literalBytes)
        parts.literals.withUnsafeBytes {
            literals.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(literals), byteCount: $0.count)
        }
        let diagnostics = (literals + literalBytes).bindMemory(to: UInt8.self, capacity: parts.diagnostics.count)
        for (index, code) in parts.diagnostics.enumerated() { (diagnostics + index).initialize(to: code.rawValue) }
        self.operations = UnsafePointer(operations)
        operationCount = parts.operations.count
        self.literals = UnsafePointer(literals.assumingMemoryBound(to: UInt8.self))
        plan = parts.plan
        fixedCount = parts.literals.count + parts.timeCount * (TimeReader.longestText + 1) + Self.slack
        // An escape takes six bytes for one.
        growth = 6 * parts.copyCount
        service = parts.service
        reply = parts.reply
        self.diagnostics = UnsafePointer(diagnostics)
        diagnosticCount = parts.diagnostics.count
        rootCause = parts.rootCause
        fixedRootCause = parts.fixedRootCause
        members = parts.members
        self.borders = UnsafePointer(borders)
    }
}

extension cjson_layout_operation {
    /// What is done with a hole; those before ``time`` as ``cjson_layout_operation_kind`` has them.
    enum Kind: UInt8 {
        /// Only the literal.
        case literal
        /// Copies the hole in canonical form.
        case text
        /// Copies a time as canonical text; it is most likely one in RFC 3339's form that ends in `Z`.
        case plainTime
        /// Copies a number that has no other meaning.
        case number
        /// Copies a number from 0 to 100.
        case percentage
        /// The literal is a glob that matches the hole, or does not, as it did.
        case matchesGlob
        /// The hole is not `about:blank`.
        case isCode
        /// The hole does not begin like JSON.
        case isMessage
        /// Copies a time in another form.
        case time
        /// Copies the last segment of a path.
        case lastSegment
        /// The hole is a number.
        case isNumber
        /// The hole is a number from 0 to 100.
        case isPercentage
        /// The hole is a time.
        case isTime
    }

    init(_ kind: Kind, hole: Int, isNumber: Bool = false, literal: Range<Int> = 0..<0) {
        self.init(
            kind: kind.rawValue,
            flags: isNumber ? 1 : 0,
            hole: UInt16(hole),
            count: UInt32(literal.count),
            start: UInt32(literal.lowerBound)
        )
    }

    var operationKind: Kind {
        get { Kind(rawValue: kind) ?? .literal }
        set { kind = newValue.rawValue }
    }

    /// Whether the hole is a JSON number and not the inside of a string.
    var isNumber: Bool { flags & 1 != 0 }

    /// Whether a text that means "no time" counts as a time.
    var allowsNone: Bool {
        get { flags & 2 != 0 }
        set { flags = newValue ? flags | 2 : flags & ~2 }
    }
}
