/// What an exchange says beside the body: from its status, headers and URL.
///
/// Fills gaps of the record, as canonical bytes.
struct ReplyFacts {
    var httpStatus: Int?
    var retryAfterSeconds: [UInt8]?
    var retryAt: Timestamp?
    var isRetryAfterInvalid = false
    var traceId: [UInt8]?
    var etag: [UInt8]?
    /// The id that the URL names.
    var id: [UInt8]?
    /// The named parts of the URL, as a canonical JSON object.
    var request: [UInt8]?
    /// The code of `x-ms-error-code`, for a failed request that says none.
    var errorCode: [UInt8]?
}
