/// What decoding one document looked at and copied: enough to do the same, without deciding anything, to the next document
/// that differs only in values.
///
///     {"id":"7f3a","status":"Running"}
///            │                 └─▶ look: the word decided the state, so it belongs to the layout
///            └───────────────────▶ copy: any text will do, and goes to this place of the record
///
/// An object or array that every walk steps over is copied or left out whole, whatever it holds. A text that deciding reads
/// without saying how is a ``Look/Kind/fixed`` one, which is always right: where all bytes that decided something are the
/// same, so is what they decide. The kinds beside it are promises that can be checked cheaply.
struct DecodingTrace {
    /// A stretch of the document that was copied to the record.
    struct Copy: BitwiseCopyable {
        enum Kind: UInt8, BitwiseCopyable {
            /// Any stretch of JSON, in its canonical form.
            case text
            /// The inside of a string or a number that is a time, as canonical text.
            case time
            /// The last segment of a path.
            case lastSegment
            /// The text of a number.
            case number
        }

        var kind: Kind
        var start: Int
        var end: Int
        /// Where in the output it begins.
        var output: Int
    }

    /// A value of which something had to hold.
    struct Look: BitwiseCopyable {
        enum Kind: BitwiseCopyable {
            /// Its bytes decided something.
            case fixed
            /// It is not `about:blank`.
            case code
            /// It does not begin like JSON.
            case message
            /// It is a time; unless `isNone` allows it, none of those that mean "no time".
            case time(UnsafePointer<ServicePlan>, isNone: Bool)
            /// It is a number from 0 to 100.
            case percentage
            /// It is a path of several segments.
            case path
            /// Whether a glob matches it.
            case like(LiteralPlan, UnsafePointer<ServicePlan>, Bool)
        }

        var kind: Kind
        var start: Int
        var end: Int
    }

    private(set) var copies: [Copy] = []
    private(set) var looks: [Look] = []
    /// Where the values begin that a walk stepped over, and those that something was asked of.
    private var passed: Set<Int> = []
    private var touched: Set<Int> = []
    /// Whether something was done that cannot be done again without looking.
    private(set) var isRefused = false
    /// The counters of ``EngineTally`` that the record counts in.
    private(set) var replies: [Int] = []
    private(set) var diagnostics: [DiagnosticCode] = []
    /// Where in the output the code of the root cause stands, where it counts.
    private(set) var rootCause: Range<Int>?
    private var errorCopies = 0..<0

    /// Forgets the last document.
    mutating func removeAll() {
        copies.removeAll(keepingCapacity: true)
        looks.removeAll(keepingCapacity: true)
        passed.removeAll(keepingCapacity: true)
        touched.removeAll(keepingCapacity: true)
        replies.removeAll(keepingCapacity: true)
        diagnostics.removeAll(keepingCapacity: true)
        isRefused = false
        rootCause = nil
        errorCopies = 0..<0
    }

    mutating func refuse() {
        isRefused = true
    }

    mutating func copy(_ kind: Copy.Kind, _ start: Int, _ end: Int, to output: Int) {
        copies.append(Copy(kind: kind, start: start, end: end, output: output))
    }

    mutating func look(_ kind: Look.Kind, _ value: Range<Int>) {
        looks.append(Look(kind: kind, start: value.lowerBound, end: value.upperBound))
    }

    mutating func pass(_ value: Int) {
        passed.insert(value)
    }

    mutating func touch(_ value: Int) {
        touched.insert(value)
    }

    /// Whether every walk stepped over the value that begins here.
    func isFree(_ value: Int) -> Bool {
        passed.contains(value) && !touched.contains(value)
    }

    func hasLook(in range: Range<Int>) -> Bool {
        looks.contains { $0.start < range.upperBound && $0.end > range.lowerBound }
    }

    /// Copies from here on go to the text of the error.
    mutating func beginError() {
        errorCopies = copies.count..<copies.count
    }

    /// The text of the error is complete, or there is none and what was copied to it is dropped.
    mutating func endError(isKept: Bool) {
        if !isKept { copies.removeSubrange(errorCopies.lowerBound...) }
        errorCopies = errorCopies.lowerBound..<copies.count
    }

    /// What was written at `output` of the error's text and behind was taken back.
    mutating func dropErrorCopies(from output: Int) {
        while copies.count > errorCopies.lowerBound, let last = copies.last, last.output >= output {
            copies.removeLast()
        }
    }

    /// The text of the error goes to this place of the output.
    mutating func placeError(at output: Int, rootCause: Range<Int>?) {
        for index in errorCopies {
            copies[index].output += output
        }
        if let rootCause { self.rootCause = rootCause.lowerBound + output..<rootCause.upperBound + output }
        errorCopies = copies.count..<copies.count
    }

    /// Makes places relative to the record, which begins at `start` of the output.
    mutating func startRecord(at start: Int) {
        for index in copies.indices { copies[index].output -= start }
        if let cause = rootCause { rootCause = cause.lowerBound - start..<cause.upperBound - start }
    }

    mutating func count(reply: Int?, _ noted: UnsafeBufferPointer<NotedDiagnostic>) {
        if let reply { replies.append(reply) }
        for diagnostic in noted { diagnostics.append(diagnostic.code) }
    }
}

extension IndexedText {
    /// Tells whoever traces the decoding that the bytes of a value decided something.
    @inline(__always)
    func fix(_ slot: SlotTable.Slot) {
        look(.fixed, slot)
    }

    /// Tells whoever traces the decoding what had to hold of a value.
    @inline(__always)
    func look(_ kind: @autoclosure () -> DecodingTrace.Look.Kind, _ slot: SlotTable.Slot) {
        if let trace { trace.pointee.look(kind(), slot.inside) }
    }

    /// Tells whoever traces the decoding that a value is copied to this place of the output, in the way named.
    @inline(__always)
    func copied(_ kind: DecodingTrace.Copy.Kind, _ slot: SlotTable.Slot, to output: Int) {
        if let trace { trace.pointee.copy(kind, slot.inside.lowerBound, slot.inside.upperBound, to: output) }
    }

    /// Tells whoever traces the decoding that a walk met a member, on a path or beside all of them.
    @inline(__always)
    func met(_ value: Int, isOnPath: Bool) {
        if let trace { isOnPath ? trace.pointee.touch(value) : trace.pointee.pass(value) }
    }

    /// Tells whoever traces the decoding that what an object or array holds decided something.
    @inline(__always)
    func touch(token: Int) {
        if let trace { trace.pointee.touch(self.token(token)) }
    }

    /// Tells whoever traces the decoding that this cannot be done again without looking.
    @inline(__always)
    func refuseLayout() {
        if let trace { trace.pointee.refuse() }
    }
}
