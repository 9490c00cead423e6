/// Reads replies of services: documents in the services' own shapes become ``OperationReply`` values.
///
/// ```swift
/// let decoder = OperationDecoder(service: .azureCDNChina)
/// let reply = try decoder.decode(#"{"Id":"1","EndpointId":"e","Status":"Processing"}"#)
/// ```
///
/// A decoder may be used from many tasks at once, and is meant to be kept: making one compiles mappings. What it says is a
/// function of the bytes alone.
public struct OperationDecoder: Sendable {
    /// Compiled mappings and memory to work in.
    private let pool: OperationDecoderPool

    /// Creates a decoder for the replies of one service.
    ///
    /// A service that the catalog does not have is reported by each call of `decode`, as
    /// ``OperationDecodingError/Code/unknownService``. The services that ``ServiceIdentifier`` names are in every catalog.
    ///
    /// - Parameters:
    ///   - service: The service. Documents are held to its mapping, and to nothing else.
    ///   - catalog: The mappings at hand.
    ///   - limits: How long and how deep a document may be.
    public init(
        service: ServiceIdentifier,
        catalog: MappingCatalog = .builtIn,
        limits: DecodingLimits = DecodingLimits()
    ) {
        pool = OperationDecoderPool(services: [service], catalog: catalog, limits: limits)
    }

    /// Creates a decoder that finds out of which service a document is.
    ///
    /// A service claims a document by its shape; where none or several do, `decode` throws rather than guess.
    ///
    /// - Parameters:
    ///   - services: The services that come into question; none means all of the catalog.
    ///   - catalog: The mappings at hand.
    ///   - limits: How long and how deep a document may be.
    /// - Throws: ``OperationDecodingError/Code/unknownService`` where the catalog has no such service.
    public init(
        services: [ServiceIdentifier] = [],
        catalog: MappingCatalog = .builtIn,
        limits: DecodingLimits = DecodingLimits()
    ) throws(OperationDecodingError) {
        pool = OperationDecoderPool(services: services, catalog: catalog, limits: limits)
        _ = try pool.plan.get()
    }

    // MARK: One reply

    /// Reads the one reply that a body says.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: The reply.
    /// - Throws: Why the document is no reply; ``OperationDecodingError/Code/notOneReply`` where it has several or none.
    public func decode(_ body: [UInt8]) throws(OperationDecodingError) -> OperationReply {
        try body.withUnsafeBufferPointer { body throws(OperationDecodingError) in
            try decode(UnsafeRawBufferPointer(body))
        }
    }

    /// Reads the one reply that a body says.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: The reply, which does not refer to `body`.
    /// - Throws: Why the document is no reply; ``OperationDecodingError/Code/notOneReply`` where it has several or none.
    public func decode(_ body: UnsafeRawBufferPointer) throws(OperationDecodingError) -> OperationReply {
        try pool.withWorker { worker throws(OperationDecodingError) in
            try worker.reply(from: body, DocumentEngine.Request())
        }
    }

    /// Reads the one reply that a body says.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: The reply.
    /// - Throws: Why the document is no reply; ``OperationDecodingError/Code/notOneReply`` where it has several or none.
    public func decode(_ body: some Collection<UInt8>) throws(OperationDecodingError) -> OperationReply {
        try decode(Array(body))
    }

    /// Reads the one reply that a body says.
    ///
    /// - Parameter body: The document. A byte order mark in front of it is passed over.
    /// - Returns: The reply.
    /// - Throws: Why the document is no reply; ``OperationDecodingError/Code/notOneReply`` where it has several or none.
    public func decode(_ body: String) throws(OperationDecodingError) -> OperationReply {
        try decode(Array(body.utf8))
    }

    // MARK: All replies

    /// Reads all replies that a body says: one, or those of a list, in their order.
    ///
    /// An element of a list that is no reply is an element of the result that failed; the others stand. A list may be empty.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: A reply, or why there is none, for each record that the document has.
    /// - Throws: Why nothing of the document can be used.
    public func decodeAll(
        _ body: [UInt8]
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        try body.withUnsafeBufferPointer { body throws(OperationDecodingError) in
            try decodeAll(UnsafeRawBufferPointer(body))
        }
    }

    /// Reads all replies that a body says: one, or those of a list, in their order.
    ///
    /// An element of a list that is no reply is an element of the result that failed; the others stand. A list may be empty.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: A reply, or why there is none, for each record that the document has. None refers to `body`.
    /// - Throws: Why nothing of the document can be used.
    public func decodeAll(
        _ body: UnsafeRawBufferPointer
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        try pool.withWorker { worker throws(OperationDecodingError) in
            try worker.replies(from: body, DocumentEngine.Request())
        }
    }

    /// Reads all replies that a body says: one, or those of a list, in their order.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: A reply, or why there is none, for each record that the document has.
    /// - Throws: Why nothing of the document can be used.
    public func decodeAll(
        _ body: some Collection<UInt8>
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        try decodeAll(Array(body))
    }

    /// Reads all replies that a body says: one, or those of a list, in their order.
    ///
    /// - Parameter body: The document. A byte order mark in front of it is passed over.
    /// - Returns: A reply, or why there is none, for each record that the document has.
    /// - Throws: Why nothing of the document can be used.
    public func decodeAll(
        _ body: String
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        try decodeAll(Array(body.utf8))
    }
}

extension OperationDecoder {
    func withWorker<Value>(
        _ body: (OperationDecoderWorker) throws(OperationDecodingError) -> Value
    ) throws(OperationDecodingError) -> Value {
        try pool.withWorker(body)
    }
}
