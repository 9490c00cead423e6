/// Turns UTF-16 into UTF-8 as it arrives.
///
/// Half a surrogate pair becomes the three bytes that would encode it alone, and half a unit at the end becomes FF: both
/// are no UTF-8, so the document they stand in is rejected where they stand.
struct UTF16Transcoder: Sendable {
    enum ByteOrder: Equatable, Sendable {
        case littleEndian
        case bigEndian
    }

    private let order: ByteOrder
    private var half: UInt8?
    private var high: UInt16?

    init(_ order: ByteOrder) {
        self.order = order
    }

    /// Appends the UTF-8 of the next bytes; `isLast` flushes what waits for its second half.
    mutating func transcode(_ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8]) {
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit =
                order == .littleEndian
                ? UInt16(byte) << 8 | UInt16(first)
                : UInt16(first) << 8 | UInt16(byte)
            append(unit, to: &output)
        }
        guard isLast else { return }
        if let lone = high {
            appendThree(lone, to: &output)
        }
        if half != nil {
            output.append(0xFF)
        }
        high = nil
        half = nil
    }

    private mutating func append(_ unit: UInt16, to output: inout [UInt8]) {
        if let first = high {
            high = nil
            if unit & 0xFC00 == 0xDC00 {
                let scalar = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(unit & 0x3FF))
                output.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
                output.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12) & 0x3F)
                output.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6) & 0x3F)
                output.append(0x80 | UInt8(truncatingIfNeeded: scalar) & 0x3F)
                return
            }
            appendThree(first, to: &output)
        }
        if unit & 0xFC00 == 0xD800 {
            high = unit
        } else if unit < 0x80 {
            output.append(UInt8(truncatingIfNeeded: unit))
        } else if unit < 0x800 {
            output.append(0xC0 | UInt8(truncatingIfNeeded: unit >> 6))
            output.append(0x80 | UInt8(truncatingIfNeeded: unit) & 0x3F)
        } else {
            appendThree(unit, to: &output)
        }
    }

    private func appendThree(_ unit: UInt16, to output: inout [UInt8]) {
        output.append(0xE0 | UInt8(truncatingIfNeeded: unit >> 12))
        output.append(0x80 | UInt8(truncatingIfNeeded: unit >> 6) & 0x3F)
        output.append(0x80 | UInt8(truncatingIfNeeded: unit) & 0x3F)
    }
}
