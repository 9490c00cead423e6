import LongRunningOperations

/// How far a run has come, at a place between two documents.
struct ProgressState: Equatable {
    var position = InputPosition()
    var outputLength = 0
    var outputDigest = ContentDigest().value
    var rejectsLength = 0
    var rejectsDigest = ContentDigest().value
    /// All is written; what is missing is the names.
    var isComplete = false
    var ledger = Ledger()
}

extension ProgressState {
    /// Appends the members, each with a comma before it.
    func append(to line: inout OutputBuffer) {
        Self.append("input", position.input, to: &line)
        Self.append("offset", position.offset, to: &line)
        Self.append("lineFeeds", position.lineFeeds, to: &line)
        Self.append("index", position.index, to: &line)
        Self.append("checkpoint", position.checkpoint, to: &line)
        Self.append("envelope", position.envelope, to: &line)
        Self.append("outputLength", outputLength, to: &line)
        Self.append("outputDigest", String(outputDigest, radix: 16), to: &line)
        Self.append("rejectsLength", rejectsLength, to: &line)
        Self.append("rejectsDigest", String(rejectsDigest, radix: 16), to: &line)
        Self.append("isComplete", isComplete ? 1 : 0, to: &line)
        ledger.append(to: &line)
    }

    init?(_ object: FlatObject) {
        guard let input = object.numbers["input"], let offset = object.numbers["offset"],
            let lineFeeds = object.numbers["lineFeeds"], let index = object.numbers["index"],
            let checkpoint = object.numbers["checkpoint"], let envelope = object.text("envelope"),
            let outputLength = object.numbers["outputLength"], let rejectsLength = object.numbers["rejectsLength"],
            let outputDigest = object.text("outputDigest").flatMap({ UInt64($0, radix: 16) }),
            let rejectsDigest = object.text("rejectsDigest").flatMap({ UInt64($0, radix: 16) }),
            let isComplete = object.numbers["isComplete"], let ledger = Ledger(object)
        else { return nil }
        position = InputPosition(
            input: input,
            offset: offset,
            lineFeeds: lineFeeds,
            index: index,
            checkpoint: checkpoint,
            envelope: envelope
        )
        self.outputLength = outputLength
        self.outputDigest = outputDigest
        self.rejectsLength = rejectsLength
        self.rejectsDigest = rejectsDigest
        self.isComplete = isComplete == 1
        self.ledger = ledger
    }

    static func append(_ name: String, _ value: Int, to line: inout OutputBuffer) {
        line.append(",\"\(name)\":\(value)")
    }

    static func append(_ name: String, _ value: String, to line: inout OutputBuffer) {
        line.append(",\"\(name)\":")
        line.append(string: value)
    }
}
