import LongRunningOperations

/// What all chunks of one input have in common.
final class InputOrigin: Sendable {
    /// The input's path, or nothing for standard input.
    let file: String?
    let envelope: Envelope
    /// Whether lines can be found again by their number.
    let hasLines: Bool

    init(file: String?, envelope: Envelope, hasLines: Bool) {
        self.file = file
        self.envelope = envelope
        self.hasLines = hasLines
    }
}

/// A place between two documents, from which a run can continue.
struct InputPosition: Equatable, Sendable {
    /// Which input.
    var input = 0
    /// Bytes before it.
    var offset = 0
    /// LF before it.
    var lineFeeds = 0
    /// Documents before it.
    var index = 0
    /// Where the splitter stands.
    var checkpoint = 0
    /// The envelope's name once it is known.
    var envelope = ""
}

/// A stretch of one input that begins and ends between documents, and what becomes of it.
///
/// Belongs to one thread at a time: to the one that reads and converts it, then to the one that writes it.
final class Chunk: @unchecked Sendable {
    enum Content: Equatable, Sendable {
        /// Whole documents.
        case documents
        /// A document over the limit comes in parts, each but the last a multiple of three bytes.
        case longStart
        case longPart
        case longEnd(length: Int)
    }

    /// A document over the limit.
    struct LongDocument: Sendable {
        /// The document's start.
        var position: InputPosition
        /// The code of a reject line read back that is too long to be looked at; its bytes pass as they are.
        var passingCode: String?
    }

    /// Bytes of an input that are read at once: so many that what a chunk costs beside them hardly counts.
    static let usualSize = 512 * 1024

    var sequence = 0
    var content = Content.documents
    var origin = InputOrigin(file: nil, envelope: .lines, hasLines: false)
    private(set) var buffer: PageBuffer
    /// Where in the buffer the window begins.
    private var windowStart = 0
    var count = 0
    /// LF in the window, where the input's lines are numbered.
    var lineFeeds = 0
    /// What was read for this chunk before its turn came.
    private(set) var block: ReservedBlock?
    /// Where the first byte stands.
    var start = InputPosition()
    /// Where the next chunk begins.
    var end = InputPosition()
    var documents: [Range<Int>] = []
    var emptyLists = 0
    var long: LongDocument?

    var output = OutputBuffer(capacity: 4096)
    /// Reject lines, where they go to a sink of their own.
    var rejects = OutputBuffer(capacity: 256)
    /// Output with reject lines in between, where there are any and they go there.
    private(set) var mixed = OutputBuffer(capacity: 256)
    private(set) var isMixed = false
    /// Output up to here has been copied to where rejects stand between the lines.
    private var mixedOutput = 0
    var ledger = Ledger()

    private let size: Int

    init(size: Int) {
        self.size = size
        buffer = PageBuffer(capacity: Self.headroom + max(size, 4096))
    }

