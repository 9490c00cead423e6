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
            let count = result.records + converter.engine.faults.count
            throw OperationDecodingError(
                code: .notOneReply,
                message: "the document has \(count) replies, not one: use decodeAll",
                service: service(result.service)
            )
        }
        guard output.count <= ReplyStorage.longest else { throw OperationDecodingError(.tooLong, at: nil) }
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
        var pointers = JSONPointerFinder(body)
        return try values(
            of: converter.engine.faults.map {
                ($0.outputOffset, error($0, body, &pointers, service(result.service)))
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
            guard end - start <= ReplyStorage.longest else { throw OperationDecodingError(.tooLong, at: nil) }
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
        let mark = body.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        let document = mark == 0 ? body : UnsafeRawBufferPointer(rebasing: body[mark...])
        guard document.count <= min(converter.limits.length, TokenIndex.longest) else {
            throw OperationDecodingError(.tooLong, at: 0)
        }
        guard !document.isEmpty else { throw OperationDecodingError(.truncated, at: mark) }
        do throws(DocumentFaultInside) {
            let (text, readable) = staged(document)
            return try converter.convertAlone(text, readable: readable, request, into: &output)
        } catch {
            let offset = min(error.offset, document.count)
            throw OperationDecodingError(
                code: error.code.publicCode,
                message: converter.message(error.code),
                byteOffset: offset + mark,
                path: JSONPointer.path(to: offset, in: document),
                service: converter.plan.serviceCount == 1 ? service(0) : nil
            )
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

    private func error(
        _ fault: DocumentEngine.ElementFault,
        _ body: UnsafeRawBufferPointer,
        _ pointers: inout JSONPointerFinder,
        _ service: ServiceIdentifier?
    ) -> OperationDecodingError {
        let mark = body.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        return OperationDecodingError(
            code: fault.fault.publicCode,
            message: fault.fault.message.description,
            byteOffset: fault.offset + mark,
            path: pointers.path(to: fault.offset + mark),
            service: service
        )
    }

    private func service(_ index: Int) -> ServiceIdentifier? {
        converter.plan.definitions.indices.contains(index)
            ? ServiceIdentifier(converter.plan.definitions[index].id) : nil
    }
}
