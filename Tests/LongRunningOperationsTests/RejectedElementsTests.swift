import LongRunningOperations
import Testing

/// Elements of lists that are no records, while the others are.
@Suite struct RejectedElementsTests {
    private static func operation(_ id: Int) -> String { #"{"operationId":"\#(id)","status":"Succeeded"}"# }

    private static func line(_ id: Int, list: String = "") -> String {
        #"{"service":"azure-device-update","reply":"operation","id":"\#(id)","state":"Succeeded","sourceState":"Succeeded""#
            + list + "}\n"
    }

    /// An element that has the shape of a record, and a fault inside of it.
    private static let faulty = #"{"operationId":"9","status":"Failed","error":{"code":"a","code":"b"}}"#
    private static let services: [ServiceIdentifier] = [.azureDeviceUpdate]

    private static let wrappers: [(elements: [String], lines: String, rejected: [Int])] = [
        ([operation(1), operation(2)], line(1) + line(2, list: #","list":{"nextLink":"x"}"#), []),
        ([operation(1), faulty], line(1, list: #","list":{"nextLink":"x"}"#), [1]),
        (
            [operation(1), "{}", operation(2), "1", faulty, "{}"],
            line(1) + line(2, list: #","list":{"nextLink":"x"}"#), [1, 3, 4, 5]
        ),
        ([faulty, operation(1), faulty, faulty], line(1, list: #","list":{"nextLink":"x"}"#), [0, 2, 3]),
    ]

    @Test(arguments: wrappers)
    func keepsTheRestOfTheWrapperInTheLastRecord(
        _ wrapper: (elements: [String], lines: String, rejected: [Int])
    ) throws {
        let document = #"{"value":["# + wrapper.elements.joined(separator: ",") + #"],"nextLink":"x"}"#
        let conversion = try Conversion(Array(document.utf8), services: Self.services)
        #expect(conversion.lines == wrapper.lines)
        #expect(conversion.faults.map(\.item) == wrapper.rejected)
        // Each stands behind the records of the elements before it.
        let starts = conversion.faults.map { fault in
            let before = wrapper.elements.indices.filter { $0 < fault.item ?? 0 && !wrapper.rejected.contains($0) }
                .count
            let lines = wrapper.lines.split(separator: "\n").prefix(before)
            return lines.reduce(0) { $0 + $1.utf8.count + 1 }
        }
        #expect(conversion.faults.map(\.outputOffset) == starts)
    }

    @Test func rejectsAWrapperWithoutAnElementThatCanBeWritten() throws {
        let document = #"{"value":[\#(Self.faulty),\#(Self.faulty)],"nextLink":"x"}"#
        let conversion = try Conversion(Array(document.utf8), services: Self.services)
        #expect(conversion.lines.isEmpty)
        #expect(conversion.faults.map(\.code) == [.notAReply])
        #expect(conversion.faults.map(\.item) == [nil])
    }

    @Test(arguments: ["[%]", #"{"value":[%],"nextLink":"x"}"#], [0, 1])
    func rejectsAListWithTooManyOthersWhole(_ list: String, beyond: Int) throws {
        let others = [String](repeating: "1", count: 65_536 + beyond)
        let elements = ([Self.operation(1)] + others).joined(separator: ",")
        let document = Array(list.replacing("%", with: elements).utf8)
        let converter = DocumentConverter(plan: try PlanCache.plan(for: Self.services))
        let conversion = Conversion(document, converter: converter)
        let tally = converter.takeTally()
        #expect(tally.found == (beyond == 0 ? 65_537 : 1))
        #expect(tally.rejected == conversion.faults.count)
        if beyond == 0 {
            #expect(conversion.faults.count == 65_536)
            #expect(conversion.faults.allSatisfy { $0.code == .notAReply && $0.item != nil })
            #expect(tally.replies.map(\.count) == [1])
        } else {
            #expect(conversion.lines.isEmpty)
            #expect(conversion.faults.map(\.code) == [.tooManyRejects])
            #expect(conversion.faults.map(\.range) == [0..<document.count])
            #expect(tally.replies.isEmpty)
        }
    }
}
