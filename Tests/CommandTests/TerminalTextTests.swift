import OperationCaptures
import Testing

@testable import lro

struct TerminalTextTests {
    /// Every character that acts on a terminal.
    private static let hostile: [UInt32] =
        Array(0...0x1F) + Array(0x7F...0x9F) + [0xAD, 0x061C, 0x180E] + Array(0x200B...0x200F) + Array(0x2028...0x202E)
        + Array(0x2060...0x206F) + [0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB] + Array(0xE0000...0xE007F)

    @Test(arguments: hostile)
    func showsHostileCharactersByNumber(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let text = "a\(Character(scalar))b"
        #expect(TerminalText.escaped(text) == "a\\u{\(String(value, radix: 16))}b")
        #expect(TerminalText.escaped(Array(text.utf8)) == "a\\u{\(String(value, radix: 16))}b")
    }

    @Test
    func leavesEverythingElse() {
        for value in 0...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value), !Self.hostile.contains(value) else { continue }
            guard value < 0x3000 || value.isMultiple(of: 251) else { continue }
            #expect(!scalar.isHostileToTerminals, "\(value)")
        }
        #expect(TerminalText.escaped("Zürich 東京 ✅ \\u{1b}") == "Zürich 東京 ✅ \\u{1b}")
    }

    @Test(
        arguments: [
            ("\u{1B}[2J", "\\u{1b}[2J"),
            ("\u{1B}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("\u{9B}31m", "\\u{9b}31m"),
            ("one\r\ntwo", "one\\u{d}\\u{a}two"),
            ("exe.\u{202E}gpj", "exe.\\u{202e}gpj"),
        ]
    )
    func disarmsSequences(text: String, shown: String) {
        #expect(TerminalText.escaped(text) == shown)
    }

    @Test(arguments: [[0xFF], [0xC2], [0xC0, 0x9B], [0xE2, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func replacesBytesThatAreNoText(bytes: [UInt8]) {
        let shown = TerminalText.escaped([0x61] + bytes + [0x62])
        #expect(shown.hasPrefix("a\u{FFFD}") && shown.hasSuffix("b"))
        #expect(shown.unicodeScalars.allSatisfy { !$0.isHostileToTerminals })
    }

    /// Whatever a user types in whatever place, no message carries it raw.
    @Test(arguments: hostile.filter { $0 != 0 })
    func keepsEveryMessageHarmless(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let text = "x\(Character(scalar))y"
        let lines: [[ArgumentText]] = [
            [ArgumentText(text)],
            [ArgumentText("--" + text)],
            ["convert", ArgumentText("--" + text)],
            ["convert", ArgumentText("--quiet=" + text)],
            ["convert", ArgumentText("-" + text)],
            ["convert", "--envelope", ArgumentText(text)],
            ["convert", "--jobs", ArgumentText(text)],
            ["convert", "--max-rejects", ArgumentText(text)],
            ["convert", "--payload", ArgumentText(text)],
            ["convert", "--range", ArgumentText(text)],
            ["convert", "--service", ArgumentText(text)],
            ["convert", "--to", ArgumentText(text)],
            ["explain", "a", ArgumentText(text)],
            ["services", ArgumentText(text)],
            ["completions", ArgumentText(text)],
        ]
        for line in lines {
            let run = try CommandRun(line)
            #expect(run.status == .usage)
            #expect(run.output.isEmpty)
            #expect(run.error.hasPrefix("lro"))
            let isHarmless = run.error.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isHostileToTerminals }
            #expect(isHarmless, "\(line)")
        }
    }

    @Test
    func cutsWhatIsTooLongToShow() {
        let argument = ArgumentText(String(repeating: "a", count: 100_000))
        #expect(argument.quoted.utf8.count < 300)
    }
}
