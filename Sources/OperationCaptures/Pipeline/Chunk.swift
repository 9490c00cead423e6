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

    var sequence = 0
    var content = Content.documents
    var origin = InputOrigin(file: nil, envelope: .lines, hasLines: false)
    var buffer: PageBuffer
    var count = 0
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
    var mixed = OutputBuffer(capacity: 256)
    var isMixed = false
    var ledger = Ledger()

    private let size: Int

    init(size: Int) {
        self.size = size
        buffer = PageBuffer(capacity: max(size, 4096))
    }

    var window: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer.base, count: count)
    }

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

    /// Forgets what became of the chunk, so that it can be processed again.
    func rewind() {
        if origin.envelope == .lines { documents.removeAll(keepingCapacity: true) }
        isMixed = false
        ledger = Ledger()
        output.removeAll()
        rejects.removeAll()
        mixed.removeAll()
    }

    /// Empties the chunk, giving back memory that unusual documents took.
    func reset() {
        let usual = max(size * 4, 1 << 20)
        content = .documents
        count = 0
        documents.removeAll(keepingCapacity: true)
        emptyLists = 0
        long = nil
        isMixed = false
        ledger = Ledger()
        buffer.shrink(above: usual, to: max(size, 4096))
        output.empty(keepingAtMost: usual)
        rejects.empty(keepingAtMost: usual)
        mixed.empty(keepingAtMost: usual)
    }
}

extension OutputBuffer {
    /// Removes all bytes, and the memory too if it is more than usual.
    fileprivate mutating func empty(keepingAtMost usual: Int) {
        if capacity > usual {
            self = OutputBuffer(capacity: 4096)
        } else {
            removeAll()
        }
    }
}
