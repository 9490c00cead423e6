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
