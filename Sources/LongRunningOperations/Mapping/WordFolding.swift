/// How words of services are compared: ASCII letters in lower case, without `_`, `-` and blanks; other bytes as they are.
enum WordFolding {
    /// A folded word is no longer than this; a longer one matches nothing.
    static let longest = 64

    static func folded(_ bytes: [UInt8]) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(bytes.count)
        append(bytes, to: &folded)
        return folded
    }

    static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes where byte != 0x5F && byte != 0x2D && byte != 0x20 {
            text.append(byte.asciiLowercased)
        }
    }

    /// Folds into a scratch of at least ``longest`` bytes; answers the length, or -1 where it is too long.
    @inline(__always)
    static func fold(_ bytes: UnsafeRawBufferPointer, into scratch: UnsafeMutablePointer<UInt8>) -> Int {
        var length = 0
        for byte in bytes {
            if byte == 0x5F || byte == 0x2D || byte == 0x20 { continue }
            if length == longest { return -1 }
            scratch[length] = byte.asciiLowercased
            length &+= 1
        }
        return length
    }
}
