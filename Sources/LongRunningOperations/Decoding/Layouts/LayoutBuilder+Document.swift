import CJSONKernels

/// The document's side of a layout: which values are holes, and the fixed bytes between them.
extension LayoutBuilder {
    /// Every value but the fixed ones, with what was looked for in it.
    mutating func findHoles() {
        holes.removeAll()
        let looks = trace.looks.sorted { $0.start < $1.start }
        var look = 0
        var index = token
        while index < next {
            let offset = text.token(index)
            var hole: Hole?
            switch text.byte(offset) {
            case UInt8(ascii: "\""):
                let close = text.token(index + 1)
                let isName = index + 2 < next && text.byte(text.token(index + 2)) == UInt8(ascii: ":")
                if !isName, close > offset + 1 {
                    hole = Hole(start: offset + 1, end: close, form: CJSON_LAYOUT_STRING)
                }
                index += 2
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isOpen = open.contains(offset)
                if isOpen { hole = containerHole(at: index) }
                index = isOpen ? Int(text.partners[index]) + 1 : index + 1
            case UInt8(ascii: "-"), 0x30...0x39:
                let length = JSONNumber.scan(text.bytes + offset, count: end - offset)
                hole = Hole(start: offset, end: offset + length, form: CJSON_LAYOUT_NUMBER)
                index += 1
            default: index += 1
            }
            guard var hole else { continue }
            while look < looks.count, looks[look].start < hole.start { look += 1 }
            var isFixed = false
            while look < looks.count, looks[look].start < hole.end {
                if case .fixed = looks[look].kind { isFixed = true }
                if looks[look].start != hole.start || looks[look].end != hole.end { isFixed = true }
                hole.looks.append(looks[look].kind)
                look += 1
            }
            if !isFixed { holes.append(hole) }
        }
    }

    /// The inside of a container.
    private func containerHole(at first: Int) -> Hole {
        let end = text.token(Int(text.partners[first]))
        return Hole(start: text.token(first) + 1, end: end, form: CJSON_LAYOUT_CONTAINER)
    }

    /// The outermost containers that may hold anything, brackets included.
    ///
    /// Ends of lines stay in fixed bytes, where they can be seen. What a hole takes must not be too deep for the general way.
    func freeContainers() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var depth = 0
        for index in token..<next {
            let bracket = text.token(index)
            switch text.byte(bracket) {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                continue
            default: continue
            }
            guard index > token, bracket >= found.last?.upperBound ?? 0,
                depth + Int(CJSON_LAYOUT_DEEPEST) <= depthLimit, trace.isFree(bracket)
            else { continue }
            let container = bracket..<text.token(Int(text.partners[index])) + 1
            if !text.slice(container).contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }),
                !trace.hasLook(in: container)
            {
                found.append(container)
            }
        }
        return found
    }

    /// Cuts what stands between the holes into steps; false where there are more holes than a layout has.
    mutating func cutSegments() -> Bool {
        guard holes.count <= LayoutCache.holeLimit else { return false }
        segments.removeAll()
        var position = start
        for hole in holes {
            addSegments(from: position, to: hole.start, hole.form)
            position = hole.end
        }
        addSegments(from: position, to: end, CJSON_LAYOUT_END)
        return position < end
    }

    private mutating func addSegments(from: Int, to: Int, _ hole: cjson_layout_hole) {
        let room = Int(CJSON_LAYOUT_STEP_BYTES)
        var from = from
        repeat {
            let stop = min(from + room, to)
            var step = cjson_layout_step()
            step.length = UInt8(stop - from)
            withUnsafeMutableBytes(of: &step.bytes) { $0.copyMemory(from: text.slice(from..<stop)) }
            step.hole = stop == to ? UInt8(hole.rawValue) : UInt8(CJSON_LAYOUT_NO_HOLE.rawValue)
            step.layout = UInt32.max
            segments.append(LayoutTree.Segment(step: step, start: from))
            from = stop
        } while from < to
    }
}
