import LongRunningOperations

/// What an envelope reads from one entry: an HTTP reply, as far as the recorder kept it.
struct RecordedExchange {
    /// Where the body is.
    enum Body {
        case none
        /// A JSON value that stands in the entry as it is.
        case embedded(IndexedDocument.Value)
        /// A string of the entry that holds the body.
        case text(IndexedDocument.Value)
        /// Bytes made from several places of the entry, the first of which is `place`.
        case made([UInt8], place: Int)
        /// The text that the reader of the entry keeps, made of a value that stands at `place`.
        case kept(place: Int)
    }

    let head: ExchangeHead
    var body = Body.none
}
