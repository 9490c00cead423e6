// Times as seconds or milliseconds from 1970. The decimal point is moved in the digits, so that every fraction is exact:
//
//     1602196970203 milliseconds     1602196970.203     point three to the left
//     1.5e3 seconds                  1500               point three to the right
//     -0.25 seconds                  -1 + 0.75          a fraction always counts up from its second

/// A number in digits: `-12.50e3`, or in a string `12.50`.
struct EpochDigits {
    private var isNegative = false
    /// Where the digits begin, how many are before the point, and how many in all.
    private var start = 0
    private var whole = 0
    private var count = 0
    private var exponent: Int? = 0

    /// Finds the digits, or gives nothing where the text is no number; a string's has neither sign nor exponent.
    init?(_ bytes: UnsafeRawBufferPointer, isNumber: Bool) {
        if isNumber, bytes.first == UInt8(ascii: "-") {
            isNegative = true
            start = 1
        }
        whole = Self.digits(bytes, from: start)
        count = whole
        var end = start + whole
        guard whole > 0 else { return nil }
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            let fraction = Self.digits(bytes, from: end + 1)
            guard fraction > 0 else { return nil }
            count += fraction
            end += 1 + fraction
        }
        if isNumber, end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
            end += 1
            var isDown = false
            if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") {
                isDown = bytes[end] == UInt8(ascii: "-")
                end += 1
            }
            let length = Self.digits(bytes, from: end)
            guard length > 0 else { return nil }
            // A number with an exponent of more than three digits names no time.
            exponent = nil
            if length <= 3 {
                let size = bytes[end..<end + length].reduce(0) { $0 * 10 + Int($1 & 0xF) }
                exponent = isDown ? -size : size
            }
            end += length
        }
        guard end == bytes.count else { return nil }
    }

    private static func digits(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] &- UInt8(ascii: "0") <= 9 {
            end += 1
        }
        return end - start
    }

    /// The digit at an index, 0 before the first and behind the last.
    private func digit(_ index: Int, of bytes: UnsafeRawBufferPointer) -> Int64 {
        guard 0..<count ~= index else { return 0 }
        return Int64(bytes[start + index + (index < whole ? 0 : 1)] & 0xF)
    }

    /// The time that is so many seconds after 1970, with the point moved `shift` digits to the left.
    ///
    /// More than fifteen digits before the point are no time.
    func reading(_ bytes: UnsafeRawBufferPointer, shift: Int) -> TimeReading? {
        guard let exponent else { return nil }
        let point = whole + exponent - shift
        guard point <= 15 else { return nil }
        var seconds: Int64 = 0
        var index = 0
        while index < point {
            seconds = seconds * 10 + digit(index, of: bytes)
            index += 1
        }
        var nanoseconds: Int64 = 0
        for place in 0..<9 {
            nanoseconds = nanoseconds * 10 + digit(point + place, of: bytes)
        }
        let length = max(0, count - point)
        if isNegative {
            seconds = -seconds
            var rest = max(0, point + 9)
            while rest < count, digit(rest, of: bytes) == 0 {
                rest += 1
            }
            // What is behind the ninth digit is cut from the fraction that counts up, so here it takes one away.
            if nanoseconds > 0 || rest < count {
                seconds -= 1
                nanoseconds = 1_000_000_000 - nanoseconds - (rest < count ? 1 : 0)
            }
        }
        guard Timestamp.validSeconds.contains(seconds) else { return nil }
        return TimeReading(
            timestamp: Timestamp(
                uncheckedSeconds: seconds,
                nanoseconds: Int32(nanoseconds),
                digits: UInt8(min(length, 9))
            ),
            form: .rewritten,
            shortened: length > 9
        )
    }
}
