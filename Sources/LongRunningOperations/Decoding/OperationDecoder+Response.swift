extension OperationDecoder {
    /// Reads the one reply that a captured response says.
    ///
    /// A status of 400 and above is a failed request, whatever the body says.
    ///
    /// - Parameter response: The response.
    /// - Returns: The reply.
    /// - Throws: Why it says none; ``OperationDecodingError/Code/ignored`` where it says nothing about an operation.
    public func decode(_ response: CapturedResponse) throws(OperationDecodingError) -> OperationReply {
        let (body, request) = try read(response)
        return try body.withUnsafeBufferPointer { body throws(OperationDecodingError) in
            try withWorker { worker throws(OperationDecodingError) in
                try worker.reply(from: UnsafeRawBufferPointer(body), request)
            }
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
        let (body, request) = try read(response)
        return try body.withUnsafeBufferPointer { body throws(OperationDecodingError) in
            try withWorker { worker throws(OperationDecodingError) in
                try worker.replies(from: UnsafeRawBufferPointer(body), request)
            }
        }
    }

    /// The body, and what the status, the headers and the URL say beside it.
    ///
    /// This is where headers and the URL come in: they become the request's `facts` and `service`.
    private func read(
        _ response: CapturedResponse
    ) throws(OperationDecodingError) -> (body: [UInt8], request: DocumentEngine.Request) {
        guard let body = response.body, !body.isEmpty else {
            throw OperationDecodingError(code: .ignored, message: "a response without a body says nothing by itself")
        }
        var request = DocumentEngine.Request()
        if let status = response.status {
            var facts = ReplyFacts()
            facts.httpStatus = status
            request.facts = facts
            if status >= 400 { request.status = status }
        }
        return (body, request)
    }
}
