import Foundation
import LongRunningOperations
import Testing

@Suite struct JSONValueTests {
    private func value(_ text: String) throws -> JSONValue {
        try JSONValue(canonicalizing: text)
    }

    @Test(arguments: [
        ("null", JSONValue.Kind.null), (" true ", .boolean), ("false", .boolean), ("-1.50e+3", .number), ("0", .number),
        (#""a""#, .string), (#""""#, .string), ("[]", .array), ("{ }", .object),
    ])
    func knowsItsKind(_ text: String, _ kind: JSONValue.Kind) throws {
        let value = try value(text)
        #expect(value.kind == kind)
        #expect(value.isNull == (kind == .null))
        #expect(value.text == text.filter { $0 != " " })
        #expect(value.bytes == Array(value.text.utf8))
        #expect((value.numberText != nil) == (kind == .number))
        #expect((value.stringValue != nil) == (kind == .string))
        #expect((value.booleanValue != nil) == (kind == .boolean))
    }

    @Test func decodesStrings() throws {
        let text = #""q\" b\\ n\n r\r t\t \b\f \u007f \u202e é 😀 / \u0000 end of a longer text""#
        let value = try value(
            #""q\u0022 b\\ n\u000a r\r t\t \b\f \u007F \u202E \u00e9 \ud83d\ude00 \/ \u0000 end of a longer text""#
        )
        #expect(value.text == text)
        #expect(value.stringValue == "q\" b\\ n\n r\r t\t \u{8}\u{C} \u{7F} \u{202E} é 😀 / \0 end of a longer text")
    }

    @Test func findsMembers() throws {
        let value = try value(#"{"a":1,"b\"":{"a":[true]},"é":3,"e\u0301":4,"a":5,"":6,"\u202e":7}"#)
        #expect(value["a"]?.numberText == "1")
        #expect(value["b\""]?["a"]?[0]?.booleanValue == true)
        // One scalar or two: other bytes, another name.
        #expect(value["\u{E9}"]?.numberText == "3")
        #expect(value["e\u{301}"]?.numberText == "4")
        #expect(value[""]?.numberText == "6")
        #expect(value["\u{202E}"]?.numberText == "7")
        #expect(value["b"] == nil)
        #expect(value[0] == nil)
        #expect(value.members.map { $0.value.text } == ["1", #"{"a":[true]}"#, "3", "4", "5", "6", "7"])
        #expect(value.members.map { Array($0.name.utf8) }.last == Array("\u{202E}".utf8))
        #expect(value.elements.map(\.text).isEmpty)
    }

    @Test func findsElements() throws {
        let value = try value(#"[ 1 , "],[" , [ [ ] ] , { "a" : [ ] } , null ]"#)
        #expect(value.elements.map(\.text) == ["1", #""],[""#, "[[]]", #"{"a":[]}"#, "null"])
        #expect(value[1]?.stringValue == "],[")
        #expect(value[4]?.isNull == true)
        #expect(value[5] == nil)
        #expect(value[-1] == nil)
        #expect(value["a"] == nil)
        #expect(value.members.map(\.name).isEmpty)
    }

    @Test func comparesBytes() throws {
        #expect(try value("1.0") != value("1"))
        #expect(try value("[1, 2]") == value("[1,2]"))
        #expect(try value(#"{"a":1,"b":2}"#) != value(#"{"b":2,"a":1}"#))
        #expect(try value(#"["x","x"]"#)[0] == value(#"["x","x"]"#)[1])
        #expect(try Set([value("[1]")[0], value("1")]).count == 1)
        for length in 1...40 {
            let text = "\"" + String(repeating: "a", count: length) + "\""
            let other = "\"" + String(repeating: "a", count: length - 1) + "b\""
            #expect(try value(text) == value(text))
            #expect(try value(text) != value(other))
        }
    }

    @Test(arguments: ["", " ", "[", "nul", "[1,]", "{\"a\"}", "1 2", "\"\u{1}\"", "\"\\ud800\"", "01", "[1 \"a"])
    func refusesWhatIsNoJSON(_ text: String) {
        #expect(throws: OperationDecodingError.self) { try value(text) }
    }

    @Test func findsEveryStringLength() throws {
        for length in 0...70 {
            let inside = String(repeating: "x", count: length)
            for escape in ["", "\\\\", "\\\""] {
                let value = try value("[\"\(inside)\(escape)\",7]")
                #expect(value[1]?.numberText == "7")
                #expect(value[0]?.stringValue?.utf8.count == length + escape.utf8.count / 2)
            }
        }
    }

    /// A debug build on a stack of 512 KiB: nothing may recurse as deep as a document.
    @Test func isSafeOnASmallStackAtAnyDepth() throws {
        try onASmallStack {
            let depth = 509
            let nest = String(repeating: "{\"x\":[", count: depth / 2) + String(repeating: "]}", count: depth / 2)
            let decoder = OperationDecoder(service: .azureCDNChina)
            let head = #"{"Id":"1","EndpointId":"e","Status":"NotSet","deep":"#
            let reply = try decoder.decode(head + nest + "}")
            let again = try OperationReply(canonicalLine: reply.canonicalLine)
            #expect(reply == again)
            #expect(reply.hashValue == again.hashValue)
            var value = reply.extensions?["deep"]
            var seen = 0
            while let inner = value?["x"] {
                seen += 1
                value = inner[0]
            }
            #expect(seen == depth / 2)
            #expect(throws: OperationDecodingError.self) {
                try decoder.decode(head + String(repeating: "[", count: 1_000_000))
            }
            #expect(throws: OperationDecodingError.self) {
                try OperationReply(canonicalLine: String(repeating: "[", count: 1_000_000))
            }
        }
    }

    /// Names of combining marks only: `String` comparison of such text costs its length squared.
    @Test func comparesHostileNamesByBytes() throws {
        let count = 200_000
        let marks = String(repeating: "\u{301}", count: count) + String(repeating: "\u{316}", count: count)
        let value = try value("{\"a\(marks)\":1,\"b\(marks)\":2}")
        #expect(value["b" + marks]?.numberText == "2")
        #expect(value["c" + marks] == nil)
        let again = try self.value(value.text)
        #expect(value == again)
        #expect(value.hashValue == again.hashValue)
    }

    @Test func throwsWhatTheReaderOfItsBytesThrows() throws {
        struct Refusal: Error {}
        let value = try value("[1]")
        #expect(throws: Refusal.self) {
            try value.withUnsafeBytes { (_) throws(Refusal) in throw Refusal() }
        }
        #expect(try value.withUnsafeBytes { (bytes) throws(Refusal) in bytes.count } == 3)
    }

    private func onASmallStack(_ body: @escaping @Sendable () throws -> Void) throws {
        final class Outcome: @unchecked Sendable {
            var error: (any Error)?
        }
        let outcome = Outcome()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            do { try body() } catch { outcome.error = error }
            done.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        done.wait()
        if let error = outcome.error { throw error }
    }
}
