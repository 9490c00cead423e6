/// Walks the structure of one JSON value, as far as it takes to find the value's end.
///
///     value      {  ▶ member     [  ▶ element     " ▶ string     other ▶ scalar
///     member     " ▶ string ▶ colon     }  ▶ (first member only) close
///     colon      :  ▶ value
///     next       ,  ▶ member / value    } ]  ▶ close
///     close      the outer value's next, or the end where there is none
///
/// Brackets are matched, commas and colons must be where the grammar has them, strings hold no control characters. That
/// much tells a torn document from a whole one; numbers, words, escapes and UTF-8 are left to who reads the document.
/// The walk stops and continues at any byte, and needs one bit a level of nesting.
struct StructureScanner: Sendable {
    enum Outcome: Equatable, Sendable {
        /// The value goes on behind the window.
        case incomplete
        /// The value ended before the position.
        case complete
        /// The byte at the position cannot be there.
        case fault
    }

    private enum State: Sendable {
        case value
        case firstElement
        case member
        case firstMember
        case colon
        case next
        case key
        case text
        case scalar
    }

    /// Levels after which a value is a fault: far beyond what any reader accepts.
    static let maximumDepth = 4096

    private var state = State.value
    private var isEscaped = false
    private var depth = 0
    /// Whether the innermost level is an object.
    private var isInObject = false
    /// One bit a level: 1 in an object.
    private var levels: [UInt64] = []

    /// Prepares for another value.
    mutating func reset() {
        state = .value
        isEscaped = false
        depth = 0
        isInObject = false
        levels.removeAll(keepingCapacity: true)
    }

    /// Walks on from `position`.
    mutating func scan(
        _ window: UnsafeRawBufferPointer,
        from position: inout Int,
        isLast: Bool
    ) -> Outcome {
        while position < window.count {
            switch state {
            case .key, .text:
                guard let outcome = skipString(window, from: &position) else {
                    state = state == .key ? .colon : .next
                    if depth == 0 { return .complete }
                    continue
                }
                return outcome
            case .scalar:
                guard skipScalar(window, from: &position) else {
                    // Only the end of the input ends a number that nothing follows.
                    return isLast && depth == 0 ? .complete : .incomplete
                }
                state = .next
                if depth == 0 { return .complete }
                continue
            default:
                break
            }
            let byte = window[position]
            if isWhiteSpace(byte) {
                position += 1
                continue
            }
            guard step(byte) else { return .fault }
            position += 1
            if depth == 0, state == .next { return .complete }
        }
        return isLast && state == .scalar && depth == 0 ? .complete : .incomplete
    }

    /// Takes one structural byte, or the first one of a string or scalar.
    @inline(__always)
    private mutating func step(_ byte: UInt8) -> Bool {
        switch state {
        case .next: return stepBehindValue(byte)
        case .colon:
            guard byte == UInt8(ascii: ":") else { return false }
            state = .value
            return true
        case .member, .firstMember:
            if byte == UInt8(ascii: "\"") {
                state = .key
                return true
            }
            return state == .firstMember && byte == UInt8(ascii: "}") && close()
        case .value, .firstElement:
            return stepIntoValue(byte)
        case .key, .text, .scalar: return false
        }
    }

    private mutating func stepIntoValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""): state = .text
        case UInt8(ascii: "{"):
            state = .firstMember
            return open(isObject: true)
        case UInt8(ascii: "["):
            state = .firstElement
            return open(isObject: false)
        case UInt8(ascii: "]"): return state == .firstElement && close()
        case _ where Self.startsScalar(byte): state = .scalar
        default: return false
        }
        return true
    }

    private mutating func stepBehindValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","):
            state = isInObject ? .member : .value
            return true
        case UInt8(ascii: "}"): return isInObject && close()
        case UInt8(ascii: "]"): return !isInObject && close()
        default: return false
        }
    }

    private static func startsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"),
            UInt8(ascii: "n"):
            true
        default:
            false
        }
    }

    private mutating func open(isObject: Bool) -> Bool {
        guard depth < Self.maximumDepth else { return false }
        if depth >> 6 == levels.count {
            levels.append(0)
        }
        let bit = UInt64(1) << UInt64(depth & 63)
        if isObject {
            levels[depth >> 6] |= bit
        } else {
            levels[depth >> 6] &= ~bit
        }
        depth += 1
        isInObject = isObject
        return true
    }

    private mutating func close() -> Bool {
        depth -= 1
        isInObject = depth > 0 && levels[(depth - 1) >> 6] >> UInt64((depth - 1) & 63) & 1 == 1
        state = .next
        return true
    }

    /// Skips to behind the closing quote (nothing is returned), the end of the window, or a control character.
    private mutating func skipString(_ window: UnsafeRawBufferPointer, from position: inout Int) -> Outcome? {
        while position < window.count {
            if !isEscaped {
                position = Self.endOfPlainRun(window, from: position)
                guard position < window.count else { break }
            }
            let byte = window[position]
            if byte < 0x20 { return .fault }
            position += 1
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                return nil
            }
        }
        return .incomplete
    }

    /// The first quote, backslash or control character, eight bytes at a time.
    @inline(__always)
    private static func endOfPlainRun(_ window: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var position = start
        while window.count - position >= 8 {
            let word = UInt64(littleEndian: window.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // The lowest marked byte is exact, the ones above it may be marked by a borrow.
            let marks =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word) & highs
            if marks != 0 {
                return position + marks.trailingZeroBitCount >> 3
            }
            position += 8
        }
        while position < window.count {
            let byte = window[position]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            position += 1
        }
        return position
    }

    /// Skips to the end of a number or word; false where the window ends before it is sure to.
    private func skipScalar(_ window: UnsafeRawBufferPointer, from position: inout Int) -> Bool {
        while position < window.count {
            switch window[position] {
            case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "}"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""):
                return true
            default:
                position += 1
            }
        }
        return false
    }
}
