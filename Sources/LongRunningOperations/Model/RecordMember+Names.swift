// Which member a name of canonical text says. The text is known to be sound, so that a length and a letter or two are enough.

extension RecordMember {
    /// The member of a record whose name is inside the quotes at `start..<stop`.
    @inline(__always)
    init?(_ scan: CanonicalScan, _ start: Int, _ stop: Int) {
        let first = scan.byte(start)
        switch stop &- start {
        case 2: self = .id
        case 4:
            switch first {
            case UInt8(ascii: "n"): self = .name
            case UInt8(ascii: "t"): self = .type
            case UInt8(ascii: "e"): self = .etag
            default: self = scan.byte(start &+ 2) == UInt8(ascii: "n") ? .link : .list
            }
        case 5: self = first == UInt8(ascii: "r") ? .reply : first == UInt8(ascii: "s") ? .state : .error
        case 6: self = .result
        case 7:
            switch first {
            case UInt8(ascii: "s"): self = .service
            case UInt8(ascii: "m"): self = .message
            case UInt8(ascii: "e"): self = .endTime
            case UInt8(ascii: "t"): self = .traceId
            default: self = scan.byte(start &+ 2) == UInt8(ascii: "t") ? .retryAt : .request
            }
        case 8: self = .children
        case 9: self = .startTime
        case 10:
            switch first {
            case UInt8(ascii: "h"): self = .httpStatus
            case UInt8(ascii: "p"): self = .provenance
            case UInt8(ascii: "e"): self = .extensions
            default: self = .resourceId
            }
        case 11:
            switch first {
            case UInt8(ascii: "c"): self = .createdTime
            case UInt8(ascii: "d"): self = .diagnostics
            default: self = scan.byte(start &+ 1) == UInt8(ascii: "t") ? .stateDetail : .sourceState
            }
        case 15: self = first == UInt8(ascii: "p") ? .percentComplete : .lastUpdatedTime
        case 16: self = .resourceLocation
        case 17: self = .retryAfterSeconds
        default: return nil
        }
    }
}

extension RecordMember {
    /// Where the value of the member begins in the record at `start`; members behind its place are not looked at.
    func value(_ scan: CanonicalScan, _ start: Int) -> Int? {
        var offset = start &+ 1
        while scan.byte(offset) == UInt8(ascii: "\"") {
            let value = scan.valueOfMember(offset)
            guard let member = RecordMember(scan, offset &+ 1, value &- 2) else { return nil }
            if member == self { return value }
            guard member.rawValue < rawValue else { return nil }
            offset = scan.endOfValue(value)
            guard scan.byte(offset) == UInt8(ascii: ",") else { return nil }
            offset &+= 1
        }
        return nil
    }
}
