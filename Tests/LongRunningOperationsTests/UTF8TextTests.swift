import LongRunningOperations
import Testing

@Suite struct UTF8TextTests {
    @Test func isValidWhereTheStandardLibraryTakesItForUTF8() {
        var generator = HostileBytesTests.Generator(state: 4)
        let pieces: [[UInt8]] = [
            [0x41], [0xC2, 0x80], [0xC1, 0x80], [0xE0, 0xA0, 0x80], [0xE0, 0x9F, 0x80], [0xED, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80],
            [0xF0, 0x90, 0x80, 0x80], [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5],
            [0x80], [0xEF, 0xBF, 0xBF], Array("plain ASCII text".utf8),
        ]
        for _ in 0..<5000 {
            var bytes = (0..<Int.random(in: 0...5, using: &generator))
                .flatMap { _ in
                    pieces.randomElement(using: &generator) ?? []
                }
            if Bool.random(using: &generator), !bytes.isEmpty { bytes.removeLast() }
            let expected = String(validating: bytes, as: UTF8.self) != nil
            #expect(bytes.withUnsafeBytes { UTF8Text.isValid($0) } == expected)
        }
    }
}
