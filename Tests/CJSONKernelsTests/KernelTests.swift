import CJSONKernels
import Testing

struct KernelTests {
    @Test(arguments: ByteSoup.allCases, [0, 8, 64])
    func scalarAgreesWithTheOracle(soup: ByteSoup, faultEvery: Int) {
        var sound = 0
        for count in 0...300 {
            let bytes = soup.bytes(count: count, seed: UInt64(count), faultEvery: faultEvery)
            let expected = LexicalOracle(bytes).index()
            sound += expected == nil ? 0 : 1
            #expect(Kernel.scalar.index(bytes) == expected, "\(bytes)")
        }
        #expect(sound > 0)
        #expect(sound < 301 || faultEvery == 0)
    }

    @Test(arguments: Kernel.vector, ByteSoup.allCases)
    func everyKernelAgreesWithScalarAtEveryLength(kernel: Kernel, soup: ByteSoup) {
        for count in 0...300 {
            for (seed, faultEvery) in [0, 0, 8, 64].enumerated() {
                let bytes = soup.bytes(count: count, seed: UInt64(1000 * seed + count), faultEvery: faultEvery)
                let agrees = kernel.index(bytes) == Kernel.scalar.index(bytes)
                #expect(agrees, "\(bytes)")
            }
        }
    }

    @Test(arguments: Kernel.vector, ByteSoup.allCases)
    func everyKernelAgreesWithScalarAtEveryAlignment(kernel: Kernel, soup: ByteSoup) {
        for shift in 0..<64 {
            for count in [1, 63, 64, 65, 200] {
                let bytes = soup.bytes(count: count, seed: UInt64(shift))
                // What stands around the text would change the answer if it were read.
                var surrounded = [UInt8](repeating: 0x22, count: shift + count + 64)
                surrounded.replaceSubrange(shift..<shift + count, with: bytes)
                let answer = surrounded.withUnsafeBytes { all in
                    kernel.index(UnsafeRawBufferPointer(rebasing: all[shift..<shift + count]))
                }
                #expect(answer == Kernel.scalar.index(bytes), "shift \(shift): \(bytes)")
            }
        }
    }

    @Test(arguments: Kernel.available, ByteSoup.allCases)
    func nothingIsReadBehindTheEnd(kernel: Kernel, soup: ByteSoup) throws {
        let memory = try #require(GuardedBytes(room: 4096))
        for count in 0...300 {
            let bytes = soup.bytes(count: count, seed: UInt64(count), faultEvery: 32)
            let answer = memory.withCopy(of: bytes) { kernel.index($0) }
            #expect(answer == kernel.index(bytes))
        }
    }

