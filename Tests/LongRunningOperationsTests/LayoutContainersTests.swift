import LongRunningOperations
import Testing

/// Objects and arrays that no rule looks into may hold anything without a layout of their own; those that a rule looks into
/// still decide.
@Suite struct LayoutContainersTests {
    /// Names that rules look for, and others.
    private static let names = [
        "code", "message", "target", "details", "innererror", "innerError", "error", "errors", "status", "state", "id",
        "name", "type", "reason", "value", "items", "a", "b", "region", "\\u0063ode", "Code", "",
    ]
    private static let scalars = [
        "\"x\"", "\"\"", "\"Failed\"", "\"Succeeded\"", "\"a \\\"b\\\" }]\"", "\"\\u0041\\/\"", "\"\u{2028}\"", "0",
        "-1.5e3",
        "12345678901234567890", "true", "false", "null", "\"{\\\"code\\\":\\\"Inner\\\"}\"", "\"2021-03-04T05:06:07Z\"",
    ]
    /// What looks like JSON and is none.
    private static let faulty = ["01", "tru", "\"\\x\"", "{\"a\"}", "[1,]", "\"\t\"", "1 1", "{,}", "[1}", "-"]

    private static func blank(_ generator: inout HostileBytesTests.Generator) -> String {
        [" ", "  ", "\t", "\r", ""].randomElement(using: &generator) ?? ""
    }

    /// Any value: as text, with blanks where `isSpaced`.
    static func value(
        _ generator: inout HostileBytesTests.Generator,
        depth: Int = 0,
        isSpaced: Bool
    ) -> String {
        let blank = isSpaced ? blank(&generator) : ""
        switch Int.random(in: depth == 0 ? 4...7 : 0...(depth < 4 ? 7 : 3), using: &generator) {
        case 4, 5:
            let members = (0..<Int.random(in: 0...4, using: &generator))
                .map { _ in
                    "\"\(names.randomElement(using: &generator) ?? "")\"\(blank):\(blank)"
                        + value(&generator, depth: depth + 1, isSpaced: isSpaced)
                }
            return "{\(blank)" + members.joined(separator: ",\(blank)") + "\(blank)}"
        case 6, 7:
            let elements = (0..<Int.random(in: 0...4, using: &generator))
                .map { _ in value(&generator, depth: depth + 1, isSpaced: isSpaced) }
            return "[" + elements.joined(separator: "\(blank),") + "]"
        default:
            let isFaulty = Int.random(in: 0..<60, using: &generator) == 0
            return (isFaulty ? faulty : scalars).randomElement(using: &generator) ?? "0"
        }
    }

    /// Where a value could be put into a document: in place of one of its values, or as a member of one of its objects.
    private enum Place {
        case value(Range<Int>)
        case member(before: Int)
    }

