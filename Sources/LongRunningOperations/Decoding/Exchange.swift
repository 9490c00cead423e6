/// One HTTP reply of a capture, with what is known of it.
package struct Exchange {
    /// What it says beside its body.
    package var head: ExchangeHead
    /// The body, without transfer or content coding; the bytes stay where they are while the exchange is converted.
    package var body: UnsafeRawBufferPointer?
    /// How many bytes may be read from the start of the body; at least its own.
    package var readable: Int

    package init(_ head: ExchangeHead, body: UnsafeRawBufferPointer? = nil, readable: Int = 0) {
        self.head = head
        self.body = body
        self.readable = max(readable, body?.count ?? 0)
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
