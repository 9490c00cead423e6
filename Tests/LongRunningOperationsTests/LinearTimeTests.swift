import Foundation
import LongRunningOperations
import Testing

/// The cost of a document is linear in its bytes, whatever its shape: twice the bytes take at most 2.4 times as long.
@Suite(.serialized) struct LinearTimeTests {
    /// Sixteen shapes on which some other reader is quadratic.
    static let shapes = [
        "long integer", "long fraction", "long exponent", "unicode escapes", "backslashes", "combining marks in a name",
        "combining marks in a value", "duplicate names", "distinct names", "names with a common beginning",
        "white space",
        "one long string", "carriage returns", "many empty containers", "long fraction of a second", "deep error chain",
    ]

    static func document(_ shape: String, bytes count: Int) -> [UInt8] {
        let start = #"{"operationId":"a","status":"Failed","#
        func filled(_ piece: String, before: String, after: String) -> [UInt8] {
            let unit = Array(piece.utf8)
            var bytes = Array((start + before).utf8)
            bytes.reserveCapacity(count + 64)
            while bytes.count < count { bytes += unit }
            return bytes + Array((after + "}").utf8)
        }
        func members(_ name: (Int) -> String) -> [UInt8] {
            var bytes = Array(start.utf8)
            bytes.reserveCapacity(count + 64)
            var number = 0
            while bytes.count < count {
                bytes += Array("\"\(name(number))\":1,".utf8)
                number += 1
            }
            return bytes + Array(#""last":1}"#.utf8)
        }
        switch shape {
        case "long integer": return filled("7", before: #""x":1"#, after: "")
        case "long fraction": return filled("7", before: #""percentComplete":1."#, after: "")
        case "long exponent": return filled("7", before: #""x":1e"#, after: "")
        case "unicode escapes": return filled(#"\u0041\u2028"#, before: #""x":""#, after: "\"")
        case "backslashes": return filled(#"\\\\"#, before: #""status2":""#, after: "\"")
        case "combining marks in a name": return filled("\u{301}\u{323}", before: "\"", after: #"":1"#)
        case "combining marks in a value": return filled("\u{301}\u{323}", before: #""statusx":""#, after: "\"")
        case "duplicate names": return members { _ in "same" }
        case "distinct names": return members { "name\($0)" }
        case "names with a common beginning":
            return members { "\(String(repeating: "x", count: 80))\($0)" }
        case "white space": return filled(" \n\t\r", before: #""x":"#, after: "1")
        case "one long string": return filled("abcdefgh", before: #""resourceLocation":""#, after: "\"")
        case "carriage returns": return filled("\r1,", before: #""x":[0,"#, after: "1]")
        case "many empty containers": return filled("{},[],", before: #""x":["#, after: "1]")
        case "long fraction of a second":
            return filled("1", before: #""createdDateTime":"2020-01-01T00:00:00."#, after: "Z\"")
        default:
            // A chain is no deeper than the document may be, so the others follow as details.
            let chain =
                String(repeating: #"{"code":"c","innererror":"#, count: 400) + "{}" + String(repeating: "}", count: 400)
            return filled(chain + ",", before: #""error":{"code":"x","details":["#, after: chain + "]}")
        }
    }

    /// The least time of several runs, in seconds.
    private static func time(_ document: [UInt8], _ converter: DocumentConverter, runs: Int) -> Double {
        var least = Double.infinity
        let clock = ContinuousClock()
        var output = OutputBuffer(capacity: document.count * 4)
        var faults: [DocumentConverter.Fault] = []
        let ranges = [0..<document.count]
        for _ in 0..<runs {
            output.removeAll()
            faults.removeAll()
            let taken = clock.measure {
                document.withUnsafeBytes { bytes in
                    ranges.withUnsafeBufferPointer { ranges in
                        converter.convert(
                            window: bytes,
                            readable: bytes.count,
                            documents: ranges,
                            oneALine: false,
                            into: &output,
                            faults: &faults
                        )
                    }
                }
            }
            least = min(least, Double(taken.components.attoseconds) * 1e-18 + Double(taken.components.seconds))
        }
        return least
    }

    #if DEBUG
    /// Long enough to measure, short enough for a debug build.
    static let size = 128 << 10
    #else
    static let size = 2 << 20
    #endif

    @Test(arguments: shapes)
    func takesTwiceAsLongForTwiceTheBytes(_ shape: String) throws {
        let converter = DocumentConverter(plan: try PlanCache.plan(for: ["azure-device-update"]))
        let documents = [Self.size, Self.size * 2].map { Self.document(shape, bytes: $0) }
        var ratio = Double.infinity
        // Other work on the machine only ever makes a run slower: one sound pair of measurements settles it.
        for attempt in 1...5 where ratio > 2.4 {
            let times = documents.map { Self.time($0, converter, runs: 2 + attempt) }
            ratio = min(ratio, times[1] / times[0])
        }
        #expect(ratio <= 2.4, "\(shape): \(ratio)")
    }

    #if !DEBUG
    /// Four mebibytes of any shape pass at 20 MB/s or more.
    @Test(arguments: shapes)
    func keepsUpTheRate(_ shape: String) throws {
        let converter = DocumentConverter(plan: try PlanCache.plan(for: ["azure-device-update"]))
        let document = Self.document(shape, bytes: 4 << 20)
        let time = Self.time(document, converter, runs: 5)
        #expect(Double(document.count) / time >= 20e6, "\(shape): \(Double(document.count) / time / 1e6) MB/s")
    }
    #endif
}
