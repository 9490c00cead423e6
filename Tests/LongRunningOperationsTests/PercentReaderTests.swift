import Foundation
import LongRunningOperations
import Testing

struct PercentReaderTests {
    @Test(arguments: [
        "0", "100", "45", "45.0", "0.5", "99.999999999999999999999999999", "100.000", "1e2", "1E+2", "0.1e3",
        "10000e-2",
        "1e-400", "0.00000000001e13", "0e99999999999999999999", "-0", "-0.0e5", "1e-99999999999999999999",
    ])
    func aNumberIsKeptToTheLetter(_ text: String) {
        #expect(read(text, isNumber: true) == text)
        #expect(read(text) == text)
    }

    @Test(arguments: [
        "-1", "-1e-400", "100.00000000000000000000000000001", "100.1", "101", "200", "1000", "1.01e2", "1E400", "2e2",
        "0.1e4", "1e99999999999999999999", "-0.00001",
    ])
    func outsideOfZeroToAHundredIsNone(_ text: String) {
        #expect(read(text, isNumber: true) == nil)
        #expect(read(text) == nil)
    }

    @Test(
        arguments: [
            ("45%", "45"), ("45 %", "45"), ("  45.50  %  ", "45.50"), (" 45 ", "45"), ("1e2%", "1e2"),
            ("45%%", nil), ("%", nil), ("", nil), (" ", nil), ("%45", nil), ("4 5", nil), ("45\t", nil),
            ("045", nil), ("+45", nil), (".5", nil), ("5.", nil), ("5e", nil), ("5e+", nil), ("-", nil), ("0x10", nil),
            ("NaN", nil), ("45 percent", nil),
        ] as [(String, String?)]
    )
    func blanksAndPercentSignAreStripped(_ text: String, number: String?) {
        #expect(read(text) == number)
    }

    @Test(
        arguments: [
            ("0/7", "0"), ("3/7", "42"), ("6/7", "85"), ("7/7", "100"), (" 3/7 ", "42"), ("003/07", "42"),
            ("18446744073709551614/18446744073709551615", "99"),
            ("18446744073709551615/18446744073709551615", "100"),
            ("8/7", nil), ("0/0", nil), ("1/0", nil), ("-1/7", nil), ("1/-7", nil), ("1.5/7", nil), ("1/", nil),
            ("/1", nil),
            ("1/2/3", nil), ("1 / 2", nil), ("1/2%", nil), ("1/18446744073709551616", nil),
        ] as [(String, String?)]
    )
    func aRatioIsCutToAnInteger(_ text: String, number: String?) {
        #expect(read(text) == number)
    }

    @Test func countersMakeARatio() {
        #expect(PercentReader.ratio(1, of: 3) == 33)
        #expect(PercentReader.ratio(.max, of: .max) == 100)
        #expect(PercentReader.ratio(0, of: 0) == nil)
        #expect(PercentReader.ratio(2, of: 1) == nil)
    }

    /// Every truncation and every single-byte change, against a pattern and floating point.
    @Test(arguments: ["99.95", "100.0", "1e2", "12.5e-1%", " 50 % ", "3/7", "-0.0", "0.1E+3", "10/10"])
    func changedTextsReadAsTheSlowReaderReadsThem(_ text: String) {
        let valid = Array(text.utf8)
        var texts = (0...valid.count).map { Array(valid[..<$0]) }
        for place in valid.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = valid
                changed[place] = byte
                texts.append(changed)
            }
        }
        for bytes in texts {
            // Latin-1: a scalar a byte.
            let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            if read(bytes, isNumber: false) != slowlyRead(text) {
                Issue.record("\(text) is read as \(String(describing: read(bytes, isNumber: false)))")
            }
        }
    }

    private func slowlyRead(_ text: String) -> String? {
        let ratio = #/\x20*([0-9]+)/([0-9]+)\x20*/#.matchingSemantics(.unicodeScalar)
        let number = #/\x20*(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?)\x20*%?\x20*/#
            .matchingSemantics(.unicodeScalar)
        if let match = text.wholeMatch(of: ratio), let done = Int(match.1), let total = Int(match.2) {
            return total > 0 && done <= total ? String(done * 100 / total) : nil
        }
        guard let match = text.wholeMatch(of: number), let value = Double(match.1), 0...100 ~= value else { return nil }
        return String(match.1)
    }

    private func read(_ text: String, isNumber: Bool = false) -> String? {
        read(Array(text.utf8), isNumber: isNumber)
    }

    private func read(_ bytes: [UInt8], isNumber: Bool) -> String? {
        bytes.withUnsafeBytes { bytes in
            switch PercentReader.read(bytes, isNumber: isNumber) {
            case .text(let range): String(decoding: bytes[range], as: UTF8.self)
            case .whole(let percent): String(percent)
            case nil: nil
            }
        }
    }
}
