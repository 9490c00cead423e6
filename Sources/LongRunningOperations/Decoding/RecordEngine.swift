/// Decides what one object says and writes it as a canonical record.
///
///     slots ──▶ state ──▶ error ──▶ strings, times, numbers, result      (deciding: which slot fills which member)
///                                        │
///                                        ▼
///     service … state … error … extensions, diagnostics                  (writing: ranges of the input, in order)
///
/// Deciding looks at slots only, so the order of members in the document never matters. One engine serves one thread; all
/// its memory is used again for the next record.
struct RecordEngine: ~Copyable {
    /// Where each canonical member comes from.
    let located: UnsafeMutablePointer<Located>
    /// One bit a member that `located` holds.
    var filledMembers: UInt32 = 0
    /// Slots that form `sourceState`.
    let sources: UnsafeMutablePointer<Int32>
    var sourceCount = 0
    static let sourceLimit = 16
    var outcome = StateOutcome(.unknown)
    var diagnostics = ReusedList<NotedDiagnostic>()
    /// What the exchange says beside the body, if the document came in one.
    var facts: ReplyFacts?
    /// Decoded text of one string at a time.
    var scratch = OutputBuffer(capacity: 512)
    /// The error of the record, written before the members that stand in front of it.
    var errorText = OutputBuffer(capacity: 1024)
    /// The slot that the error came from, or -1.
    var errorSlot: Int32 = -1
    /// Where in the output the rest of the list wrapper stands, or would.
    var listPlace = 0
    var cuts = ReusedList<TextCut>()
    var errors: ErrorWriter
    let prefixes: RecordPrefixes
    /// Memory of the walker.
    let stack: UnsafeMutablePointer<UInt32>
    let depthLimit: Int
    /// Tables for children, one a level, each for the trie of elements it was made for.
    var childTables: [SlotTable] = []
    var tally: EngineTally
    /// Where decisions are noted, for those who ask; engines that convert have none.
    var recording: DecodingRecording?

    init(depthLimit: Int, serviceCount: Int) {
        located = .allocate(capacity: RecordMember.count)
        located.initialize(repeating: Located(), count: RecordMember.count)
        sources = .allocate(capacity: Self.sourceLimit)
        self.depthLimit = depthLimit
        stack =
            UnsafeMutableRawPointer.allocate(
                byteCount: SyntaxWalker.stackByteCount(depthLimit: depthLimit),
                alignment: 16
            )
            .assumingMemoryBound(to: UInt32.self)
        prefixes = RecordPrefixes()
        errors = ErrorWriter(depthLimit: depthLimit)
        tally = EngineTally(serviceCount: serviceCount)
    }

    deinit {
        located.deallocate()
        sources.deallocate()
        UnsafeMutableRawPointer(stack).deallocate()
        prefixes.deallocate()
        for table in childTables {
            table.deallocate()
        }
    }

    /// Lets go of working memory for more than `limit` bytes or values; not to be called while a record is written.
    mutating func shrink(above limit: Int) {
        scratch.shrink(above: limit)
        errorText.shrink(above: limit)
        diagnostics.shrink(above: limit)
        cuts.shrink(above: limit)
        errors.frames.shrink(above: limit)
        errors.cuts.shrink(above: limit)
        errors.scratch.shrink(above: limit)
    }

    @inline(__always)
    func isFilled(_ member: RecordMember) -> Bool {
        filledMembers &>> UInt32(member.rawValue) & 1 == 1
    }

    mutating func note(_ code: DiagnosticCode, _ slot: Int32, _ scope: RecordScope) {
        var position = UInt32.max
        if slot >= 0 {
            let place = scope.slot(slot).pointee
            if place.kind != .absent { position = place.nameStart }
        }
        for noted in diagnostics.elements where noted.code == code && noted.slot == slot {
            return
        }
        diagnostics.append(NotedDiagnostic(code: code, position: position, slot: slot))
    }
}

/// A range of the input that is left out when what is left is written.
struct TextCut: BitwiseCopyable {
    var start: UInt32
    var end: UInt32
}
