import Testing

@testable import LongRunningOperations

/// A reply that a known layout wrote knows where its members are: where a look at its text finds them.
@Suite struct LayoutMembersTests {
    private static let members = RecordMember.allCases

    /// The ranges of all members that a storage names.
    private func ranges(of storage: ReplyStorage) -> [String] {
        Self.members.map { member in
            storage.range(of: member).map { "\(member) \($0.start)..<\($0.end)" } ?? "\(member) is not there"
        }
    }

    @Test(arguments: Sample.all)
    func areWhereTheTextHasThem(_ sample: Sample) throws {
        let plan = try PlanCache.plan(for: [ServiceIdentifier(sample.service)])
        let worker = OperationDecoderWorker(plan: plan, limits: DecodingLimits())
        var generator = HostileBytesTests.Generator(state: 23)
        for round in 0..<12 {
            // The same again, with white space in front, then with other values.
            var document = sample.document
            if round == 2 { document = Array(" \n\t".utf8) + document }
            if round > 2 { document = LayoutCacheTests.changed(document, &generator) }
            let reply = document.withUnsafeBytes { body in
                try? worker.reply(from: body, DocumentEngine.Request())
            }
            let isKnown = worker.converter.layoutCounts.met > 0
            if let reply {
                let text = Array(reply.canonicalLine.utf8) + [UInt8](repeating: 0, count: CanonicalScan.slack)
                let found = text.withUnsafeBytes {
                    RecordMembers().store(UnsafeRawBufferPointer(rebasing: $0[..<reply.canonicalLine.utf8.count]))
                }
                #expect(ranges(of: reply.record.value.storage) == ranges(of: found), "known: \(isKnown)")
            }
            worker.clear()
        }
    }

    /// Most layouts tell where members are; without that the test above would show nothing.
    @Test func areToldByMostLayouts() throws {
        let plan = try PlanCache.plan(for: [])
        var worker = OperationDecoderWorker(plan: plan, limits: DecodingLimits())
        var service = ""
        var known = 0
        var told = 0
        for sample in Sample.all {
            // A worker learns so many layouts and no more.
            if sample.service != service { worker = OperationDecoderWorker(plan: plan, limits: DecodingLimits()) }
            service = sample.service
            for _ in 0..<2 {
                let before = worker.converter.layoutCounts.met
                _ = sample.document.withUnsafeBytes { body in try? worker.reply(from: body, DocumentEngine.Request()) }
                if worker.converter.layoutCounts.met > before {
                    known += 1
                    if worker.converter.engine.layouts.findMembers(into: worker.members.ranges) != 0 { told += 1 }
                }
                worker.clear()
            }
        }
        #expect(known > 500)
        #expect(told * 2 > known, "\(told) of \(known)")
    }
}
