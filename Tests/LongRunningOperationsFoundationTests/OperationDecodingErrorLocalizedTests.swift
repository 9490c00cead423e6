import Foundation
import LongRunningOperations
import LongRunningOperationsFoundation
import Testing

@Suite struct OperationDecodingErrorLocalizedTests {
    @Test func saysItsMessageAsLocalizedDescription() throws {
        let decoder = OperationDecoder(service: .azureCore)
        let error = #expect(throws: OperationDecodingError.self) { try decoder.decode(#"{"status":"#) }
        let thrown: any Error = try #require(error)
        #expect(thrown.localizedDescription == error?.message)
        #expect(!thrown.localizedDescription.isEmpty)
    }
}
