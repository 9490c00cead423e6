import CJSONKernels

/// Makes a layout and its program of one document that was decoded the general way.
///
///     document   {"id":"7f3a","status":"Running"}      tokens ──▶ values; those that decided something are fixed
///                       ●              (fixed)                └─▶ segments of fixed bytes between the holes
///     record     {"service":…,"id":"7f3a","state":"Running","sourceState":"Running"}
///                                   ●                    copies of the trace ──▶ where each hole stands in the record
///
/// Whatever the record holds beside copied holes is literal. Each copy is done again here and compared with the record, so
/// a program that would not repeat it is never made.
struct LayoutBuilder {
    /// A value that may have any text, or any members.
    struct Hole {
        var start: Int
        var end: Int
        var form: cjson_layout_hole
        var looks: [DecodingTrace.Look.Kind] = []

        var isNumber: Bool { form == CJSON_LAYOUT_NUMBER }

        var isPercentage: Bool {
            looks.contains { if case .percentage = $0 { true } else { false } }
        }
    }

    let text: IndexedText
    let token: Int
    let next: Int
    let start: Int
    let end: Int
    let trace: DecodingTrace
    let record: UnsafeRawBufferPointer
    /// How deep a document may be.
    let depthLimit: Int

    var segments: [LayoutTree.Segment] = []
    private(set) var parts = LayoutProgram.Parts()
    var holes: [Hole] = []
    /// The brackets of containers whose inside is a hole.
    var open: Set<Int> = []
    /// Where in the record the literal of each operation stands that writes.
    private var literals: [(operation: Int, range: Range<Int>)] = []

    init(
        _ text: IndexedText,
        token: Int,
        next: Int,
        end: Int,
        _ trace: DecodingTrace,
        record: UnsafeRawBufferPointer,
        depthLimit: Int
    ) {
        var text = text
        text.trace = nil
        self.text = text
        self.token = token
        self.next = next
        start = text.token(token)
        self.end = end
        self.trace = trace
        self.record = record
        self.depthLimit = depthLimit
    }

    /// Fills `segments` and `parts`; false where the document has no layout that could be met again.
    ///
    /// `known` are the layouts beside which it is to stand.
    mutating func build(service: Int, beside known: borrowing LayoutTree) -> Bool {
        guard !trace.isRefused, trace.replies.count == 1, let reply = trace.replies.first else { return false }
        parts.service = service
        parts.reply = reply
        parts.diagnostics = trace.diagnostics
        let containers = freeContainers()
        findHoles()
        if holes.count > LayoutCache.holeLimit {
            open = Set(containers.map(\.lowerBound))
            findHoles()
        }
        guard cutSegments() else { return false }
        while let place = known.divergence(of: segments),
            let container = containers.first(where: { $0.lowerBound < place && place < $0.upperBound }),
            open.insert(container.lowerBound).inserted
        {
            findHoles()
            guard cutSegments() else { return false }
        }
        return addChecks() && addCopies()
    }

    /// What has to hold of the holes beside what copying them proves.
    private mutating func addChecks() -> Bool {
        for (number, hole) in holes.enumerated() {
            var kinds: [LayoutProgram.Operation] = []
            var operation = LayoutProgram.Operation(.isNumber, hole: number, isNumber: hole.isNumber)
            if hole.isNumber { kinds.append(operation) }
            for look in hole.looks {
                switch look {
                case .fixed, .path: continue
                case .code: operation.operationKind = .isCode
                case .message: operation.operationKind = .isMessage
                case .percentage: operation.operationKind = .isPercentage
                case .time(let plan, let isNone):
                    guard setPlan(plan) else { return false }
                    operation.operationKind = .isTime
                    operation.allowsNone = isNone
                case .like(let literal, let plan, let isMatch):
                    kinds += globs(of: literal, plan, hole, number, isMatch: isMatch)
                    continue
                }
                kinds.append(operation)
            }
            let copies = trace.copies.filter { $0.start <= hole.start && $0.end >= hole.end }
            for operation in kinds where !isProved(operation, by: copies, hole) {
                parts.operations.append(operation)
            }
        }
        return true
    }

    /// That one of the globs matches a hole, or that none does.
    private mutating func globs(
        of literal: LiteralPlan,
        _ plan: UnsafePointer<ServicePlan>,
        _ hole: Hole,
        _ number: Int,
        isMatch: Bool
    ) -> [LayoutProgram.Operation] {
        let patterns = literal.operands.indices.map { plan.pointee.bytes(plan.pointee.operands[$0]) }
        let text = text.slice(hole.start..<hole.end)
        let deciding = isMatch ? Array(patterns.filter { ScalarMatch.glob($0, text) }.prefix(1)) : patterns
        return deciding.map { pattern in
            let start = parts.literals.count
            parts.literals.append(contentsOf: pattern)
            var operation = LayoutProgram.Operation(.matchesGlob, hole: number, literal: start..<start + pattern.count)
            operation.flags = isMatch ? UInt8(CJSON_LAYOUT_IS_MATCH) : 0
            return operation
        }
    }

    /// Whether one of the copies of a hole does the check, too.
    private func isProved(_ check: LayoutProgram.Operation, by copies: [DecodingTrace.Copy], _ hole: Hole) -> Bool {
        switch check.operationKind {
        case .isNumber: !copies.isEmpty || hole.isPercentage
        case .isTime: copies.contains { $0.kind == .time }
        case .isPercentage: copies.contains { $0.kind == .number }
        default: false
        }
    }

    private mutating func setPlan(_ plan: UnsafePointer<ServicePlan>) -> Bool {
        if parts.plan == nil { parts.plan = plan }
        return parts.plan == plan
    }

