/// The bytes of one canonical text, and where the members of the record are in it.
///
/// Never changed once made.
///
///     ┌ object ┬ header ──────────────┬ members ───────────────┬ text ──────────────────────┬ slack ┐
///     │        │ count, which members │ start and end, 32 bits │ {"service":"…","reply":…}  │ zeros │
///     └────────┴──────────────────────┴────────────────────────┴────────────────────────────┴───────┘
///
/// All of it is one allocation. Replies, operation statuses, errors and JSON values are ranges of it.
final class ReplyStorage: ManagedBuffer<ReplyStorage.Header, UInt64> {
    struct Header: BitwiseCopyable {
        var count: Int
        /// A bit for each ``RecordMember`` that the text has; none where it is no record.
        var members: UInt32
    }

    /// The longest text: ranges are 32 bits wide.
    static let longest = Int(UInt32.max)

    /// Copies canonical JSON no longer than ``longest``; of a record also which members it has, and where their values are.
    ///
    /// A range has its start in the low half and its end in the high one.
    static func copy(
        _ text: UnsafeRawBufferPointer,
        members: UInt32 = 0,
        ranges: UnsafePointer<UInt64>? = nil
    ) -> ReplyStorage {
        let memberCount = ranges == nil ? 0 : members.nonzeroBitCount
        let wordCount = memberCount + (text.count + CanonicalScan.slack + 7) / 8
        let header = Header(count: text.count, members: members)
        let buffer = ReplyStorage.create(minimumCapacity: wordCount) { _ in header }
        buffer.withUnsafeMutablePointerToElements { words in
            if let ranges {
                words.update(from: ranges, count: memberCount)
            }
            let target = UnsafeMutableRawPointer(words + memberCount)
            if let source = text.baseAddress {
                target.copyMemory(from: source, byteCount: text.count)
            }
            (target + text.count).storeBytes(of: 0, as: UInt64.self)
        }
        return unsafeDowncast(buffer, to: ReplyStorage.self)
    }

    /// Calls `body` with the text.
    @inline(__always)
    func withScan<Result, Failure: Error>(
        _ body: (CanonicalScan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeMutablePointers { (header, words) throws(Failure) in
            let text = UnsafeRawPointer(words + header.pointee.members.nonzeroBitCount)
            return try body(CanonicalScan(bytes: text, end: header.pointee.count))
        }
    }

    /// Where the value of a member is.
    @inline(__always)
    func range(of member: RecordMember) -> (start: UInt32, end: UInt32)? {
        withUnsafeMutablePointers { header, words in
            let bit: UInt32 = 1 &<< UInt32(member.rawValue)
            guard header.pointee.members & bit != 0 else { return nil }
            let range = words[(header.pointee.members & (bit &- 1)).nonzeroBitCount]
            return (UInt32(truncatingIfNeeded: range), UInt32(truncatingIfNeeded: range &>> 32))
        }
    }

    /// The number of bytes.
    var count: Int { header.count }
}

/// Where the members of a canonical record are: found once, when it is made.
struct RecordMembers: ~Copyable {
    /// Room for the range of each member.
    let ranges: UnsafeMutablePointer<UInt64>

    init() {
        ranges = .allocate(capacity: RecordMember.count)
    }

    deinit {
        ranges.deallocate()
    }

    /// Copies a canonical record.
    ///
    /// - Precondition: `slack` bytes behind the text may be read.
    func store(_ text: UnsafeRawBufferPointer) -> ReplyStorage {
        store(text, members: find(in: text))
    }

    /// Copies a canonical record whose members were found.
    func store(_ text: UnsafeRawBufferPointer, members: UInt32) -> ReplyStorage {
        .copy(text, members: members, ranges: ranges)
    }

    /// Finds the members; the answer has a bit for each.
    ///
    /// - Precondition: `slack` bytes behind the text may be read.
    func find(in text: UnsafeRawBufferPointer) -> UInt32 {
        guard let base = text.baseAddress else { return 0 }
        let scan = CanonicalScan(bytes: base, end: text.count)
        var members: UInt32 = 0
        var count = 0
        var offset = 1
        while offset < text.count, count < RecordMember.count, scan.byte(offset) == UInt8(ascii: "\"") {
            let value = scan.valueOfMember(offset)
            guard value < text.count, let member = RecordMember(scan, offset &+ 1, value &- 2) else { break }
            let end = scan.endOfValue(value)
            ranges[count] = UInt64(truncatingIfNeeded: value) | UInt64(truncatingIfNeeded: end) &<< 32
            count &+= 1
            members |= 1 &<< UInt32(member.rawValue)
            offset = end &+ 1
        }
        return members
    }

    /// The ranges of the members that were found.
    func elements(_ members: UInt32) -> UnsafeBufferPointer<UInt64> {
        UnsafeBufferPointer(start: ranges, count: members.nonzeroBitCount)
    }
}
