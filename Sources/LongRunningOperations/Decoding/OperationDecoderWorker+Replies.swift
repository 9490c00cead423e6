/// From bytes to replies: the engine writes canonical records, and each becomes a value.
extension OperationDecoderWorker {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    func reply(
        from body: UnsafeRawBufferPointer,
        _ request: consuming DocumentEngine.Request
    ) throws(OperationDecodingError) -> OperationReply {
        request.endsLines = false
        let result = try convert(body, request)
        guard result.records == 1, converter.engine.faults.isEmpty else {
            throw notOneReply(result.records + converter.engine.faults.count, service(result.service) ?? namedService)
        }
        guard output.count <= ReplyStorage.longest else { throw recordTooLong }
        return OperationReply(storage: store(result))
    }

    /// Copies the one record of the output; where a known layout wrote it, where its members are need not be looked for.
    private func store(_ result: DocumentEngine.Result) -> ReplyStorage {
        if result.isKnown {
            let found = converter.engine.layouts.findMembers(into: members.ranges)
            if found != 0 { return members.store(output.bytes, members: found) }
        }
        // The scan reads whole words.
        output.reserve(CanonicalScan.slack)
        return members.store(output.bytes)
    }

    func replies(
        from body: UnsafeRawBufferPointer,
        _ request: consuming DocumentEngine.Request
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        request.endsLines = true
        let result = try convert(body, request)
        output.reserve(CanonicalScan.slack)
        let mark = mark(of: body)
        var pointers = JSONPointerFinder(body)
        return try values(
            of: converter.engine.faults.map { fault in
                (fault.outputOffset, error(converter.fault(fault, document: 0, mark, result.service), &pointers))
            }
        )
    }

    /// The values of the lines in `output`, and between them the errors, each where its record would be.
    func values(
        of errors: [(outputOffset: Int, error: OperationDecodingError)]
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        var replies: [Result<OperationReply, OperationDecodingError>] = []
        var errors = errors[...]
        var start = 0
        let text = output.bytes
        while true {
            while let next = errors.first, next.outputOffset <= start {
                replies.append(.failure(next.error))
                errors = errors.dropFirst()
            }
            guard start < text.count else { break }
            // No canonical record holds a line feed.
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            guard end - start <= ReplyStorage.longest else { throw recordTooLong }
            let line = UnsafeRawBufferPointer(rebasing: text[start..<end])
            replies.append(.success(OperationReply(storage: members.store(line))))
            start = end + 1
        }
        return replies
    }

    private func convert(
        _ body: UnsafeRawBufferPointer,
        _ request: borrowing DocumentEngine.Request
    ) throws(OperationDecodingError) -> DocumentEngine.Result {
        let mark = mark(of: body)
        let document = mark == 0 ? body : UnsafeRawBufferPointer(rebasing: body[mark...])
        do throws(DocumentFaultInside) {
            guard document.count <= converter.lengthLimit else {
                throw DocumentFaultInside(.tooLong, offset: 0)
            }
            guard !document.isEmpty else { throw DocumentFaultInside(.truncated, offset: 0) }
            let (text, readable) = staged(document)
            return try converter.convertAlone(text, readable: readable, request, into: &output)
        } catch {
            let offset = mark + min(error.offset, document.count)
            let fault = converter.fault(error.code, document: 0, 0..<body.count, at: offset, outputOffset: 0)
            var pointers = JSONPointerFinder(body)
            throw self.error(fault, &pointers)
        }
    }

    /// The document where bytes behind it may be read, as known layouts want it; a long one stays where it is.
    ///
    /// Copying some hundred bytes costs less than deciding anew what they say.
    private func staged(_ document: UnsafeRawBufferPointer) -> (text: UnsafeRawBufferPointer, readable: Int) {
        guard document.count <= LayoutCache.lengthLimit else { return (document, document.count) }
        staging.removeAll()
        staging.append(document)
        staging.reserve(LayoutProgram.slack)
        (staging.base + document.count).initializeMemory(as: UInt8.self, repeating: 0, count: LayoutProgram.slack)
        return (staging.bytes, document.count + LayoutProgram.slack)
    }

    private func mark(of body: UnsafeRawBufferPointer) -> Int {
        body.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    }

    // MARK: Errors

    /// The error that a fault is to a caller; its places are in the body.
    func error(_ fault: DocumentConverter.Fault, _ pointers: inout JSONPointerFinder) -> OperationDecodingError {
        OperationDecodingError(
            code: fault.code,
            message: fault.message,
            byteOffset: fault.offset,
            path: pointers.path(to: fault.offset),
            service: fault.service.flatMap(service)
        )
    }

    /// One reply was asked for, and there are so many.
    func notOneReply(_ count: Int, _ service: ServiceIdentifier?) -> OperationDecodingError {
        OperationDecodingError(
            code: .notOneReply,
            message: "the document has \(count) replies, not one: use decodeAll",
            service: service
        )
    }

    private var recordTooLong: OperationDecodingError {
        var error = OperationDecodingError(.tooLong, at: nil)
        error.service = namedService
        return error
    }

    /// The service, where one alone was named.
    var namedService: ServiceIdentifier? { converter.namedService.flatMap(service) }

    private func service(_ index: Int) -> ServiceIdentifier? {
        converter.plan.definitions.indices.contains(index)
            ? ServiceIdentifier(converter.plan.definitions[index].id) : nil
    }
}
