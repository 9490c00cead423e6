import LongRunningOperations
import Testing

@Suite struct MappingSampleTests {
    @Test func findsTheSamples() {
        #expect(Sample.all.count > 900)
    }

    @Test(arguments: Sample.all)
    func becomesTheExpectedLines(_ sample: Sample) throws {
        let conversion = try Conversion(sample.document, services: [ServiceIdentifier(sample.service)])
        #expect(conversion.lines == sample.expected)
        #expect(conversion.faults.isEmpty)
    }
}
