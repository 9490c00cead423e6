import CJSONKernels

/// One line that a container runtime or a log router wrote, as far as its bytes tell without reading it as JSON.
///
///     {"log":"…\n","stream":"stdout","time":"…"}            Docker json-file; a part that another one follows lacks the \n
///     {"log":"…","partial_message":"true","partial_last":"false",…}      Fluent Bit, FireLens
///     2031-05-01T08:00:00.000000000Z stdout P …             CRI: P is a part, F the last one
///
/// A quote that is not escaped cannot stand in a JSON string, so the needles are never part of what a program logged.
struct LogLine {
    enum Stream: Int, CaseIterable {
        case output
        case error
    }

    /// Whether the next line of the stream goes on with the message.
    let isPart: Bool
    private let line: UnsafeRawBufferPointer
    private let tag: Tag?

    /// Looks at a line, whose bytes stay where they are as long as this is used.
    init?(_ line: UnsafeRawBufferPointer) {
        self.line = line
        tag = Tag(line)
        if let tag {
            isPart = tag.isPart
        } else if line.first == UInt8(ascii: "{") {
            isPart = Self.isPart(line)
        } else {
            return nil
        }
    }

    /// The stream that the program wrote to: looked for when asked, since it matters only where messages come in parts.
    var stream: Stream {
        if let tag { return tag.stream }
        return Self.find(#""stream":"stderr""#, in: line) == nil ? .output : .error
    }

    /// Where the message begins in a CRI line; nothing in any other.
    static func messageStart(in line: UnsafeRawBufferPointer) -> Int? {
        Tag(line)?.message
    }

    private static func isPart(_ line: UnsafeRawBufferPointer) -> Bool {
        if find(#""partial_message":"true""#, in: line) != nil {
            return find(#""partial_last":"true""#, in: line) == nil
        }
        guard line.starts(with: #"{"log":""#.utf8), let end = find(#"","stream":""#, in: line) else { return false }
        return !endsInLineFeed(line, end)
    }

    /// Whether the string that ends before `end` ends in `\n`.
    private static func endsInLineFeed(_ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        guard end >= 2, line[end - 1] == UInt8(ascii: "n") else { return false }
        var backslashes = 0
        while backslashes < end - 1, line[end - 2 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
        return backslashes & 1 == 1
    }

    /// What stands before the message in a CRI line.
    private struct Tag {
        var stream = Stream.output
        var isPart: Bool
        /// Where the message begins.
        var message: Int

        init?(_ line: UnsafeRawBufferPointer) {
            let blank = UInt8(ascii: " ")
            guard let digit = line.first, digit &- UInt8(ascii: "0") <= 9,
                let first = line.prefix(40).firstIndex(of: blank), line.count >= first + 10,
                line[..<first].contains(UInt8(ascii: "T"))
            else { return nil }
            let rest = line[(first + 1)...]
            if rest.starts(with: "stderr ".utf8) {
                stream = .error
            } else if !rest.starts(with: "stdout ".utf8) {
                return nil
            }
            let tag = line[first + 8]
            guard tag == UInt8(ascii: "P") || tag == UInt8(ascii: "F"),
                line[first + 9] == blank || line[first + 9] == UInt8(ascii: ":")
            else { return nil }
            // Further tags may follow behind a colon.
            guard let end = line[(first + 9)...].firstIndex(of: blank) else { return nil }
            isPart = tag == UInt8(ascii: "P")
            message = end + 1
        }
    }

    static func find(_ needle: StaticString, in line: UnsafeRawBufferPointer) -> Int? {
        let bytes = line.assumingMemoryBound(to: UInt8.self)
        guard let base = bytes.baseAddress,
            let found = cjson_find(base, bytes.count, needle.utf8Start, needle.utf8CodeUnitCount)
        else { return nil }
        return found - base
    }
}

/// Splits a log into messages: mostly lines, but a line that is a part of a message stays together with those behind it
/// until no stream has a message open.
struct LogLineSplitter: Splitter {
    private(set) var consumed = 0
    var emptyLists = 0
    /// Where the next line begins.
    private var position = 0
    /// Bytes of that line that hold no LF.
    private var scanned = 0
    /// Where the last line of the message at hand ends, without its LF.
    private var end = 0
    private var open: Set<Int> = []
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    var checkpoint: Int { 0 }

    mutating func next(in window: UnsafeRawBufferPointer, isLast: Bool) -> Range<Int>? {
        while position < window.count {
            let lineFeed = LineFinder.firstLineFeed(in: window, from: max(scanned, position, 0))
            guard lineFeed != nil || isLast else {
                scanned = window.count
                return nil
            }
            let stop = lineFeed ?? window.count
            let start = max(position, 0)
            let isWhole = position >= 0
            position = min(stop + 1, window.count)
            let line = start..<(stop > start && window[stop - 1] == 0x0D ? stop - 1 : stop)
            let isBlank = skipWhiteSpace(window, from: line.lowerBound, to: line.upperBound) == line.upperBound
            // Nobody looks at all of a line that is longer than the limit.
            if open.isEmpty, isBlank, isWhole, stop - consumed <= limit {
                consumed = position
                continue
            }
            // The CR of a long message may have been handed on before its LF was seen: it stays whether it was or not.
            end = stop - consumed > limit ? stop : line.upperBound
            if isWhole, let seen = LogLine(UnsafeRawBufferPointer(rebasing: window[line])) {
                if seen.isPart {
                    open.insert(seen.stream.rawValue)
                } else if !open.isEmpty {
                    open.remove(seen.stream.rawValue)
                }
            }
            if open.isEmpty || end - consumed > limit { return give() }
        }
        return isLast && !open.isEmpty ? give() : nil
    }

    mutating func discard(_ count: Int, of window: UnsafeRawBufferPointer) {
        consumed -= count
        position -= count
        end -= count
        scanned = max(scanned - count, 0)
    }

    private mutating func give() -> Range<Int> {
        defer {
            consumed = position
            open = []
        }
        return consumed..<end
    }
}
