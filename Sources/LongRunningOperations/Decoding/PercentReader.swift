// Percentages as services write them: `45`, `45.0`, `"45 %"`, `"3/7"`. A number is kept digit by digit, so what is read
// is the place of its text. That its value lies in 0…100 is seen from the place of its first digit that is not 0:
//
//     0.00450e4     count of digits before the point, moved by the exponent, from the first digit on: 2, so below 100
//     1000e-1       3: above 100 unless it is a 1 with nothing but 0 behind it

package enum PercentReader {
    /// What a percentage says.
    package enum Reading: Sendable, Hashable {
        /// The number text in this range of the bytes is the percentage.
        case text(Range<Int>)
        /// A ratio makes this percentage, cut to an integer.
        case whole(Int)
    }

    /// Reads a percentage.
    ///
    /// - Parameters:
    ///   - bytes: The text of a number, or what a string says, unescaped.
    ///   - isNumber: Whether the text is a JSON number; only strings may have blanks, `%` or a ratio.
    /// - Returns: The percentage, or `nil` where the text is none or not in 0…100.
    package static func read(_ bytes: UnsafeRawBufferPointer, isNumber: Bool) -> Reading? {
        var range = 0..<bytes.count
        if !isNumber {
            range = withoutBlanks(range, of: bytes)
            if let slash = bytes[range].firstIndex(of: UInt8(ascii: "/")) {
                guard let done = unsigned(bytes[range.lowerBound..<slash]),
                    let total = unsigned(bytes[(slash + 1)..<range.upperBound])
                else { return nil }
                return ratio(done, of: total).map(Reading.whole)
            }
            if bytes[range].last == UInt8(ascii: "%") {
                range = withoutBlanks(range.dropLast(), of: bytes)
            }
        }
        return isPercentage(bytes[range]) ? .text(range) : nil
    }

    /// The percentage that a part is of the whole, cut to an integer; nothing where there is no whole or less of it.
    package static func ratio(_ done: UInt64, of total: UInt64) -> Int? {
        guard total > 0, done <= total else { return nil }
        // The product has 128 bits; the quotient is at most 100.
        return Int(total.dividingFullWidth(done.multipliedFullWidth(by: 100)).quotient)
    }

    private static func withoutBlanks(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) -> Range<Int> {
        let blank = UInt8(ascii: " ")
        guard let first = bytes[range].firstIndex(where: { $0 != blank }),
            let last = bytes[range].lastIndex(where: { $0 != blank })
        else { return range.lowerBound..<range.lowerBound }
        return first..<(last + 1)
    }

    /// The value of a run of digits, or nothing where there are none, something else, or too many.
    private static func unsigned(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(UInt64(digit))
            guard digit <= 9, !overflows, !overflowsToo else { return nil }
            value = sum
        }
        return value
    }

    /// Whether the text is a JSON number from 0 to 100.
    private static func isPercentage(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        var rest = text
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative {
            rest.removeFirst()
        }
        let whole = rest.prefix(while: isDigit)
        guard let first = whole.first, whole.count == 1 || first != UInt8(ascii: "0") else { return false }
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard let exponent = exponent(rest) else { return false }

        // The first digit that is not 0, then how many digits it and those behind it have before the decimal point.
        let isSomething = { (digit: UInt8) in digit != UInt8(ascii: "0") }
        let leading: UInt8
        var before = exponent
        if let index = whole.firstIndex(where: isSomething) {
            leading = whole[index]
            before += whole.endIndex - index
        } else if let index = fraction.firstIndex(where: isSomething) {
            leading = fraction[index]
            before -= index - fraction.startIndex
        } else {
            return true
        }
        guard !isNegative, before <= 3 else { return false }
        let others = whole.lazy.filter(isSomething).count + fraction.lazy.filter(isSomething).count - 1
        return before < 3 || (leading == UInt8(ascii: "1") && others == 0)
    }

    /// The value of an exponent, 0 where the text is empty; nothing where it is no exponent.
    ///
    /// Beyond any count of digits that a document can hold the value does not matter, so that it stops growing there.
    private static func exponent(_ text: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let mark = text.first else { return 0 }
        guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
        var digits = text.dropFirst()
        let isDown = digits.first == UInt8(ascii: "-")
        if isDown || digits.first == UInt8(ascii: "+") {
            digits.removeFirst()
        }
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        let enough = Int.max / 100
        let value = digits.reduce(0) { value, digit in value >= enough ? value : value * 10 + Int(digit & 0xF) }
        return isDown ? -value : value
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") <= 9
    }
}
