extension OperationDecoder {
    /// Reads the one reply that a captured response says.
    ///
    /// A status of 304 says that nothing changed; 400 and above is a failed request, whatever the body says; a 2xx is read by its
    /// body, or, without one, by the header that names the operation. The body wins; headers and the URL fill gaps.
    ///
    /// - Parameter response: The response.
    /// - Returns: The reply.
    /// - Throws: Why it says none; ``OperationDecodingError/Code/ignored`` where it says nothing about an operation.
    public func decode(_ response: CapturedResponse) throws(OperationDecodingError) -> OperationReply {
        try withWorker(for: response) { worker, body throws(OperationDecodingError) in
            let replies = try worker.replies(from: response, body)
            guard replies.count == 1, let reply = replies.first else {
                // All replies of a document are of one service.
                let service = replies.first.map(Self.service) ?? worker.namedService
                throw worker.notOneReply(replies.count, service)
            }
            return try reply.get()
        }
    }

    /// Reads all replies that a captured response says.
    ///
    /// - Parameter response: The response.
    /// - Returns: A reply, or why there is none, for each record that its body has.
    /// - Throws: Why nothing of it can be used; ``OperationDecodingError/Code/ignored`` where it says nothing about an operation.
    public func decodeAll(
        _ response: CapturedResponse
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        try withWorker(for: response) { worker, body throws(OperationDecodingError) in
            try worker.replies(from: response, body)
        }
    }

    private func withWorker<Value>(
        for response: CapturedResponse,
        _ use: (OperationDecoderWorker, UnsafeRawBufferPointer) throws(OperationDecodingError) -> Value
    ) throws(OperationDecodingError) -> Value {
        let body = response.body ?? []
        return try body.withUnsafeBufferPointer { body throws(OperationDecodingError) in
            try withWorker { worker throws(OperationDecodingError) in
                try use(worker, UnsafeRawBufferPointer(body))
            }
        }
    }

    private static func service(_ reply: Result<OperationReply, OperationDecodingError>) -> ServiceIdentifier? {
        switch reply {
        case .success(let reply): reply.service
        case .failure(let error): error.service
        }
    }
}

extension OperationDecoderWorker {
    /// Converts the whole exchange, and makes a value of each line.
    func replies(
        from response: CapturedResponse,
        _ body: UnsafeRawBufferPointer
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        let headers = response.headers.map { HeaderField($0.name, $0.value) }
        let url = response.url.map { Array($0.utf8) }
        var exchange = Exchange(ExchangeHead(status: response.status, headers: headers, url: url))
        if !body.isEmpty {
            exchange.body = body
            exchange.readable = body.count
        }
        var faults: [DocumentConverter.Fault] = []
        var pointers = JSONPointerFinder(body)
        let outcome = converter.convert(exchange: exchange, into: &output, faults: &faults)
        _ = converter.takeTally()
        switch outcome {
        case .ignored:
            throw OperationDecodingError(
                code: .ignored,
                message: "the response says nothing about an operation of the services asked for",
                service: namedService
            )
        case .rejected:
            let whole = converter.fault(.notAReply, document: 0, 0..<body.count, at: 0, outputOffset: 0)
            throw error(faults.first ?? whole, &pointers)
        case .converted: break
        }
        output.reserve(CanonicalScan.slack)
        return try values(of: faults.map { ($0.outputOffset, error($0, &pointers)) })
    }
}
