import CJSONKernels

/// The layouts of the documents that an engine has met.
///
/// Machines write the same members in the same order over and over. The first document of a layout is decoded the general way
/// and traced; the others are compared with what was learned, byte by byte between their values, and written by a program.
///
///     document ──▶ matches a layout? ──▶ its program ──▶ record
///                     │ no      ▲             │ a value of another kind
///                     ▼         │ learn       ▼
///                  the general way ──────────▶ record
///
/// Both ways write the same bytes and count the same; the cache only ever saves time. It holds a bounded number of steps, and
/// learns only as much as pays: every layout that is learned must be met again before many more are.
struct LayoutCache: ~Copyable {
    /// Values of one document.
    static let holeLimit = Int(CJSON_LAYOUT_MOST_HOLES)
    /// What may be spent before anything was earned.
    private static let firstCredit = 1 << 15
    private static let firstPatience = 4 * LayoutTree.stepLimit
    /// The longest document that is learned, in bytes.
    static let lengthLimit = 16 << 10

    private var tree = LayoutTree()
    private var programs = ReusedList<LayoutProgram>(capacity: 16)
    /// Whether there is no room for the last layout that was met.
    private var isFull = false
    private let places: UnsafeMutablePointer<cjson_layout_places>
    private let kernels = cjson_best_layout_kernels()
    /// The layout of the last record and the start of its document, if its values are as long as their forms say.
    private var last: (layout: Int, bytes: UnsafeRawPointer)?
    /// What is left to spend on learning.
    private var credit = Self.firstCredit
    /// How many documents without a known layout are waited for before all is learned anew.
    private var patience = Self.firstPatience
    private var missesSinceEmptied = 0
    private var hitsSinceEmptied = 0
    /// How many documents were written by a layout.
    private(set) var metCount = 0

    init() {
        places = .allocate(capacity: 1)
        places.initialize(to: cjson_layout_places())
    }

    deinit {
        for program in programs.elements { program.deallocate() }
        places.deallocate()
    }

    /// How many layouts are known.
    var programCount: Int { programs.count }

    /// Whether one of the layouts holds a line feed: lines that follow each other could then be mistaken for one document.
    var holdsLineFeeds: Bool { tree.holdsLineFeeds }

    /// What became of a document.
    enum Answer {
        /// The record was written; the service that it is of.
        case written(service: Int)
        /// No layout matches: it may be learned.
        case new
        /// A layout matches, but not every value: nothing to learn.
        case exception
    }

    /// Appends the record of a document that has a known layout.
    ///
    /// `readable` bytes may be read from the document's start on. Where `service` is given, a layout of another one is an
    /// exception, and where a status was received one whose record has that of the document.
    @inline(__always)
    mutating func write(
        _ document: UnsafeRawBufferPointer,
        readable: Int,
        of service: Int? = nil,
        hasStatus: Bool = false,
        tally: inout EngineTally,
        into output: inout OutputBuffer
    ) -> Answer {
        guard var bytes = document.baseAddress, document.count <= Self.lengthLimit,
            readable &- document.count >= LayoutProgram.slack
        else { return .exception }
        // A layout begins with its bracket.
        var length = document.count
        while length > 0, bytes.load(as: UInt8.self).isJSONWhiteSpace {
            bytes += 1
            length &-= 1
        }
        guard let layout = match(bytes, length), places.pointee.end == length else {
            missesSinceEmptied &+= 1
            return .new
        }
        if let service, service != (programs.start + layout).pointee.service { return .exception }
        if hasStatus, (programs.start + layout).pointee.maySay(.httpStatus) { return .exception }
        guard write(bytes, layout, tally: &tally, into: &output) else { return .exception }
        return .written(service: (programs.start + layout).pointee.service)
    }

    /// Appends the record of a line that has a known layout, and answers where the next line begins; nil where it has none.
    ///
    /// The lines are all of `bytes`, from the start of one to the end of another; `readable` bytes may be read.
    ///
    /// - Precondition: no layout holds a line feed.
    @inline(__always)
    mutating func writeLine(
        of bytes: UnsafeRawPointer,
        count: Int,
        readable: Int,
        lengthLimit: Int,
        tally: inout EngineTally,
        into output: inout OutputBuffer
    ) -> Int? {
        let room = min(count, min(Self.lengthLimit, readable &- LayoutProgram.slack))
        guard room > 0, let layout = match(bytes, room) else { return nil }
        var end = places.pointee.end
        if end < count, bytes.load(fromByteOffset: end, as: UInt8.self) == UInt8(ascii: "\r") { end &+= 1 }
        guard end == count || bytes.load(fromByteOffset: end, as: UInt8.self) == UInt8(ascii: "\n"), end <= lengthLimit,
            write(bytes, layout, tally: &tally, into: &output)
        else { return nil }
        return end &+ 1
    }

