import CJSONKernels
import LongRunningOperations

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

    var stream = Stream.output
    /// Whether the next line of the stream goes on with the message.
    var isPart = false
    /// Where the message begins in a CRI line; nothing where the line is JSON.
    var message: Int?

    init?(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first else { return nil }
        if first == UInt8(ascii: "{") {
            readJSON(line)
        } else if !readCRI(line) {
            return nil
        }
    }

    private mutating func readJSON(_ line: UnsafeRawBufferPointer) {
        if Self.find(#""stream":"stderr""#, in: line) != nil { stream = .error }
        if Self.find(#""partial_message":"true""#, in: line) != nil {
            isPart = Self.find(#""partial_last":"true""#, in: line) == nil
        } else if line.starts(with: #"{"log":""#.utf8), let end = Self.find(#"","stream":""#, in: line) {
            isPart = !Self.endsInLineFeed(line, end)
        }
    }

    /// Whether the string that ends before `end` ends in `\n`.
    private static func endsInLineFeed(_ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        guard end >= 2, line[end - 1] == UInt8(ascii: "n") else { return false }
        var backslashes = 0
        while backslashes < end - 1, line[end - 2 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
        return backslashes & 1 == 1
    }

    private mutating func readCRI(_ line: UnsafeRawBufferPointer) -> Bool {
        let blank = UInt8(ascii: " ")
        guard let first = line.prefix(40).firstIndex(of: blank), line.count >= first + 10,
            line[0] &- UInt8(ascii: "0") <= 9, line[..<first].contains(UInt8(ascii: "T"))
        else { return false }
        let rest = line[(first + 1)...]
        if rest.starts(with: "stderr ".utf8) {
            stream = .error
        } else if !rest.starts(with: "stdout ".utf8) {
            return false
        }
        let tag = line[first + 8]
        guard tag == UInt8(ascii: "P") || tag == UInt8(ascii: "F"),
            line[first + 9] == blank || line[first + 9] == UInt8(ascii: ":")
        else { return false }
        // Further tags may follow behind a colon.
        guard let end = line[(first + 9)...].firstIndex(of: blank) else { return false }
        isPart = tag == UInt8(ascii: "P")
        message = end + 1
        return true
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
                } else {
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
