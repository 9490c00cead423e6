extension UInt8 {
    /// An ASCII letter in lower case; every other byte as it is.
    @inlinable @inline(__always)
    package var asciiLowercased: UInt8 {
        self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
    }
}