    /// The number of the layout that the beginning of the bytes has.
    @inline(__always)
    private func match(_ bytes: UnsafeRawPointer, _ count: Int) -> Int? {
        tree.match(bytes, count, kernels.match, places)
    }

    /// Appends the record of the document whose values were found, if each is what the layout wants.
    @inline(__always)
    private mutating func write(
        _ bytes: UnsafeRawPointer,
        _ layout: Int,
        tally: inout EngineTally,
        into output: inout OutputBuffer
    ) -> Bool {
        let program = programs.start + layout
        let before = output.count
        let found = LayoutProgram.Document(bytes: bytes, places: places)
        let length = places.pointee.end
        var rootCause: Range<Int>?
        let outcome =
            tally.countsRootCauses
            ? program.pointee.write(found, length: length, kernels.write, rootCause: &rootCause, into: &output)
            : program.pointee.write(found, length: length, kernels.write, rootCause: nil, into: &output)
        guard outcome != .refused else {
            output.count = before
            return false
        }
        last = outcome == .writtenAsUsual ? (layout, bytes) : nil
        hitsSinceEmptied &+= 1
        metCount &+= 1
        tally.replies[program.pointee.reply] &+= 1
        for index in 0..<program.pointee.diagnosticCount {
            tally.diagnostics[Int(program.pointee.diagnostics[index])] &+= 1
        }
        if tally.countsRootCauses { count(program.pointee, rootCause, output, &tally) }
        return true
    }

    /// Where the members of the last record have their values, as ``ReplyStorage`` wants them; the answer has a bit for each
    /// member, and none where that is not known.
    ///
    /// - Precondition: the last document was written by a layout, and its bytes are where they were.
    func findMembers(into ranges: UnsafeMutablePointer<UInt64>) -> UInt32 {
        guard let last else { return 0 }
        let found = LayoutProgram.Document(bytes: last.bytes, places: places)
        return (programs.start + last.layout).pointee.findMembers(of: found, into: ranges)
    }

    private func count(
        _ program: LayoutProgram,
        _ rootCause: Range<Int>?,
        _ output: borrowing OutputBuffer,
        _ tally: inout EngineTally
    ) {
        if let rootCause {
            let code = UnsafeRawBufferPointer(rebasing: output.bytes[rootCause])
            tally.rootCauses[EngineTally.key(code), default: 0] += 1
        } else if program.fixedRootCause.count > 0 {
            tally.rootCauses[EngineTally.key(program.fixedRootCauseCode), default: 0] += 1
        }
    }

    // MARK: Learning

    /// Whether the document that was not known should be traced.
    mutating func wantsToLearn(length: Int) -> Bool {
        guard length <= Self.lengthLimit else { return false }
        if isFull, missesSinceEmptied > patience {
            // What the log says now may be something else than what it said; where nothing came back, it is less likely each time.
            patience = hitsSinceEmptied < 8 * programCount ? min(patience * 8, 1 << 40) : Self.firstPatience
            if hitsSinceEmptied < 8 * missesSinceEmptied { removeAll() }
            missesSinceEmptied = 0
            hitsSinceEmptied = 0
        }
        guard !isFull else { return false }
        let earned = hitsSinceEmptied / 8 + missesSinceEmptied / 16
        return credit + earned > 0
    }

    /// Notes what learning cost.
    mutating func spend(isLearned: Bool) {
        credit -= isLearned ? 16 : 64
    }

    private mutating func removeAll() {
        for program in programs.elements { program.deallocate() }
        programs.removeAll()
        tree.removeAll()
        isFull = false
        credit = Self.firstCredit
    }

    /// Adds the layout of a document; answers false where it has none, there is no room for it, or it is there.
    mutating func add(_ document: LayoutBuilder, service: Int) -> Bool {
        var builder = document
        guard builder.build(service: service, beside: tree) else { return false }
        isFull = !tree.hasRoom(for: builder.segments.count)
        guard !isFull, tree.add(builder.segments, layout: programs.count) else { return false }
        programs.append(LayoutProgram(builder.parts))
        return true
    }
}
