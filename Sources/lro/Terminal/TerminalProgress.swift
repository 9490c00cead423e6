import Glibc

/// Shows on a terminal how far a run is.
///
/// ```
/// [=========>           ]  41.3%  1.2 GB of 2.9 GB  812.5 MB/s  1,912,004 records/s  3 rejects  0:02 left
/// 1.2 GB  812.5 MB/s  2,710,221 records  1,912,004 records/s  3 rejects  0:01
/// ```
///
/// The second form is for pipes, whose size nobody knows.
struct TerminalProgress {
    /// How far a run is.
    struct Figures: Hashable, Sendable {
        var bytes: UInt64 = 0
        /// The size of the input, if it is known.
        var totalBytes: UInt64?
        var records: UInt64 = 0
        var rejects: UInt64 = 0
        var nanoseconds: UInt64 = 0
    }

    private let stream: StandardStream
    private let style: TerminalStyle
    private var lastUpdate: UInt64?
    private var isShown = false

    /// Makes nothing where progress should not be shown, or is no use: away from a terminal.
    init?(on stream: StandardStream, display: ConvertOptions.ProgressDisplay, isQuiet: Bool) {
        guard stream.isTerminal, display == .shown || display == .automatic && !isQuiet else { return nil }
        self.stream = stream
        style = TerminalStyle(for: stream)
    }

    /// Shows the figures, at most ten times a second by the time in them.
    mutating func update(_ figures: Figures) {
        let interval: UInt64 = 100_000_000
        if let lastUpdate, figures.nanoseconds &- lastUpdate < interval { return }
        lastUpdate = figures.nanoseconds
        let line = Self.line(figures, width: stream.columns ?? 80, style: style)
        try? stream.write("\r\(line)\u{1B}[K")
        isShown = true
    }

    /// Takes the line away, so that what follows starts on a clean one.
    mutating func finish() {
        guard isShown else { return }
        try? stream.write("\r\u{1B}[K")
        isShown = false
    }

    /// The line for these figures, never wider than the terminal.
    static func line(_ figures: Figures, width: Int, style: TerminalStyle = TerminalStyle(isColored: false)) -> String {
        let rejects = QuantityText.count(figures.rejects) + (figures.rejects == 1 ? " reject" : " rejects")
        let before = [sizes(figures)] + rates(figures)
        let plain = (before + [rejects, time(figures)]).joined(separator: "  ")

        // The last column stays free: a full line would wrap on some terminals.
        let room = max(0, width - 1)
        guard plain.utf8.count <= room else { return String(plain.prefix(room)) }
        let bar = bar(figures, room: room - plain.utf8.count - 2).map { $0 + "  " } ?? ""
        let shownRejects = style.apply(figures.rejects > 0 ? .doubtful : .plain, to: rejects)
        return bar + (before + [shownRejects, time(figures)]).joined(separator: "  ")
    }

    private static func rates(_ figures: Figures) -> [String] {
        var parts: [String] = []
        if let rate = QuantityText.rate(figures.bytes, nanoseconds: figures.nanoseconds) {
            parts.append(QuantityText.bytes(rate) + "/s")
        }
        if figures.totalBytes == nil {
            parts.append(QuantityText.count(figures.records) + (figures.records == 1 ? " record" : " records"))
        }
        if let rate = QuantityText.rate(figures.records, nanoseconds: figures.nanoseconds) {
            parts.append(QuantityText.count(rate) + " records/s")
        }
        return parts
    }

    private static func sizes(_ figures: Figures) -> String {
        let read = QuantityText.bytes(figures.bytes)
        return figures.totalBytes.map { "\(read) of \(QuantityText.bytes($0))" } ?? read
    }

    private static func time(_ figures: Figures) -> String {
        let elapsed = figures.nanoseconds / 1_000_000_000
        guard let total = figures.totalBytes else { return QuantityText.clock(elapsed) }
        guard figures.bytes > 0, total >= figures.bytes else { return "-:-- left" }
        let left = Double(total - figures.bytes) * Double(figures.nanoseconds) / Double(figures.bytes) / 1e9
        return QuantityText.clock(UInt64(min(max(left, 0), 359_999).rounded(.up))) + " left"
    }

    /// The bar with its percentage, if the size is known and there is room for one.
    private static func bar(_ figures: Figures, room: Int) -> String? {
        let percentageWidth = 8
        let width = min(30, room - percentageWidth - 2)
        guard let total = figures.totalBytes, total > 0, width >= 5 else { return nil }
        let share = min(1, Double(figures.bytes) / Double(total))
        let filled = Int(share * Double(width))
        let head = filled < width ? ">" : ""
        let blank = String(repeating: " ", count: width - filled - head.utf8.count)
        let permille = Int(share * 1000)
        let percentage = "\(permille / 10).\(permille % 10)%"
        let padding = String(repeating: " ", count: max(0, percentageWidth - percentage.utf8.count))
        return "[" + String(repeating: "=", count: filled) + head + blank + "]" + padding + percentage
    }
}
