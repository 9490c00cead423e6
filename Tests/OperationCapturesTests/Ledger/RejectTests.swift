import LongRunningOperations
import Testing

@testable import OperationCaptures

struct RejectTests {
    /// Places are added up: numbers that could overflow make no reject.
    @Test(arguments: ["offset", "line", "index", "item", "errorOffset"])
    func numbersAreNoGreaterThanPlacesCanBe(name: String) throws {
        func line(_ number: Int) -> [UInt8] {
            let numbers = ["offset", "line", "index", "item", "errorOffset"]
                .map { "\"\($0)\":\($0 == name ? number : 1)" }
            let text =
                #"{"reply":"rejected",\#(numbers.joined(separator: ",")),"envelope":"documents","code":"c","raw":"[{},\n{}]","#
                + #""length":8}"#
            return Array(text.utf8)
        }
        #expect(line(1 << 53).withUnsafeBytes { Reject.read($0) } != nil)
        #expect(line((1 << 53) + 1).withUnsafeBytes { Reject.read($0) } == nil)
        #expect(line(.max).withUnsafeBytes { Reject.read($0) } == nil)
    }

    @Test func everyScalarIsWrittenInTheCanonicalForm() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), value < 0x3000 || value % 251 == 0 else { continue }
            var output = OutputBuffer()
            output.append(string: String(Character(scalar)))
            let text = String(decoding: output.bytes, as: UTF8.self)
            let expected: String
            switch value {
            case 0x22: expected = "\\\""
            case 0x5C: expected = "\\\\"
            case 0x0A: expected = "\\n"
            case 0x0D: expected = "\\r"
            case 0x09: expected = "\\t"
            case 0x08: expected = "\\b"
            case 0x0C: expected = "\\f"
            case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
                let digits = String(value, radix: 16)
                expected = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: expected = String(Character(scalar))
            }
            #expect(Array(text.utf8) == Array("\"\(expected)\"".utf8))
        }
    }

    @Test(arguments: [
        "{\"reply\":\"rejected\"", "{\"reply\":\"rejected\"}",
        "{\"reply\":\"rejected\",\"offset\":1,\"raw\":\"x\",\"length\":1}",
        "{\"reply\":\"rejected\",\"offset\":0,\"envelope\":\"lines\",\"code\":\"a\",\"errorOffset\":0,\"raw\":\"xy\",\"length\":1}",
        "{\"reply\":\"rejected\",\"offset\":99999999999999999999,\"envelope\":\"lines\",\"code\":\"a\",\"raw\":\"x\",\"length\":1}",
        "{\"a\":1,\"reply\":\"rejected\",\"offset\":0,\"envelope\":\"lines\",\"code\":\"a\",\"raw\":\"x\",\"length\":1}",
        "{\"reply\":\"rejected\",\"offset\":0,\"envelope\":\"lines\",\"code\":\"a\",\"raw\":\"\\ud800\",\"length\":3}",
    ])
    func whatIsNoRejectIsADocument(line: String) {
        #expect(Array(line.utf8).withUnsafeBytes { Reject.read($0) } == nil)
    }
}
