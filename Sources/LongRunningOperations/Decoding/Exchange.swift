/// One HTTP reply of a capture, with what is known of it.
package struct Exchange {
    /// The status code.
    package var status: Int?
    package var headers: [HeaderField]
    /// The body, without transfer or content coding; the bytes stay where they are while the exchange is converted.
    package var body: UnsafeRawBufferPointer?
    /// How many bytes may be read from the start of the body; at least its own.
    package var readable: Int
    /// The URL that was asked, or its path.
    package var url: [UInt8]?

    package init(
        status: Int? = nil,
        headers: [HeaderField] = [],
        body: UnsafeRawBufferPointer? = nil,
        readable: Int = 0,
        url: [UInt8]? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.readable = max(readable, body?.count ?? 0)
        self.url = url
    }
}

/// What became of an exchange.
package enum ExchangeOutcome: Sendable, Hashable {
    /// This many records were written; elements that are none are among the faults.
    case converted(Int)
    /// Nothing: it is of no service asked for, or its code says nothing about an operation.
    case ignored
    /// It is the last of the faults.
    case rejected
}