    var window: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer.base + windowStart, count: count)
    }

    /// How many bytes from the window's start may be read.
    var readable: Int { buffer.readable - windowStart }

    /// Where its bytes stand, for those who convert them.
    var windowOrigin: WindowOrigin {
        WindowOrigin(
            file: origin.file,
            offset: start.offset,
            line: origin.hasLines ? start.lineFeeds + 1 : nil,
            index: origin.envelope.isIndexed ? start.index : nil,
            recording: origin.envelope.recording
        )
    }

    /// Whether a run can continue behind this chunk.
    var endsBetweenDocuments: Bool {
        switch content {
        case .documents, .longEnd: true
        case .longStart, .longPart: false
        }
    }

    /// What became of the chunk, rejects between the lines where they go there.
    var lines: UnsafeRawBufferPointer { isMixed ? mixed.bytes : output.bytes }

    // MARK: Lines with rejects between them

    /// Appends to the lines the output up to that place, without its secrets if `redacts` says so, and, behind it, what `write`
    /// appends.
    func mix(upTo outputOffset: Int, redacts: Bool, _ write: (inout OutputBuffer) -> Void) {
        isMixed = true
        let start = mixed.count
        mixed.append(UnsafeRawBufferPointer(rebasing: output.bytes[mixedOutput..<outputOffset]))
        mixedOutput = outputOffset
        if redacts, mixed.count > start { _ = Redaction.redact(&mixed, from: start) }
        write(&mixed)
    }

    /// Makes the lines ready to be written: what is not among them yet is appended, or secrets taken out where they are output.
    func finishLines(redacts: Bool) {
        if isMixed {
            mix(upTo: output.count, redacts: redacts) { _ in }
        } else if redacts {
            _ = Redaction.redact(&output, from: 0)
        }
    }

    // MARK: Handing on a part

    /// Bytes of lines and rejects beyond which they are written before the chunk is converted to its end.
    ///
    /// Far more than a chunk of records has; but one of lines of a byte, each of them a reject, has hundreds of times its length.
    static let mostHeld = 8 * usualSize

    /// Whether there are more lines and rejects than should be kept until the rest is converted.
    var holdsMuch: Bool { lines.count + rejects.count > Self.mostHeld }

    /// Forgets the lines and rejects, which are written; output that rejects may come between stays.
    func removeWritten() {
        if isMixed { mixed.removeAll() } else { output.removeAll() }
        rejects.removeAll()
    }

    /// Moves the output to the lines where there is much of it and no reject is still to come before its end.
    func moveOutput(redacts: Bool) {
        guard isMixed, output.count > Self.mostHeld else { return }
        mix(upTo: output.count, redacts: redacts) { _ in }
        output.removeAll()
        mixedOutput = 0
    }

    // MARK: Filling the window

    /// The longest beginning of a document that a block read ahead can be put behind.
    static let headroom = 16 * 1024

    /// Reads a block before it is known what stands in front of it.
    func readAhead(_ wanted: ReservedBlock) {
        buffer.reserve(Self.headroom + wanted.count, keeping: 0)
        let memory = buffer.base + Self.headroom
        var block = wanted
        switch wanted.file.read(into: memory, count: wanted.count, at: wanted.offset) {
        case .success(wanted.count):
            let bytes = UnsafeRawBufferPointer(start: memory, count: wanted.count)
            if wanted.countsLineFeeds { block.lineFeeds = LineFinder.countLineFeeds(in: bytes) }
        // The file is shorter than it was: its turn finds out.
        case .success: return
        case .failure(let error): block.fault = error
        }
        self.block = block
    }

    /// Begins the window with these bytes and, behind them, the block that was read ahead.
    func beginWindow(_ bytes: UnsafeRawBufferPointer, before block: ReservedBlock?) {
        if let block {
            windowStart = Self.headroom - bytes.count
            count = bytes.count + block.count
            lineFeeds = block.lineFeeds
        } else {
            buffer.reserve(bytes.count, keeping: 0)
            windowStart = 0
            count = bytes.count
            lineFeeds = 0
        }
        self.block = nil
        guard let start = bytes.baseAddress else { return }
        (buffer.base + windowStart).copyMemory(from: start, byteCount: bytes.count)
    }

    /// Where to put `more` bytes behind the window.
    func room(for more: Int) -> UnsafeMutableRawPointer {
        buffer.reserve(windowStart + count + more, keeping: windowStart + count)
        return buffer.base + windowStart + count
    }

    /// Forgets what became of the chunk, so that it can be processed again.
    func rewind() {
        if origin.envelope == .lines { documents.removeAll(keepingCapacity: true) }
        isMixed = false
        mixedOutput = 0
        ledger = Ledger()
        output.removeAll()
        rejects.removeAll()
        mixed.removeAll()
    }

    /// Empties the chunk, giving back memory that unusual documents took.
    func reset() {
        let usual = max(size * 4, 1 << 20)
        content = .documents
        windowStart = 0
        count = 0
        lineFeeds = 0
        documents.removeAll(keepingCapacity: true)
        emptyLists = 0
        long = nil
        isMixed = false
        mixedOutput = 0
        ledger = Ledger()
        block = nil
        buffer.shrink(above: usual, to: Self.headroom + max(size, 4096))
        output.shrink(above: usual)
        rejects.shrink(above: usual)
        mixed.shrink(above: usual)
    }
}
