/// Writing a JSON object without some of its members, at any depth: the runs between the cuts are copied.
///
///     {"a":1,"b":{"c":2,"d":3},"e":4}      cut: a, c
///     {      "b":{      "d":3},"e":4}      a comma behind a cut goes; one before a closing bracket goes
extension OutputBuffer {
    /// Appends the object at `start..<end` without the cuts.
    ///
    /// A cut goes from a name's opening quote to the end of its value. They ascend; those inside others count as covered.
    mutating func appendRemainder(_ text: IndexedText, _ start: Int, _ end: Int, _ cuts: UnsafeBufferPointer<TextCut>) {
        var from = start
        for cut in cuts where Int(cut.start) >= from {
            appendRun(text, from, Int(cut.start), isFirst: from == start)
            from = Int(cut.end)
        }
        appendRun(text, from, end, isFirst: from == start)
    }

    @inline(__always)
    private mutating func appendRun(_ text: IndexedText, _ start: Int, _ end: Int, isFirst: Bool) {
        var start = start
        if !isFirst {
            while start < end, text.byte(start) <= 0x20 { start &+= 1 }
            guard start < end else { return }
            if text.byte(start) == UInt8(ascii: ",") {
                start &+= 1
            } else if count > 0, base.load(fromByteOffset: count &- 1, as: UInt8.self) == UInt8(ascii: ",") {
                // A closing bracket: the comma written before the cut has nothing to part.
                count &-= 1
            }
        }
        appendCanonical(text, start, end)
    }

    /// Appends the canonical text of a time.
    mutating func append(_ timestamp: Timestamp) {
        reserve(TimeReader.longestText)
        count += TimeReader.write(timestamp, into: base + count)
    }
}
