/// The members of a canonical error, in the order in which they are written.
enum ErrorMember: UInt8, BitwiseCopyable, CaseIterable {
    case code
    case message
    case target
    case errorDetail
    case occurredTime
    case details
    case innerError
    case extensions

    /// The member of an error whose name begins at `start`.
    @inline(__always)
    init(_ scan: CanonicalScan, _ start: Int) {
        switch scan.byte(start) {
        case UInt8(ascii: "c"): self = .code
        case UInt8(ascii: "m"): self = .message
        case UInt8(ascii: "t"): self = .target
        case UInt8(ascii: "o"): self = .occurredTime
        case UInt8(ascii: "d"): self = .details
        case UInt8(ascii: "i"): self = .innerError
        default: self = scan.byte(start &+ 1) == UInt8(ascii: "r") ? .errorDetail : .extensions
        }
    }

    /// Where the value of the member begins in the error at `start`; members behind its place are not looked at.
    func value(_ scan: CanonicalScan, _ start: Int) -> Int? {
        var offset = start &+ 1
        while scan.byte(offset) == UInt8(ascii: "\"") {
            let value = scan.valueOfMember(offset)
            let member = ErrorMember(scan, offset &+ 1)
            if member == self { return value }
            guard member.rawValue < rawValue else { return nil }
            offset = scan.endOfValue(value)
            guard scan.byte(offset) == UInt8(ascii: ",") else { return nil }
            offset &+= 1
        }
        return nil
    }
}