    @Test(arguments: Kernel.available)
    func escapesThatTheEndCutsOffAreNotReadOn(kernel: Kernel) throws {
        let memory = try #require(GuardedBytes(room: 4096))
        let whole = Array(#""\uD83D\uDE00"#.utf8)
        for padding in 0..<70 {
            for length in 1...whole.count {
                let bytes = [UInt8](repeating: 0x20, count: padding) + whole.prefix(length)
                #expect(memory.withCopy(of: bytes) { kernel.index($0) } == nil)
            }
        }
    }

    @Test(arguments: Kernel.available)
    func runsOfBackslashesCrossBlocks(kernel: Kernel) {
        for padding in 0..<66 {
            for run in [1, 2, 3, 62, 63, 64, 65, 126, 127, 128, 129, 200] {
                let before = [UInt8](repeating: 0x20, count: padding)
                let backslashes = [UInt8](repeating: 0x5C, count: run)
                let quoted = before + [0x22] + backslashes + [0x22]
                #expect((kernel.index(quoted) == nil) == (run % 2 == 1))
                let escaped = before + [0x22] + backslashes + Array(#"n":"""#.utf8)
                #expect(kernel.index(escaped) == LexicalOracle(escaped).index())
                let outside = before + backslashes + Array(#""1,""#.utf8)
                #expect(kernel.index(outside) == LexicalOracle(outside).index())
            }
        }
    }

    @Test(arguments: Kernel.available)
    func surrogatePairsCrossBlocks(kernel: Kernel) {
        let escapes = [
            (#"\uD83D\uDE00"#, true), (#"\uD83D\uDE00\uD83D\uDE00"#, true), (#"\uD83D\uD83D\uDE00"#, false),
            (#"\uD83D\uDE00\uDE00"#, false), (#"\\uD83D\uDE00"#, false), (#"\uD83D\\uDE00"#, false),
            (#"\\uD83D\\uDE00"#, true), (#"\uD83D"#, false), (#"\uDE00\uD83D"#, false), (#"\uD83Dx\uDE00"#, false),
        ]
        for padding in 0..<66 {
            for (escape, isSound) in escapes {
                let text = "\"" + String(repeating: "x", count: padding) + escape + "\""
                #expect((kernel.index(Array(text.utf8)) != nil) == isSound, "\(text)")
            }
        }
    }

    @Test(arguments: Kernel.available)
    func escapesOfSurrogatesAloneAreRefused(kernel: Kernel) {
        let digits = Array("0123456789abcdefABCDEF".utf8)
        for first in digits {
            for second in digits {
                let unit: [UInt8] = [first, second, 0x46, 0x30]
                let value = UInt32(String(decoding: unit, as: UTF8.self), radix: 16) ?? 0
                let bytes = Array(#""\u"#.utf8) + unit + [0x22]
                #expect((kernel.index(bytes) != nil) == (Unicode.Scalar(value) != nil), "\(bytes)")
            }
        }
    }

    @Test(arguments: Kernel.available)
    func onlyTheseBytesMayStandBehindABackslash(kernel: Kernel) {
        let sound = Set(#""\/bfnrt"#.utf8)
        for byte in UInt8.min...UInt8.max {
            #expect((kernel.index([0x22, 0x5C, byte, 0x22]) != nil) == sound.contains(byte), "\(byte)")
        }
    }

    @Test(arguments: Kernel.available, 0..<4)
    func onlyHexadecimalDigitsAreDigits(kernel: Kernel, place: Int) {
        let sound = Set("0123456789abcdefABCDEF".utf8)
        for byte in UInt8.min...UInt8.max {
            var bytes = Array(#""\u1111""#.utf8)
            bytes[3 + place] = byte
            #expect((kernel.index(bytes) != nil) == sound.contains(byte), "\(byte)")
        }
    }

    @Test(arguments: Kernel.available)
    func everyPairAndTripleOfBytesThatUTF8TellsApartIsJudgedRight(kernel: Kernel) {
        let leads: [UInt8] = [0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF]
        let longLeads: [UInt8] = [0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF]
        let seconds: [UInt8] = [0x20, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xF0]
        let others: [UInt8] = [0x20, 0x80, 0xBF, 0xC2]
        for padding in [0, 13, 29, 61, 62, 63] {
            let before = [UInt8](repeating: 0x31, count: padding)
            for lead in leads + longLeads {
                for second in seconds {
                    for third in others {
                        for fourth in others {
                            let bytes = before + [lead, second, third, fourth]
                            let isSound = String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(bytes)
                            #expect((kernel.index(bytes) != nil) == isSound, "\(bytes)")
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Kernel.available)
    func bothQuotesAreTokensAndScalarsOnce(kernel: Kernel) {
        let bytes = Array(#"{"a b" : 12,"c":[true ,"\"x"]} "#.utf8)
        let index = kernel.index(bytes)
        #expect(index?.tokens == [0, 1, 5, 7, 9, 11, 12, 14, 15, 16, 17, 22, 23, 27, 28, 29])
        let marked = (0..<64).filter { (index?.attention.first ?? 0) >> UInt64($0) & 1 == 1 }
        #expect(marked == [6, 8, 21, 24, 30])
    }
}
