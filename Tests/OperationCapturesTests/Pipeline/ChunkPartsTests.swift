import LongRunningOperations
import Testing

@testable import OperationCaptures

/// Chunks that become too much to be held: what they became is written part after part.
@Suite struct ChunkPartsTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Some 20,000 short documents that are rejected, hundreds of bytes for each, and a record here and there.
    private static func documents(_ envelope: String) -> [UInt8] {
        let separator = envelope == "array" ? ",\n" : "\n"
        let pieces = (0..<20_000).map { $0 % 2_500 == 77 ? #"{"id":"\#($0) AKIAIOSFODNN7EXAMPLE"}"# : #"{"bad":1}"# }
        let text = pieces.joined(separator: separator)
        return Array((envelope == "array" ? "[\(text)]" : envelope == "documents" ? "[]\n\(text)" : text).utf8)
    }

    @Test(arguments: [("lines", false), ("documents", false), ("array", false), ("lines", true)])
    func areTheSameBytesAsSmallChunks(envelope: String, redacts: Bool) throws {
        let input = try BatchInput.path(scratch.write(Self.documents(envelope), to: "in"))
        func run(_ chunkSize: Int, _ jobs: Int) throws -> RunResult {
            try scratch.stream(input) {
                $0.envelope = Envelope.named(envelope)
                $0.chunkSize = chunkSize
                $0.jobs = jobs
                $0.redacts = redacts
            }
        }
        let expected = try run(2048, 1)
        #expect(expected.ledger.isBalanced && expected.ledger.converted == 8)
        #expect(expected.output.count > Chunk.mostHeld)
        for jobs in [1, 3] {
            #expect(try run(1 << 20, jobs) == expected)
        }
    }

    @Test(arguments: [ChunkWorker.RejectSink.inline, .separate])
    func areNoLongerThanAChunkMayHold(sink: ChunkWorker.RejectSink) throws {
        let input = try BatchInput.path(scratch.write(Self.documents("lines"), to: "in"))
        func run(_ size: Int, inParts: Bool) throws -> (parts: Int, lines: [UInt8], rejects: [UInt8]) {
            var result = (parts: 0, lines: [UInt8](), rejects: [UInt8]())
            var worker = ChunkWorker(converter: StubConverter(), limit: 1 << 20, sink: sink)
            let chunk = Chunk(size: size)
            func keep() {
                #expect(chunk.lines.count + chunk.rejects.count < Chunk.mostHeld + 1024)
                result.parts += 1
                result.lines += chunk.lines
                result.rejects += chunk.rejects.bytes
            }
            if inParts { worker.writePart = { _ in keep() } }
            let settings = ChunkCutter.Settings(inputs: [input], envelope: .lines, chunkSize: size, limit: 1 << 20)
            var cutter = ChunkCutter(settings, from: InputPosition())
            while try cutter.next(into: chunk) {
                worker.process(chunk)
                keep()
                chunk.reset()
            }
            return result
        }
        let expected = try run(2048, inParts: false)
        let parts = try run(1 << 20, inParts: true)
        #expect(parts.parts > 1)
        #expect(parts.lines == expected.lines)
        #expect(parts.rejects == expected.rejects)
    }
}
