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
