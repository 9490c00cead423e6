extension UInt8 {
    /// Whether the byte is one that JSON allows between tokens (RFC 8259, section 2).
    @inline(__always)
    var isJSONWhiteSpace: Bool {
        self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
    }
}
