/// What an engine counted: replies by service and state, diagnostics, words that no mapping lists.
struct EngineTally {
    struct UnknownWord: Hashable {
        var service: Int
        var word: [UInt8]
    }

    /// A service's counts: one a state, then failed requests, then replies that say nothing changed.
    static let kinds = OperationState.allCases.count + 2
    static let requestFailed = OperationState.allCases.count
    static let notModified = OperationState.allCases.count + 1

    var replies: [Int]
    var diagnostics = [Int](repeating: 0, count: DiagnosticCode.allCases.count)
    var unknownWords: [UnknownWord: (count: Int, document: Int)] = [:]
    var rootCauses: [[UInt8]: Int] = [:]
    var ignored = 0
    /// Whether root causes are counted; they cost a look-up a failed operation.
    var countsRootCauses = false
    /// The slot of the word that the record at hand says and no table lists, or -1.
    var unknownWordSlot: Int32 = -1

    /// The longest text that something is counted by, in bytes.
    static let keyLimit = 128

    /// The text that a word or code is counted by: it, or its beginning where it is longer than any that a service would use.
    ///
    /// Counts outlive their documents, so what they take must not depend on how long a service's texts are.
    static func key(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        guard text.count > keyLimit else { return Array(text) }
        var end = keyLimit
        // What is written later has to be UTF-8, so no character is cut in two.
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(text[..<end])
    }

    init(serviceCount: Int) {
        replies = [Int](repeating: 0, count: serviceCount * Self.kinds)
    }

    mutating func removeAll() {
        for index in replies.indices { replies[index] = 0 }
        for index in diagnostics.indices { diagnostics[index] = 0 }
        unknownWords.removeAll()
        rootCauses.removeAll()
        ignored = 0
    }
}
