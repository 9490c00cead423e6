/// Which service a body is of, asked before anything is written: what headers say depends on the service.
extension DocumentEngine {
    /// The service that claims the document in `text`; of a list, the one that claims its first object.
    mutating func service(of text: IndexedText, end: Int) throws(DocumentFaultInside) -> Int {
        let walker = SyntaxWalker(text: text, end: end, stack: record.stack, depthLimit: depthLimit)
        let start = text.token(0)
        guard start < end else { throw DocumentFaultInside(walker.truncated) }
        let whole = try syntax { () throws(SyntaxFault) in try walker.value(at: 0, depth: 0) }
        try refuseTrailing(text, whole.next, end)
        var object = 0
        if whole.kind == .array {
            guard let first = try firstObject(in: 0, walker) else {
                throw DocumentFaultInside(.notAReply, offset: start)
            }
            object = first
        } else if whole.kind != .object {
            throw DocumentFaultInside(.notAReply, offset: start)
        }
        _ = try walk(walker, object, isClean: false)
        return try serviceOfDocument(walker, Request())
    }

    /// Whether bytes are one JSON value, whatever it says.
    func isDocument(_ text: IndexedText, end: Int) -> Bool {
        let walker = SyntaxWalker(text: text, end: end, stack: record.stack, depthLimit: depthLimit)
        guard text.tokenCount > 0, let value = try? walker.value(at: 0, depth: 0) else { return false }
        return value.next >= text.tokenCount
    }
}
