import CJSONKernels

/// The fixed bytes of the layouts that are known: a tree of steps, which the match kernel goes through.
///
///     {"id":"  ●  ","status":"Running"}                 a layout
///              └──  ","status":"Failed","error":{ … }   a sibling: another layout that begins alike
///
/// Two documents that differ inside a container of which nothing was asked would make two layouts, and the next one a third.
/// The container becomes a hole instead, and takes the place of the steps that went into it.
struct LayoutTree: ~Copyable {
    /// Fixed bytes, and what follows them.
    struct Segment {
        var step: cjson_layout_step
        /// Where in the document they stand.
        var start: Int

        /// Whether a hole follows.
        var isBeforeHole: Bool {
            step.hole != UInt8(CJSON_LAYOUT_NO_HOLE.rawValue) && step.hole != UInt8(CJSON_LAYOUT_END.rawValue)
        }

        var holdsLineFeed: Bool {
            withUnsafeBytes(of: step.bytes) { $0.prefix(Int(step.length)).contains(UInt8(ascii: "\n")) }
        }

        func isSame(as other: cjson_layout_step) -> Bool {
            step.length == other.length && step.hole == other.hole && commonCount(with: other) >= Int(step.length)
        }

        /// How many bytes both begin with.
        func commonCount(with other: cjson_layout_step) -> Int {
            withUnsafeBytes(of: step.bytes) { one in
                withUnsafeBytes(of: other.bytes) { other in
                    zip(one, other).prefix { $0 == $1 }.count
                }
            }
        }
    }

    /// More steps than this are not kept: 64 bytes each.
    static let stepLimit = 8192
    /// Steps that are tried one after another at one place.
    static let siblingLimit = 48

    /// The steps; the first one is never used.
    private var steps = ReusedList<cjson_layout_step>(capacity: 64)
    private var first: UInt32 = 0
    /// Whether one of the layouts holds a line feed: lines that follow each other could then be mistaken for one document.
    private(set) var holdsLineFeeds = false

    init() {
        steps.append(cjson_layout_step())
    }

    mutating func removeAll() {
        steps.count = 1
        first = 0
        holdsLineFeeds = false
    }

    func hasRoom(for count: Int) -> Bool {
        steps.count + count <= Self.stepLimit
    }

    /// The number of the layout that the beginning of the bytes has; `places` then says where its holes are.
    @inline(__always)
    func match(
        _ bytes: UnsafeRawPointer,
        _ count: Int,
        _ kernel: cjson_match_function,
        _ places: UnsafeMutablePointer<cjson_layout_places>
    ) -> Int? {
        guard first > 0 else { return nil }
        let layout = kernel(steps.start, first, bytes.assumingMemoryBound(to: UInt8.self), count, places)
        return layout < 0 ? nil : Int(layout)
    }

    // MARK: Learning

    /// Where in the document its segments leave the known layouts; nil where all of them are known.
    func divergence(of segments: [Segment]) -> Int? {
        var next = first
        for segment in segments {
            var common = 0
            var same: UInt32 = 0
            while next > 0, same == 0 {
                let step = steps[Int(next)]
                if segment.isSame(as: step) { same = next }
                common = max(common, min(segment.commonCount(with: step), Int(min(segment.step.length, step.length))))
                next = step.sibling
            }
            guard same > 0 else { return segment.start + common }
            next = steps[Int(same)].child
        }
        return nil
    }

    /// Adds a layout under its number; false where it has too many holes, one of its steps has no place, or it is there.
    mutating func add(_ segments: [Segment], layout: Int) -> Bool {
        // The kernel writes down where each hole is, in room for so many.
        guard segments.count(where: \.isBeforeHole) <= LayoutCache.holeLimit else { return false }
        var last: UInt32 = 0
        for segment in segments {
            holdsLineFeeds = holdsLineFeeds || segment.holdsLineFeed
            guard let step = step(segment, behind: last) else { return false }
            last = step
        }
        guard steps[Int(last)].hole == UInt8(CJSON_LAYOUT_END.rawValue), steps[Int(last)].layout == UInt32.max else {
            return false
        }
        steps[Int(last)].layout = UInt32(layout)
        return true
    }

    /// The step for a segment behind another step, made where it is missing; nil where too many stand there.
    private mutating func step(_ segment: Segment, behind parent: UInt32) -> UInt32? {
        var previous: UInt32 = 0
        var next = parent == 0 ? first : steps[Int(parent)].child
        var count = 0
        while next > 0 {
            let step = steps[Int(next)]
            if segment.isSame(as: step) { return next }
            if isCovered(step, by: segment) {
                link(step.sibling, behind: previous, of: parent)
            } else {
                previous = next
                count += 1
            }
            next = step.sibling
        }
        guard count < Self.siblingLimit else { return nil }
        let made = UInt32(steps.count)
        steps.append(segment.step)
        link(made, behind: previous, of: parent)
        return made
    }

    /// Whether a step goes into the container that a segment stands before.
    private func isCovered(_ step: cjson_layout_step, by segment: Segment) -> Bool {
        segment.step.hole == UInt8(CJSON_LAYOUT_CONTAINER.rawValue) && step.length >= segment.step.length
            && segment.commonCount(with: step) >= Int(segment.step.length)
    }

    private mutating func link(_ step: UInt32, behind previous: UInt32, of parent: UInt32) {
        if previous > 0 {
            steps[Int(previous)].sibling = step
        } else if parent > 0 {
            steps[Int(parent)].child = step
        } else {
            first = step
        }
    }
}
