/// How words of services are compared: ASCII letters in lower case, without `_`, `-` and blanks; other bytes as they are.
enum WordFolding {
    /// A folded word is no longer than this; a longer one matches nothing.
    static let longest = 64

    static func folded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x20 }.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    }

    /// Folds into a scratch of at least ``longest`` bytes; answers the length, or -1 where it is too long.
    @inline(__always)
    static func fold(_ bytes: UnsafeRawBufferPointer, into scratch: UnsafeMutablePointer<UInt8>) -> Int {
        var length = 0
        for byte in bytes {
            if byte == 0x5F || byte == 0x2D || byte == 0x20 { continue }
            if length == longest { return -1 }
            scratch[length] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            length &+= 1
        }
        return length
    }
}
