/// How the bytes of an input stand for text, as their first ones tell.
enum InputCoding: Equatable, Sendable {
    case utf8
    case utf16(UTF16Transcoder.ByteOrder)
    /// Compressed; the system's program of this name reads it.
    case compressed(program: String)

    /// First bytes needed to tell.
    static let signatureLength = 4

    /// Tells by magic numbers and byte order marks; without one, by where JSON's first, ASCII, character has its zero.
    init(signature: [UInt8]) {
        switch (signature.first, signature.dropFirst().first) {
        case (0x1F, 0x8B):
            self = .compressed(program: "gzip")
        case (0x28, 0xB5) where signature.count >= 4 && signature[2] == 0x2F && signature[3] == 0xFD:
            self = .compressed(program: "zstd")
        case (0xFF, 0xFE) where !signature.dropFirst(2).elementsEqual([0, 0]):
            self = .utf16(.littleEndian)
        case (0xFE, 0xFF):
            self = .utf16(.bigEndian)
        case (.some(1..<0x80), 0) where !signature.dropFirst(2).elementsEqual([0, 0]):
            self = .utf16(.littleEndian)
        case (0, .some(1..<0x80)):
            self = .utf16(.bigEndian)
        default:
            self = .utf8
        }
    }
}
