import Glibc
import Testing

@testable import lro

struct TerminalProgressTests {
    private static let figures = TerminalProgress.Figures(
        bytes: 1_200_000_000,
        totalBytes: 2_900_000_000,
        records: 2_710_221,
        rejects: 3,
        nanoseconds: 1_500_000_000
    )

    @Test
    func showsHowFarAFileIs() {
        let line = TerminalProgress.line(Self.figures, width: 110)
        #expect(line.hasPrefix("[==========>               ]   41.3%  1.2 GB of 2.9 GB  800.0 MB/s  "))
        #expect(line.hasSuffix("  1,806,814 records/s  3 rejects  0:03 left"))
    }

    @Test
    func countsWhereNobodyKnowsTheSize() {
        var figures = Self.figures
        figures.totalBytes = nil
        #expect(
            TerminalProgress.line(figures, width: 120)
                == "1.2 GB  800.0 MB/s  2,710,221 records  1,806,814 records/s  3 rejects  0:01"
        )
    }

    @Test(arguments: 0...130)
    func neverFillsTheLine(width: Int) {
        #expect(TerminalProgress.line(Self.figures, width: width).count <= max(0, width - 1))
    }

    @Test(
        arguments: [
            TerminalProgress.Figures(),
            TerminalProgress.Figures(bytes: 5, totalBytes: 0, nanoseconds: 1),
            TerminalProgress.Figures(bytes: .max, totalBytes: .max, records: .max, rejects: .max, nanoseconds: .max),
            TerminalProgress.Figures(bytes: .max, totalBytes: 1, records: .max, rejects: 1, nanoseconds: 1),
            TerminalProgress.Figures(bytes: 1, totalBytes: .max, nanoseconds: .max),
        ]
    )
    func survivesAnyFigures(figures: TerminalProgress.Figures) {
        #expect(!TerminalProgress.line(figures, width: 200).isEmpty)
    }

    @Test
    func coloursRejectsOnlyWhereColoursAreWanted() {
        let line = TerminalProgress.line(Self.figures, width: 110, style: TerminalStyle(isColored: true))
        #expect(line.contains("\u{1B}[33m3 rejects\u{1B}[0m"))
        #expect(!TerminalProgress.line(Self.figures, width: 110).contains("\u{1B}"))
    }

    @Test(arguments: [.automatic, .shown, .hidden] as [ConvertOptions.ProgressDisplay])
    func showsNothingAwayFromATerminal(display: ConvertOptions.ProgressDisplay) {
        let stream = StandardStream(descriptor: -1, name: "no terminal")
        #expect(TerminalProgress(on: stream, display: display, isQuiet: false) == nil)
    }

    @Test
    func drawsOverItsOwnLineAndLeavesNothing() throws {
        var terminal: Int32 = -1
        var screen: Int32 = -1
        try #require(openpty(&terminal, &screen, nil, nil, nil) == 0)
        defer {
            close(terminal)
            close(screen)
        }

        let stream = StandardStream(descriptor: screen, name: "terminal")
        #expect(TerminalProgress(on: stream, display: .hidden, isQuiet: false) == nil)
        #expect(TerminalProgress(on: stream, display: .automatic, isQuiet: true) == nil)
        #expect(TerminalProgress(on: stream, display: .shown, isQuiet: true) != nil)
        var progress = try #require(TerminalProgress(on: stream, display: .automatic, isQuiet: false))
        var figures = TerminalProgress.Figures(bytes: 10, records: 1, nanoseconds: 1_000_000_000)
        progress.update(figures)
        figures.nanoseconds += 1
        progress.update(figures)
        progress.finish()
        progress.finish()

        let expected = "\r10 B  10 B/s  1 record  1 records/s  0 rejects  0:01\u{1B}[K\r\u{1B}[K"
        #expect(String(decoding: read(from: terminal, atLeast: expected.utf8.count), as: UTF8.self) == expected)
    }

    /// What a terminal has to show, which may come in pieces; less where nothing more comes.
    private func read(from terminal: Int32, atLeast count: Int) -> [UInt8] {
        var shown: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        while shown.count < count, poll(&waiting, 1, 5000) > 0 {
            let found = Glibc.read(terminal, &buffer, buffer.count)
            guard found > 0 else { break }
            shown += buffer.prefix(found)
        }
        return shown
    }

    @Test(
        arguments: [
            (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_099, "1.0 kB"), (999_999, "999.9 kB"),
            (1_000_000, "1.0 MB"), (UInt64.max, "18.4 EB"),
        ] as [(UInt64, String)]
    )
    func writesBytes(value: UInt64, text: String) {
        #expect(QuantityText.bytes(value) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] as [(UInt64, String)])
    func groupsDigits(value: UInt64, text: String) {
        #expect(QuantityText.count(value) == text)
    }

    @Test(arguments: [(0, "0:00"), (61, "1:01"), (3_600, "1:00:00"), (36_061, "10:01:01")] as [(UInt64, String)])
    func writesDurations(seconds: UInt64, text: String) {
        #expect(QuantityText.clock(seconds) == text)
    }
}
