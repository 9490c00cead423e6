/// Reads JSON Pointers (RFC 6901).
enum PointerArgument {
    static func read(_ text: ArgumentText) throws(UsageError) -> String? {
        guard let pointer = text.text else { throw UsageError("\(text.quoted) is not UTF-8") }
        guard text.isEmpty || text.hasPrefix("/") else {
            throw UsageError("\(text.quoted) is not a JSON Pointer", suggestion: suggestion(for: text))
        }
        for (index, byte) in text.bytes.enumerated() where byte == UInt8(ascii: "~") {
            let next = index + 1 < text.bytes.count ? text.bytes[index + 1] : 0
            guard next == UInt8(ascii: "0") || next == UInt8(ascii: "1") else {
                throw UsageError("\(text.quoted) is not a JSON Pointer: '~' is written '~0', and '/' in a name '~1'")
            }
        }
        return pointer
    }

    /// A path of plain names only lacks its first slash.
    private static func suggestion(for text: ArgumentText) -> String? {
        let isPlain =
            text.bytes.count <= 64 && text.bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "~") }
        return isPlain ? "/" + (text.text ?? "") : nil
    }
}
