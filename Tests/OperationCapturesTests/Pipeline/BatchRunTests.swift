import Foundation
import Testing

@testable import OperationCaptures

struct BatchRunTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Lines of every kind, damaged in many ways.
    static func lines(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var generator = Generator(state: seed)
        let kinds = [
            "{\"id\":%}", "{\"id\":%}\r", "{\"id\":%,\"a\":\"\\u00e9 é\"}", "{\"id\":%", "", "  ", "\r", "{\"id\":%} x",
            "{\"bad\":%}", "[{\"id\":%},{\"bad\":1},{\"id\":2}]", "[]", "{\"skip\":%}", "{\"word\":%}",
            "{\"id\":\"torn%",
            "{\"id\":%}{\"id\":2}", "plain %", "{\"id\":\"\u{202E}\u{85}%\"",
            "{\"id\":%,\"long\":\"" + String(repeating: "x", count: 300),
            "\u{1}%", "{\"id\":%,\"long\":\"" + String(repeating: "y", count: 250) + "\"}\r",
        ]
        var bytes: [UInt8] = []
        for number in 0..<count {
            let kind = kinds[Int.random(in: 0..<kinds.count, using: &generator)]
            bytes += Array(kind.replacingOccurrences(of: "%", with: "\(number)").utf8)
            if number % 17 == 3 { bytes += [0xFF, 0x22] }
            bytes.append(0x0A)
        }
        bytes.removeLast()
        return bytes
    }

    static func documents(_ count: Int) -> [UInt8] {
        var generator = Generator(state: 5)
        let kinds = [
            "{\n  \"id\": %\n}", "{\"id\":%}", "{\n  \"id\": {\n", "{\"bad\":%}", "[{\"id\":1},\n{\"bad\":2}]",
            "{\"id\":1} tail",
            "{\"id\":\"" + String(repeating: "z", count: 260) + "\"}",
        ]
        var bytes: [UInt8] = []
        for number in 0..<count {
            bytes += Array((kinds.randomElement(using: &generator) ?? "").replacing("%", with: "\(number)").utf8)
            bytes.append(0x0A)
        }
        return bytes
    }

    static func array(_ count: Int) -> [UInt8] {
        let elements = (0..<count)
            .map { number in
                switch number % 9 {
                case 3: "  {\"bad\": \(number)}"
                case 5: "  {\"id\": \(number)"
                case 7: "  {\"id\":\"\(String(repeating: "z", count: 260))\"}"
                default: "  {\n    \"id\": \(number)\n  }"
                }
            }
        return Array("[\n\(elements.joined(separator: ",\n"))\n]\n".utf8)
    }

    @Test(arguments: ["lines", "documents", "array"])
    func sameBytesForAnyJobsAndChunkSize(name: String) throws {
        let bytes =
            switch name {
            case "lines": Self.lines(400)
            case "documents": Self.documents(200)
            default: Self.array(200)
            }
        let input = try BatchInput.path(scratch.write(bytes, to: "in"))
        let expected = try scratch.stream(input) {
            $0.documentLimit = 200
            $0.envelope = Envelope.named(name)
        }
        #expect(expected.ledger.isBalanced)
        #expect(expected.ledger.bytes == bytes.count)
        #expect(expected.ledger.converted > 20 && expected.ledger.rejected > 20)
        #expect(expected.ledger.rejects[Reject.tooLong] != nil)
        for jobs in [1, 2, 3, 8] {
            for chunkSize in [1, 2, 3, 7, 64, 1000, 1 << 20] {
                let found = try scratch.stream(input) {
                    $0.documentLimit = 200
                    $0.envelope = name == "documents" ? .documents : nil
                    $0.jobs = jobs
                    $0.chunkSize = chunkSize
                }
                #expect(found == expected, "\(name), \(jobs) jobs, chunks of \(chunkSize)")
            }
        }
    }

    @Test(arguments: ["lines", "documents", "array"])
    func everyRejectIsItsSliceAndComesBack(name: String) throws {
        let bytes =
            switch name {
            case "lines": Self.lines(600, seed: 3)
            case "documents": Self.documents(300)
            default: Self.array(300)
            }
        let input = try BatchInput.path(scratch.write(bytes, to: "in"))
        let first = try scratch.run(input) {
            $0.documentLimit = 200
            $0.envelope = Envelope.named(name)
        }
        let rejects = try #require(first.rejects)
        for line in rejects.split(separator: 0x0A) {
            let (reject, raw) = try #require(line.withUnsafeBytes { Reject.read($0) })
            #expect(Array(bytes[reject.offset..<reject.offset + raw.count]) == raw)
            #expect(reject.line == bytes[..<reject.offset].count { $0 == 0x0A } + 1)
            #expect(reject.envelope == name)
        }
        for chunkSize in [1, 100, 1 << 18] {
            let again = try scratch.run(.path(scratch.path("out.rejects.jsonl")), to: "again") {
                $0.documentLimit = 200
                $0.chunkSize = chunkSize
            }
            #expect(again.rejects == rejects)
            #expect(again.ledger.rejected == first.ledger.rejected)
            #expect(again.output.isEmpty)
        }
    }

    @Test func rejectsStandBetweenTheLines() throws {
        let input = try BatchInput.path(scratch.write(Array("{\"id\":1}\n{\"id\"\n\n{\"id\":3}\n".utf8), to: "in"))
        let result = try scratch.run(input) { $0.rejects = .inline }
        let path = scratch.path("in").replacingOccurrences(of: "/", with: "/")
        #expect(
            String(decoding: result.output, as: UTF8.self) == """
                {"id":1}
                {"reply":"rejected","file":"\(path)","line":2,"offset":9,"envelope":"lines","code":"syntax",\
                "message":"no \\u202e reply","errorOffset":5,"raw":"{\\"id\\"","length":5}
                {"id":3}

                """
        )
        #expect(
            result.summary == """
                {"found":3,"converted":2,"rejected":1,"ignored":0,"blank":1,"bytes":25,"services":{"stub":2},\
                "states":{},"rejects":{"syntax":1},"diagnostics":{},"unknownWords":[]}

                """
        )
    }

    @Test func partitionsAtEveryByteMakeTheWhole() throws {
        for text in [
            "{\"a\":1}\n\n{\"b\":2}\r\n{\"c\"\n  \n{\"d\":4}", "\u{FEFF}{\"a\":1}\n{\"b\"\n", "\n\n", "{\"a\":1}\n",
        ] {
            let bytes = Array(text.utf8)
            let input = try BatchInput.path(scratch.write(bytes, to: "in"))
            let whole = try scratch.stream(input) {
                $0.range = ByteRange(from: 0, to: nil)
            }
            for first in 0...bytes.count {
                for second in first...bytes.count {
                    var output: [UInt8] = []
                    var blank = 0
                    for range in [
                        ByteRange(from: 0, to: first), ByteRange(from: first, to: second),
                        ByteRange(from: second, to: nil),
                    ] {
                        let part = try scratch.stream(input) {
                            $0.range = range
                            $0.chunkSize = first % 2 == 0 ? 3 : 4096
                        }
                        output += part.output
                        blank += part.ledger.blank
                    }
                    #expect(output == whole.output)
                    #expect(blank == whole.ledger.blank)
                }
            }
        }
    }

    @Test func standardInputHasNoNameAndPipesNoLines() throws {
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data("{\"a\":1}\nbroken\n".utf8))
        try pipe.fileHandleForWriting.close()
        let result = try scratch.run(.descriptor(pipe.fileHandleForReading.fileDescriptor)) { $0.rejects = .inline }
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(text.contains("{\"reply\":\"rejected\",\"offset\":8,\"envelope\":\"lines\""))
    }
}
