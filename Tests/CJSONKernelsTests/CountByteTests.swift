import CJSONKernels
import Testing

/// Counting one byte.
@Suite struct CountByteTests {
    @Test func countsInAnyStretch() {
        var state: UInt64 = 7
        for count in 0...400 {
            for density in [1, 7, 97] as [UInt64] {
                var bytes = [UInt8](repeating: 0x61, count: count)
                for index in bytes.indices {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    if (state >> 33) % density == 0 { bytes[index] = 0x0A }
                }
                #expect(cjson_count_byte(bytes, count, 0x0A) == bytes.count { $0 == 0x0A })
            }
        }
        #expect(cjson_count_byte([UInt8](repeating: 0x0A, count: 100_000), 100_000, 0x0A) == 100_000)
    }
}
