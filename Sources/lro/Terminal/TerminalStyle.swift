import Glibc

/// Colours and weights, where they are wanted.
struct TerminalStyle: Hashable, Sendable {
    /// How a text stands out.
    enum Emphasis: String, Hashable, Sendable {
        case plain = ""
        case strong = "1"
        case faint = "2"
        case bad = "31"
        case good = "32"
        case doubtful = "33"
    }

    var isColored: Bool

    init(isColored: Bool) {
        self.isColored = isColored
    }

    /// Colours on a terminal, unless `NO_COLOR` is set to anything but nothing or the terminal is a dumb one.
    init(for stream: StandardStream) {
        isColored = stream.isTerminal && !Self.isSet("NO_COLOR") && !Self.isDumb
    }

    /// The text, with what turns its emphasis on and off around it.
    func apply(_ emphasis: Emphasis, to text: String) -> String {
        guard isColored, emphasis != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m"
    }

    private static func isSet(_ name: String) -> Bool {
        getenv(name).map { $0.pointee != 0 } ?? false
    }

    private static var isDumb: Bool {
        getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    }
}
