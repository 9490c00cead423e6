// The fast way: `YYYY-MM-DDTHH:MM:SS[.f…]` in UTC, eight bytes at a time.
//
// A word XOR its template leaves 0…9 where a digit stands and 0 where a punctuation mark stands. Adding 7F minus the
// highest value allowed to each byte sets its top bit where the byte is above it:
//
//     text      2  0  2  1  -  0  3  -
//     template  0  0  0  0  -  0  0  -
//     XOR       2  0  2  1  0  0  3  0
//     + limit   76 76 76 76 7F 7E 76 7F      a top bit: no plain time
//
// A carry into the next byte only comes out of a byte that has its top bit set before, and those are refused too.
// Then `x * 10 + (x >> 8)` has, in the byte of every tens digit, the number that it and the next digit make.

/// The parts of a time that is canonical but for the spelling of its zero offset.
struct PlainTime {
    // Two-digit numbers, each in the byte of its tens digit: years and months; days, hours and minutes.
    private let dateNumbers: UInt64
    private let timeNumbers: UInt64
    private let second: UInt32
    /// Where the offset begins.
    private let end: Int

    let form: TimeReading.Form

    /// How many bytes of the text the canonical one begins with: all, or those before the offset.
    @inline(__always)
    var canonicalCount: Int {
        if case .zuluAfter = form { end } else { end &+ 1 }
    }

    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer) {
        let count = bytes.count
        guard count >= 20, let start = bytes.baseAddress else { return nil }

        // "0000-00-", "00T00:00", ":00" and the byte behind it, each read from the last byte to the first.
        let date = start.word(at: 0) ^ 0x2D30_302D_3030_3030
        let time = start.word(at: 8) ^ 0x3030_3A30_3054_3030
        let tail = UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
        let seconds = (tail & 0xFF_FFFF) ^ 0x30_303A
        let wrongDate = date | (date &+ 0x7F76_7E7F_7676_7676)
        let wrongTime = time | (time &+ 0x767A_7F76_7D7F_767C)
        let wrongSeconds = seconds | (seconds &+ 0x76_7A7F)
        guard (wrongDate | wrongTime | UInt64(wrongSeconds)) & 0x8080_8080_8080_8080 == 0 else { return nil }

        dateNumbers = date &* 10 &+ (date >> 8)
        timeNumbers = time &* 10 &+ (time >> 8)
        second = ((seconds &* 10 &+ (seconds >> 8)) >> 8) & 0xFF
        let month = (dateNumbers >> 40) & 0xFF
        let day = timeNumbers & 0xFF
        guard month &- 1 < 12, day &- 1 < 31, (timeNumbers >> 24) & 0xFF < 24 else { return nil }
        if day > 28 {
            let year = (dateNumbers & 0xFF) &* 100 &+ ((dateNumbers >> 16) & 0xFF)
            guard
                day
                    <= Timestamp.days(
                        inMonth: Int(truncatingIfNeeded: month),
                        ofYear: Int(truncatingIfNeeded: year)
                    )
            else { return nil }
        }

        if start.load(fromByteOffset: count &- 1, as: UInt8.self) == UInt8(ascii: "Z") {
            end = count &- 1
            form = .verbatim
        } else {
            // "+00:00" or "-00:00", with the byte before it.
            let offset = start.word(at: count &- 8) >> 16
            guard count >= 25, offset == 0x3030_3A30_302B || offset == 0x3030_3A30_302D else { return nil }
            end = count &- 6
            form = .zuluAfter(end)
        }
        guard end != 19 else { return }
        let fractionDigits = end &- 20
        guard tail >> 24 == UInt32(UInt8(ascii: ".")), fractionDigits &- 1 < 9, fractionDigits > 0 else { return nil }
        // The last eight bytes of the fraction; the ones that are before it are shifted out.
        let kept = UInt64(truncatingIfNeeded: min(fractionDigits, 8)) &* 8
        let fraction = (start.word(at: end &- 8) ^ 0x3030_3030_3030_3030) &>> (64 &- kept)
        guard (fraction | (fraction &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
        if fractionDigits == 9 {
            guard start.load(fromByteOffset: 20, as: UInt8.self) &- UInt8(ascii: "0") < 10 else { return nil }
        }
    }

    /// The instant that the text names; `bytes` are those that this was made from.
    @inline(__always)
    func timestamp(_ bytes: UnsafeRawBufferPointer) -> Timestamp {
        let year = (dateNumbers & 0xFF) &* 100 &+ ((dateNumbers >> 16) & 0xFF)
        let days = Timestamp.daysSinceEpoch(
            year: Int(truncatingIfNeeded: year),
            month: Int(truncatingIfNeeded: (dateNumbers >> 40) & 0xFF),
            day: Int(truncatingIfNeeded: timeNumbers & 0xFF)
        )
        let hour = Int64(truncatingIfNeeded: (timeNumbers >> 24) & 0xFF)
        let minute = Int64(truncatingIfNeeded: (timeNumbers >> 48) & 0xFF)
        let seconds = ((Int64(days) &* 24 &+ hour) &* 60 &+ minute) &* 60 &+ Int64(second)
        guard end != 19, let start = bytes.baseAddress else {
            return Timestamp(uncheckedSeconds: seconds, nanoseconds: 0, digits: 0)
        }
        let digits = end &- 20
        let nanoseconds: Int32
        if digits == 9 {
            let last = Int32(start.load(fromByteOffset: 28, as: UInt8.self) & 0xF)
            nanoseconds = start.word(at: 20).numberOfEightDigits &* 10 &+ last
        } else {
            let kept = UInt64(truncatingIfNeeded: digits) &* 8
            nanoseconds = (start.word(at: end &- 8) &>> (64 &- kept)).numberOfEightDigits &* 10
        }
        return Timestamp(
            uncheckedSeconds: seconds,
            nanoseconds: nanoseconds,
            digits: UInt8(truncatingIfNeeded: digits)
        )
    }
}

extension UnsafeRawPointer {
    /// Eight bytes, the first of them the lowest.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}

extension UInt64 {
    /// The number that eight ASCII digits make, the lowest byte the first; a zero byte counts as the digit 0.
    @inline(__always)
    fileprivate var numberOfEightDigits: Int32 {
        let digits = self & 0x0F0F_0F0F_0F0F_0F0F
        let pairs = (digits &* 10 &+ (digits >> 8)) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ (pairs >> 16)) & 0x0000_FFFF_0000_FFFF
        return Int32(truncatingIfNeeded: (fours & 0xFFFF) &* 10_000 &+ (fours >> 32))
    }
}
