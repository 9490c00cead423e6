import LongRunningOperations
import Testing

@Suite struct DecodingLimitsTests {
    @Test(arguments: [(Int.min, 1), (-1, 1), (0, 1), (1, 1), (3, 3), (512, 512), (513, 512), (.max, 512)])
    func keepsTheDepthFrom1To512(depth: Int, kept: Int) {
        var limits = DecodingLimits()
        limits.depth = depth
        #expect(limits.depth == kept)
        #expect(limits == DecodingLimits(depth: depth))
    }

    @Test(arguments: [(Int.min, 0), (-1, 0), (0, 0), (1, 1), (.max, .max)])
    func keepsTheLengthFrom0(length: Int, kept: Int) {
        var limits = DecodingLimits()
        limits.length = length
        #expect(limits.length == kept)
        #expect(limits == DecodingLimits(length: length))
    }

    @Test func areSafeWhereverTheyComeFrom() throws {
        var limits = DecodingLimits()
        limits.depth = .max
        limits.length = .max
        let document = #"{"name":"1","status":"Running","x":"# + String(repeating: "[", count: 600)
        let decoder = OperationDecoder(service: "azure-core", limits: limits)
        #expect(throws: OperationDecodingError.self) { try decoder.decode(document) }
        #expect(try decoder.decode(#"{"name":"1","status":"Running"}"#).operation?.state == .running)
        limits.depth = .min
        limits.length = .min
        #expect(throws: OperationDecodingError.self) {
            try OperationDecoder(service: "azure-core", limits: limits).decode("{}")
        }
    }
}
