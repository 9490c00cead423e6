import Foundation
import LongRunningOperations
import LongRunningOperationsFoundation
import Testing

@Suite struct OperationDecoderDataTests {
    private let decoder = OperationDecoder(service: .azureCDNChina)
    private let body = #"{"Id":"1","EndpointId":"e","Status":"Processing"}"#

    @Test func decodesData() throws {
        let reply = try decoder.decode(Data(body.utf8))
        #expect(try reply == decoder.decode(body))
        #expect(try decoder.decodeAll(Data("[\(body),\(body)]".utf8)).map { try $0.get() } == [reply, reply])
    }

    @Test func decodesASliceOfData() throws {
        let slice = Data(("xx" + body + "xx").utf8)[2..<body.utf8.count + 2]
        #expect(try decoder.decode(slice) == decoder.decode(body))
    }

    @Test func saysWhatIsWrong() throws {
        let fault = try #require(throws: OperationDecodingError.self) { try decoder.decode(Data("{\"Id\":".utf8)) }
        #expect(fault.code == .truncated)
        #expect(fault.path == "/Id")
        #expect(throws: OperationDecodingError.self) { try decoder.decode(Data()) }
    }

    @Test func givesTheLineAsData() throws {
        let reply = try decoder.decode(body)
        #expect(reply.canonicalData == Data(reply.canonicalLine.utf8))
        #expect(try OperationReply(canonicalLine: reply.canonicalData) == reply)
    }
}
