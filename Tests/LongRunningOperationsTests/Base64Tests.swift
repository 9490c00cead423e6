import LongRunningOperations
import Testing

@Suite struct Base64Tests {
    @Test func isItsOwnInverse() {
        var generator = HostileBytesTests.Generator(state: 2)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            var text = OutputBuffer()
            bytes.withUnsafeBytes { Base64.encode($0, into: &text) }
            #expect(Base64.decode(Array(text.bytes)) == bytes)
            // Parts of a multiple of three make the whole.
            var parts = OutputBuffer()
            let cut = count / 2 - count / 2 % 3
            bytes[..<cut].withUnsafeBytes { Base64.encode($0, into: &parts) }
            bytes[cut...].withUnsafeBytes { Base64.encode($0, into: &parts) }
            #expect(parts.bytes.elementsEqual(text.bytes))
        }
        #expect(Base64.decode(Array("A===".utf8)) == nil)
        #expect(Base64.decode(Array("A*==".utf8)) == nil)
    }
}
