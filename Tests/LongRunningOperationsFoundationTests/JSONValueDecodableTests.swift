import Foundation
import LongRunningOperations
import LongRunningOperationsFoundation
import Testing

@Suite struct JSONValueDecodableTests {
    private struct Progress: Codable, Equatable {
        var done: Int
        var total: Int
        var note: String?
    }

    @Test func decodesIntoATypeOfTheUser() throws {
        let decoder = OperationDecoder(service: .azureCDNChina)
        let reply = try decoder.decode(
            #"{"Id":"1","EndpointId":"e","Status":"Processing","progress":{"done":3,"total":4,"note":"é\u202e"}}"#
        )
        let progress = try reply.extensions?["progress"]?.decode(Progress.self)
        #expect(progress == Progress(done: 3, total: 4, note: "é\u{202E}"))
        #expect(try reply.extensions?["EndpointId"]?.decode(String.self) == "e")
        #expect(throws: DecodingError.self) { try reply.extensions?["EndpointId"]?.decode(Int.self) }
    }

    @Test func comesBackFromWhatItEncodesTo() throws {
        let progress = Progress(done: 1, total: 2, note: "n")
        let value = try JSONValue(encoding: progress)
        #expect(value["done"]?.numberText == "1")
        #expect(try value.decode() == progress)
        #expect(value.data == Data(value.text.utf8))
    }
}
