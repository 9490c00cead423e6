import Synchronization

/// What decoders work with, kept between documents so that decoding one allocates nothing but its reply.
///
/// A thread takes a worker, or makes one where all are in use, and gives it back. There are never more than were used at once,
/// and of those that nobody uses no more than some dozen are kept.
final class OperationDecoderPool: Sendable {
    /// The compiled mappings, or why there are none.
    let plan: Result<DecodingPlan, OperationDecodingError>
    private let limits: DecodingLimits
    /// More workers than threads that decode at the same time on most machines: a crowd that came once is not kept for ever.
    static let idleLimit = 64
    private let idle = Mutex<[OperationDecoderWorker]>([])

    init(services: [ServiceIdentifier], catalog: MappingCatalog, limits: DecodingLimits) {
        plan = Result { () throws(OperationDecodingError) in try DecodingPlan(catalog: catalog, services: services) }
        self.limits = limits
    }

    /// Calls `body` with a worker that nobody else uses meanwhile.
    @inline(__always)
    func withWorker<Result>(
        _ body: (OperationDecoderWorker) throws(OperationDecodingError) -> Result
    ) throws(OperationDecodingError) -> Result {
        let worker: OperationDecoderWorker
        if let kept = idle.withLock({ $0.popLast() }) {
            worker = kept
        } else {
            worker = OperationDecoderWorker(plan: try plan.get(), limits: limits)
        }
        defer {
            worker.clear()
            idle.withLock { if $0.count < Self.idleLimit { $0.append(worker) } }
        }
        return try body(worker)
    }
}

/// A converter and the memory around it.
///
/// Its pool sees to it that one thread uses it at a time.
final class OperationDecoderWorker: @unchecked Sendable {
    /// What is kept of an output between documents.
    static let keptCapacity = 1 << 20
    /// The longest document whose working memory is kept, in bytes: the index takes eight times as much.
    ///
    /// Longer ones are rare, and each pays for its memory anew. A decoder lives as long as its program, which must not hold
    /// for ever what one hostile document took.
    static let keptLength = 256 << 10

    let converter: DocumentConverter
    @exclusivity(unchecked)
    var output = OutputBuffer()
    /// The document at hand, where it is copied.
    @exclusivity(unchecked)
    var staging = OutputBuffer()
    let members = RecordMembers()

    init(plan: DecodingPlan, limits: DecodingLimits) {
        converter = DocumentConverter(plan: plan, limits: limits)
    }

    /// Makes it ready for the next document.
    func clear() {
        output.shrink(above: Self.keptCapacity)
        converter.shrink(above: Self.keptLength)
        if converter.engine.record.facts != nil { converter.engine.record.facts = nil }
        // Nobody asks this engine what words it met, and a hostile service could say a new one in every reply.
        if !converter.engine.record.tally.unknownWords.isEmpty { converter.engine.record.tally.removeAll() }
    }
}
