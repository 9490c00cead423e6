/// Entity tags of HTTP (RFC 9110 section 8.8.3): `"xyzzy"`, or `W/"xyzzy"` for a weak one.
package enum EntityTag {
    /// How much two representations with the same tag have in common.
    package enum Strength: Sendable, Hashable {
        /// Every byte.
        case strong
        /// The meaning.
        case weak
    }

    /// The strength of a tag, or nothing where the bytes are none.
    package static func strength(of tag: UnsafeRawBufferPointer) -> Strength? {
        let opaque = opaqueTag(of: tag)
        let quote = UInt8(ascii: "\"")
        guard opaque.count >= 2, opaque.first == quote, opaque.last == quote else { return nil }
        // Between the quotes: no control, blank or quote; 80 and above are as good as letters.
        let isTag = opaque.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 != quote && $0 != 0x7F }
        return isTag ? (opaque.count == tag.count ? .strong : .weak) : nil
    }

    /// Whether both are the same strong tag.
    package static func matchesStrongly(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        strength(of: left) == .strong && left.elementsEqual(right)
    }

    /// Whether both are the same tag, be they weak or strong.
    package static func matchesWeakly(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        strength(of: left) != nil && strength(of: right) != nil
            && opaqueTag(of: left).elementsEqual(opaqueTag(of: right))
    }

    /// Splits a list of tags at its commas, those inside of tags aside; nothing where an element is no tag.
    ///
    /// Empty elements are passed over. `*` is no list.
    package static func tags(in list: UnsafeRawBufferPointer) -> [Range<Int>]? {
        var tags: [Range<Int>] = []
        var start = 0
        var isQuoted = false
        for end in 0...list.count {
            if end < list.count {
                if list[end] == UInt8(ascii: "\"") {
                    isQuoted.toggle()
                }
                guard list[end] == UInt8(ascii: ","), !isQuoted else { continue }
            }
            let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
            if let first = list[start..<end].firstIndex(where: { !isBlank($0) }),
                let last = list[start..<end].lastIndex(where: { !isBlank($0) })
            {
                guard strength(of: UnsafeRawBufferPointer(rebasing: list[first...last])) != nil else { return nil }
                tags.append(first..<(last + 1))
            }
            start = end + 1
        }
        return tags
    }

    private static func opaqueTag(of tag: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        tag.starts(with: [UInt8(ascii: "W"), UInt8(ascii: "/")]) ? tag.dropFirst(2) : tag[...]
    }
}
