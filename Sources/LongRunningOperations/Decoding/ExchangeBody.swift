/// The body of an exchange, without a byte order mark; one of nothing but white space is none.
struct ExchangeBody {
    let whole: UnsafeRawBufferPointer
    /// Where the text begins.
    let start: Int
    let text: UnsafeRawBufferPointer
    let readable: Int
    let isEmpty: Bool
    let isObject: Bool

    init(_ exchange: borrowing Exchange) {
        whole = exchange.body ?? UnsafeRawBufferPointer(start: nil, count: 0)
        start = whole.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        text = UnsafeRawBufferPointer(rebasing: whole[start...])
        readable = exchange.readable - start
        let first = text.first { !$0.isJSONWhiteSpace }
        isEmpty = first == nil
        isObject = first == UInt8(ascii: "{")
    }
}