    private static func places(in document: [UInt8]) -> [Place] {
        var places = LayoutCacheTests.scalars(of: document)
            .map { found in
                Place.value(found.isString ? found.range.lowerBound - 1..<found.range.upperBound + 1 : found.range)
            }
        var isInside = false
        var opened: [Int] = []
        var index = 0
        while index < document.count {
            switch document[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "\""): isInside.toggle()
            case UInt8(ascii: "{") where !isInside, UInt8(ascii: "[") where !isInside: opened.append(index)
            case UInt8(ascii: "}") where !isInside, UInt8(ascii: "]") where !isInside:
                guard let open = opened.popLast() else { break }
                if !opened.isEmpty { places.append(.value(open..<index + 1)) }
                if document[index] == UInt8(ascii: "}"), index > open + 1 { places.append(.member(before: index)) }
            default: break
            }
            index += 1
        }
        return places
    }

    private static func document(_ document: [UInt8], with value: String, at place: Place) -> [UInt8] {
        var changed = document
        switch place {
        case .value(let range): changed.replaceSubrange(range, with: Array(value.utf8))
        case .member(let end): changed.insert(contentsOf: Array(",\"zz\":\(value)".utf8), at: end)
        }
        return changed
    }

    @Test(arguments: Sample.all)
    func answersAsTheGeneralWayWhateverAContainerHolds(_ sample: Sample) throws {
        for services in [[ServiceIdentifier(sample.service)], []] {
            let pair = try LayoutCacheTests.Pair(services)
            var generator = HostileBytesTests.Generator(state: 31)
            for place in Self.places(in: sample.document).shuffled(using: &generator).prefix(4) {
                for round in 0..<(HostileBytesTests.isExhaustive ? 600 : 4) {
                    let value = Self.value(&generator, isSpaced: round % 3 == 2)
                    let document = Self.document(sample.document, with: value, at: place)
                    #expect(pair.difference(on: document) == nil)
                }
            }
            #expect(pair.differenceOfTallies() == nil)
        }
    }

    private func met(_ documents: [String], service: ServiceIdentifier) throws -> (learned: Int, met: Int) {
        let pair = try LayoutCacheTests.Pair([service])
        for document in documents { #expect(pair.difference(on: Array(document.utf8)) == nil) }
        #expect(pair.differenceOfTallies() == nil)
        return pair.learning.layoutCounts
    }

    private func free(_ value: String) -> String {
        #"{"operationId":"1","status":"Running","tags":"# + value + #","etag":"e"}"#
    }

    @Test func learnsOnceWhatVariesInsideAContainer() throws {
        let objects = (0..<50).map { free("{\"tag\($0)\":\($0),\"b\":[\(String(repeating: "1,", count: $0))2]}") }
        // The first one is learned as it is, the second one as any object.
        #expect(try met(objects, service: "azure-device-update") == (2, 48))
        let arrays = (0..<50).map { free("[\(String(repeating: "{\"a\": true}, ", count: $0))\"\($0)\"]") }
        #expect(try met(arrays, service: "azure-device-update") == (2, 48))
    }

    @Test func keepsALayoutWhoseContainersAreAlike() throws {
        let documents = (0..<50).map { free("{\"owner\":\"o\($0)\",\"count\":\($0)}") }
        #expect(try met(documents, service: "azure-device-update") == (1, 49))
    }

    @Test func takesMoreValuesThanALayoutHasHoles() throws {
        let documents = (0..<20)
            .map { number in free("{\"a\":[\((0..<300).map { "\($0 * number)" }.joined(separator: ","))]}") }
        #expect(try met(documents, service: "azure-device-update") == (1, 19))
    }

    /// A container that becomes a hole where nothing in it was one adds to those that a layout has: up to the limit.
    @Test(arguments: [1, 2, 3, 5, 20, 200], [125, 126, 127, 128, 129])
    func opensNoMoreContainersThanALayoutHasHoles(containers: Int, values: Int) throws {
        func document(_ number: Int, _ inside: (Int) -> String) -> String {
            let members = (1..<values).map { "\"a\($0)\":\"v\($0)-\(number)\"" }
            let free = (0..<containers).map { "\"z\($0)\":\(inside($0))" }
            return #"{"operationId":"\#(number)","status":"Running","#
                + (members + free).joined(separator: ",") + "}"
        }
        var documents = [document(0) { _ in "[true]" }]
        // Each differs from those before it in one more container.
        for changed in 0..<min(containers, 30) {
            documents.append(document(changed) { $0 < changed ? "[null]" : $0 == changed ? "[false]" : "[true]" })
        }
        for number in 0..<20 {
            documents.append(document(number) { "[[1,2],{\"a\": \"b\\/c\"},\($0 + number)]" })
        }
        _ = try met(documents, service: "azure-device-update")
    }

    @Test func tellsObjectsFromArraysAndOthers() throws {
        let values = [
            "{}", "[]", "{\"a\":1}", "[1]", "{\"b\":2}", "[\"x\"]", "null", "\"s\"", "7", "{\"c\":{}}", "[[]]",
        ]
        let counts = try met((values + values + values).map(free), service: "azure-device-update")
        #expect(counts.learned <= 9)
        #expect(counts.met >= 22)
    }

    @Test func leavesContainersWithEndsOfLinesToFixedBytes() throws {
        let documents = (0..<20).map { free("{\n\"a\($0)\":1}") }
        #expect(try met(documents, service: "azure-device-update").met == 0)
    }

    @Test func goesAsDeepAsTheGeneralWay() throws {
        let documents = (0..<30)
            .map { depth in
                let depth = depth * 30
                return free(
                    "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
                )
            }
        _ = try met(documents + documents, service: "azure-device-update")
    }

    /// A container that nothing looks into may stand as deep as errors are read.
    @Test(arguments: [0, 1, 30, 190, 200, 222, 223, 230, 250])
    func goesAsDeepAsTheGeneralWayInsideErrors(details: Int) throws {
        func document(_ depth: Int, _ number: Int) -> String {
            #"{"id":"/subscriptions/s/operationStatuses/o","name":"o","status":"Failed","error":"#
                + String(repeating: #"{"code":"a","details":["#, count: details)
                + #"{"code":"b","free":{"p\#(number)":"#
                + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}}"
                + String(repeating: "]}", count: details) + "}"
        }
        // The document, its error, the details and the free object take some; 512 are allowed.
        let left = max(512 - (1 + 2 * details + 1 + 1), 0)
        let depths = [0, 1, 62, 63, 64, 65, left - 1, left, left + 1].filter { $0 >= 0 }
        let documents = (0..<3).flatMap { round in depths.map { document($0, round) } }
        let counts = try met((0..<3).map { document(0, $0) } + documents, service: "azure-devcenter")
        if details < 100 { #expect(counts.met > 0) }
    }
}