    /// Where the holes stand in the record: each copy, cut at the holes it covers.
    private mutating func addCopies() -> Bool {
        var written = 0
        for copy in trace.copies.sorted(by: { $0.output < $1.output }) {
            var place = copy.output
            var from = copy.start
            for (number, hole) in holes.enumerated() where hole.start >= copy.start && hole.end <= copy.end {
                place += canonicalCount(from, hole.start)
                guard place >= written, let count = add(copy, hole, number, literal: written..<place) else {
                    return false
                }
                place += count
                written = place
                from = hole.end
            }
            // A copy of a part of a hole is not one that could be repeated.
            let isPart = holes.contains {
                $0.start < copy.end && $0.end > copy.start && ($0.start < copy.start || $0.end > copy.end)
            }
            if isPart { return false }
        }
        let copyCounts = parts.operations.reduce(into: [UInt16: Int]()) { $0[$1.hole, default: 0] += 1 }
        parts.copyCount = copyCounts.values.max() ?? 1
        let start = parts.literals.count
        literals.append((parts.operations.count, written..<record.count))
        appendLiteral(written..<record.count)
        parts.operations.append(
            LayoutProgram.Operation(.literal, hole: 0, literal: start..<parts.literals.count)
        )
        if let cause = trace.rootCause, parts.rootCause < 0 {
            parts.fixedRootCause = TextRange(start: UInt32(parts.literals.count), count: UInt32(cause.count))
            appendLiteral(cause)
        }
        placeMembers()
        return true
    }

    /// Notes where the values of members begin and end, if every operation tells how long what it writes is.
    private mutating func placeMembers() {
        guard parts.operations.allSatisfy(\.tellsLength) else { return }
        // The scan reads whole words.
        let padded = Array(record) + [UInt8](repeating: 0, count: CanonicalScan.slack)
        let found = RecordMembers()
        let members = padded.withUnsafeBytes { found.find(in: UnsafeRawBufferPointer(rebasing: $0[..<record.count])) }
        var borders: [LayoutProgram.Border] = []
        for range in found.elements(members) {
            for place in [Int(range & 0xFFFF_FFFF), Int(range >> 32)] {
                guard
                    let literal = literals.first(where: { $0.range.lowerBound <= place && place <= $0.range.upperBound }
                    )
                else { return }
                let offset = UInt32(place - literal.range.lowerBound)
                borders.append(LayoutProgram.Border(operation: UInt32(literal.operation), offset: offset))
            }
        }
        parts.members = members
        parts.borders = borders
    }

    /// The operation that copies a hole, behind a literal; answers how many bytes the copy has in the record.
    private mutating func add(
        _ copy: DecodingTrace.Copy,
        _ hole: Hole,
        _ number: Int,
        literal: Range<Int>
    ) -> Int? {
        guard literal.upperBound <= record.count else { return nil }
        let start = parts.literals.count
        var operation = LayoutProgram.Operation(
            .text,
            hole: number,
            isNumber: hole.isNumber,
            literal: start..<start + literal.count
        )
        switch copy.kind {
        case .text: if hole.isNumber { operation.operationKind = .number }
        case .time:
            parts.timeCount += 1
            var isPlain: Bool?
            for look in hole.looks {
                guard case .time(let plan, let isNone) = look else { continue }
                guard setPlan(plan) else { return nil }
                operation.allowsNone = isNone
                let accepts = !plan.pointee.timeFormats.accepted.isDisjoint(with: [.rfc3339, .iso8601])
                isPlain = accepts && !hole.isNumber && (isNone || plan.pointee.noTimesAreAncient)
            }
            guard let isPlain else { return nil }
            operation.operationKind = isPlain ? .plainTime : .time
        case .lastSegment: operation.operationKind = .lastSegment
        case .number:
            guard hole.isNumber, hole.isPercentage else { return nil }
            operation.operationKind = .percentage
        }
        if trace.rootCause?.lowerBound == literal.upperBound { parts.rootCause = parts.operations.count }
        literals.append((parts.operations.count, literal))
        appendLiteral(literal)
        parts.operations.append(operation)
        // Done once more, as the program will: the record must have the same there.
        guard let copied = repeated(operation, hole), record.count - literal.upperBound >= copied.count,
            record[literal.upperBound..<literal.upperBound + copied.count].elementsEqual(copied)
        else { return nil }
        return copied.count
    }

    private mutating func appendLiteral(_ range: Range<Int>) {
        parts.literals.append(contentsOf: record[range])
    }

    /// What an operation on a hole writes.
    private func repeated(_ operation: LayoutProgram.Operation, _ hole: Hole) -> [UInt8]? {
        var alone = LayoutProgram.Parts()
        var operation = operation
        operation.hole = 0
        operation.count = 0
        operation.start = 0
        alone.operations = [operation]
        alone.plan = parts.plan
        alone.timeCount = 1
        let program = LayoutProgram(alone)
        defer { program.deallocate() }
        var output = OutputBuffer(capacity: 256)
        let isClean = text.isClean(hole.start, hole.end)
        var places = cjson_layout_places()
        cjson_set_hole(&places, 0, UInt32(hole.start), UInt32(hole.end), isClean ? 0 : 1, isClean ? 0 : 1)
        let outcome = withUnsafePointer(to: places) { places in
            program.write(
                LayoutProgram.Document(bytes: text.bytes, places: places),
                length: hole.end - hole.start,
                cjson_best_layout_kernels().write,
                rootCause: nil,
                into: &output
            )
        }
        return outcome == .refused ? nil : Array(output.bytes)
    }

    /// How many bytes a stretch of JSON has in its canonical form.
    private func canonicalCount(_ start: Int, _ end: Int) -> Int {
        var output = OutputBuffer(capacity: 256)
        output.appendCanonical(text, start, end)
        return output.count
    }
}
