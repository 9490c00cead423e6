public import LongRunningOperations

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OperationDecoder {
    /// Reads the one reply that a body says, without copying the data.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: The reply, which does not refer to `body`.
    /// - Throws: Why the document is no reply; `notOneReply` where it has several or none.
    public func decode(_ body: Data) throws(OperationDecodingError) -> OperationReply {
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(OperationDecodingError) in try decode(bytes) }
        }
        return try result.get()
    }

    /// Reads all replies that a body says: one, or those of a list, in their order.
    ///
    /// - Parameter body: The document in UTF-8. A byte order mark in front of it is passed over.
    /// - Returns: A reply, or why there is none, for each record that the document has. None refers to `body`.
    /// - Throws: Why nothing of the document can be used.
    public func decodeAll(
        _ body: Data
    ) throws(OperationDecodingError) -> [Result<OperationReply, OperationDecodingError>] {
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(OperationDecodingError) in try decodeAll(bytes) }
        }
        return try result.get()
    }
}

extension OperationReply {
    /// The canonical line in UTF-8, without a line feed.
    public var canonicalData: Data {
        withUnsafeCanonicalBytes { Data($0) }
    }
}
