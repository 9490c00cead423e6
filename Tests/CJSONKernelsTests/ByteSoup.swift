/// Random bytes that look like JSON enough to go wrong in interesting places.
///
/// A soup of a flavour and a seed is the same on every run and machine.
enum ByteSoup: String, CaseIterable {
    /// Whole values and white space: nearly always sound.
    case values
    /// One string full of escapes, surrogate pairs among them.
    case escapes
    /// One string of characters of one to four bytes.
    case characters
    /// Quotes, backslashes, structural characters, white space and controls in no order.
    case punctuation
    /// Little but quotes and backslashes.
    case backslashes
    /// Bytes of any value.
    case noise

    private static let faults: [[UInt8]] =
        [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0x80], [0xBF, 0xBF], [0xC3], [0xE4, 0xB8],
            [0xF0, 0x9F, 0x98], [0x00], [0x1F], [0x0A],
        ]
        + [
            #"\x"#, #"\u12"#, #"\u00G0"#, #"\uD83D"#, #"\uDE00"#, #"\uD83D\u0041"#, #"\uD83D\\uDE00"#, #"""#, #"\"#,
        ]
        .map { Array($0.utf8) }

    private static let valueTexts = [
        "{", "}", "[", "]", ":", ",", " ", "\n", "\t", "\r", "12", "-0.5e3", "true", "\u{7F}", "é", #""""#, #""a b""#,
        #""\"""#, #""\\""#, #""{[:,]}""#, #""ab\u0000""#, #""微软""#, #""\uD83D\uDE00""#,
    ]

    private static let escapeTexts = [
        #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u0041"#, #"\uFFFF"#, #"\uabcd"#, #"\uD7FF"#,
        #"\ue000"#,
        #"\uD83D\uDE00"#, #"\udbff\udfff"#, #"\uD800\uDC00"#, "a", "uD83D", "{", "é",
    ]

    private static let characterTexts = [
        "a", " ", "\u{7F}", "\u{80}", "\u{9F}", "é", "\u{61C}", "\u{7FF}", "\u{800}", "微", "\u{2028}", "\u{D7FF}",
        "\u{E000}", "\u{FFFD}", "\u{FFFF}", "😀", "\u{10000}", "\u{10FFFF}", "abcdefgh", "{}:,",
    ]

    private static let punctuationTexts = [
        "\"", "\\", "{", "}", "[", "]", ":", ",", " ", "\t", "\n", "\r", "a", "1", "\u{0C}", "\u{1A}", "\0", "\u{7F}",
    ]

    private static let backslashTexts = ["\"", "\\", "\\", "\\", "\\\\\\\\\\\\\\\\", "n"]

    private var pieces: [[UInt8]] {
        switch self {
        case .values: Self.valueTexts.map { Array($0.utf8) }
        case .escapes: Self.escapeTexts.map { Array($0.utf8) }
        case .characters: Self.characterTexts.map { Array($0.utf8) }
        case .punctuation: Self.punctuationTexts.map { Array($0.utf8) }
        case .backslashes: Self.backslashTexts.map { Array($0.utf8) }
        case .noise: (0...255).map { [$0] }
        }
    }

    private var isOneString: Bool {
        self == .escapes || self == .characters
    }

    /// The soup of that many bytes; one in `faultEvery` of its pieces is a fault, none where that is 0.
    func bytes(count: Int, seed: UInt64, faultEvery: Int = 0) -> [UInt8] {
        var random = SplitMix(state: seed)
        let pieces = pieces
        let isOneString = isOneString && count > 1
        let end = isOneString ? count - 1 : count
        var soup: [UInt8] = isOneString ? [0x22] : []
        while soup.count < end {
            let isFault = faultEvery > 0 && Int.random(in: 0..<faultEvery, using: &random) == 0
            let piece = (isFault ? Self.faults : pieces).randomElement(using: &random) ?? []
            soup += soup.count + piece.count <= end ? piece : [0x31]
        }
        return isOneString ? soup + [0x22] : soup
    }
}

/// A small generator whose numbers depend on nothing but its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
