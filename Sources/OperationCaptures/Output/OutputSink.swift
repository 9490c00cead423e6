/// A file that lines are written to, with a digest of all of them where a resumed run will need it.
final class OutputSink {
    /// What messages call it.
    let name: String
    let descriptor: Descriptor
    /// Whether it is a file of the run's own, which can be cut and must be on disk before it is named.
    var isOwnFile: Bool { digest != nil }
    private(set) var length: Int
    private(set) var digest: ContentDigest?
    private let isLeftOpen: Bool
    private let interruption: Interruption?

    /// A sink that closes its descriptor at its end unless that `isLeftOpen`.
    ///
    /// `interruption` ends the waiting for a reader where the descriptor does not block.
    init(
        name: String,
        descriptor: Descriptor,
        length: Int = 0,
        digest: ContentDigest? = nil,
        isLeftOpen: Bool = false,
        interruption: Interruption? = nil
    ) {
        self.name = name
        self.descriptor = descriptor
        self.length = length
        self.digest = digest
        self.isLeftOpen = isLeftOpen
        self.interruption = interruption
    }

    deinit {
        if !isLeftOpen { _ = descriptor.close() }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(BatchFailure) {
        guard !bytes.isEmpty else { return }
        if case .failure(let error) = descriptor.write(bytes, until: interruption) {
            if error.isClosedPipe { throw BatchFailure(.outputClosed, "") }
            if error.isInterruption, let interruption, interruption.requested != nil {
                throw interruption.failure("interrupted, and nobody reads \(printable(name))")
            }
            throw .system("write", name, error.number)
        }
        length += bytes.count
        digest?.update(bytes)
    }

    func synchronize() throws(BatchFailure) {
        guard isOwnFile else { return }
        if case .failure(let error) = descriptor.synchronize() {
            throw .system("write", name, error.number)
        }
    }
}
