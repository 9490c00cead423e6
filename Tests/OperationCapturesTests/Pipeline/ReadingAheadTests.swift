import Foundation
import Testing

@testable import OperationCaptures

struct ReadingAheadTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func cutter(over path: String, chunkSize: Int, limit: Int = 1 << 20) -> ChunkCutter {
        ChunkCutter(
            ChunkCutter.Settings(inputs: [.path(path)], envelope: .lines, chunkSize: chunkSize, limit: limit),
            from: InputPosition()
        )
    }

    private func cut(_ cutter: inout ChunkCutter, _ chunk: Chunk) throws {
        let isFilled = try cutter.next(into: chunk)
        #expect(isFilled)
    }

    private func lines(_ count: Int, length: Int = 9) -> [UInt8] {
        (0..<count)
            .flatMap { number in
                let digits = Array(String(number).utf8)
                return Array(repeating: UInt8(ascii: "0"), count: length - digits.count) + digits + [0x0A]
            }
    }

    @Test func takesTheBlockThatWasReadAhead() throws {
        let bytes = lines(100)
        let path = try scratch.write(bytes, to: "in")
        var cutter = cutter(over: path, chunkSize: 64)
        let chunk = Chunk(size: 64)
        try cut(&cutter, chunk)
        let length = chunk.count

        let reserved = cutter.reserveBlock(behind: 0)
        let block = try #require(reserved)
        chunk.reset()
        chunk.readAhead(block)
        // What the file says from now on would show whether it is read once more.
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: Data(repeating: UInt8(ascii: "x"), count: bytes.count))
        try file.close()
        try cut(&cutter, chunk)

        #expect(Array(chunk.window) == Array(bytes[length..<length + chunk.count]))
        #expect(chunk.start.lineFeeds == length / 10)
        #expect(chunk.end.lineFeeds == (length + chunk.count) / 10)
        let position = cutter.source?.filePosition
        #expect(position == block.offset + block.count)
    }

    @Test func reservesBlocksUpToTheEndOfTheFile() throws {
        var cutter = cutter(over: try scratch.write(lines(64), to: "in"), chunkSize: 128)
        let early = cutter.reserveBlock(behind: 0)
        #expect(early == nil)
        try cut(&cutter, Chunk(size: 128))
        let read = cutter.source?.filePosition
        let position = try #require(read)
        var offsets: [Int?] = []
        for turns in 0...8 { offsets.append(cutter.reserveBlock(behind: turns)?.offset) }
        #expect(offsets == (0...8).map { position + $0 * 128 + 128 <= 640 ? position + $0 * 128 : nil })
        #expect(offsets.contains(nil) && offsets.contains(position))
        let farthest = cutter.reserveBlock(behind: .max - 1)
        #expect(farthest == nil)
    }

    @Test func guessesNothingBehindADocumentOfSeveralBlocks() throws {
        let path = try scratch.write(lines(20) + lines(1, length: 300) + lines(40), to: "in")
        var cutter = cutter(over: path, chunkSize: 64)
        let chunk = Chunk(size: 64)
        var guesses: [Bool] = []
        while try cutter.next(into: chunk) {
            let isGuessed = cutter.reserveBlock(behind: 0) != nil
            if chunk.count > 300 { #expect(!isGuessed) }
            guesses.append(isGuessed)
            chunk.reset()
        }
        #expect(guesses.contains(true) && guesses.contains(false))
    }

    /// Turns are drawn, read ahead and cut as chance has it; guesses of documents over a block go wrong.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64], [3, 64, 257, 5000])
    func cutsTheSameBytesWhoeverReadsThem(seed: UInt64, chunkSize: Int) throws {
        var generator = Generator(state: seed)
        var bytes: [UInt8] = []
        for _ in 0..<500 {
            let isLong = Int.random(in: 0..<200, using: &generator) == 0
            bytes += Array(
                repeating: UInt8(ascii: "a"),
                count: Int.random(in: 0..<(isLong ? 9000 : 12), using: &generator)
            )
            bytes.append(0x0A)
        }
        let lineFeeds = bytes.reduce(into: [0]) { counts, byte in
            counts.append(counts[counts.count - 1] + (byte == 0x0A ? 1 : 0))
        }
        let path = try scratch.write(bytes, to: "in")
        var cutter = cutter(over: path, chunkSize: chunkSize, limit: 8000)
        var waiting: [Chunk] = []
        var free = (0..<4).map { _ in Chunk(size: chunkSize) }
        var found: [UInt8] = []
        var isAtEnd = false
        while !isAtEnd {
            if !free.isEmpty, waiting.isEmpty || Bool.random(using: &generator) {
                let chunk = free.removeLast()
                let block = cutter.reserveBlock(behind: waiting.count)
                chunk.reset()
                if let block, Int.random(in: 0..<8, using: &generator) > 0 { chunk.readAhead(block) }
                waiting.append(chunk)
                continue
            }
            let chunk = waiting.removeFirst()
            guard try cutter.next(into: chunk) else {
                isAtEnd = true
                continue
            }
            let start = chunk.start
            // A document over the limit is handed on in parts, its last one without the LF.
            if case .longEnd = chunk.content {
                found += Array(chunk.window) + [0x0A]
            } else {
                found += Array(chunk.window)
            }
            if chunk.content == .documents {
                #expect(start.offset == found.count - chunk.count)
                #expect(start.lineFeeds == lineFeeds[start.offset])
                #expect(chunk.end.lineFeeds == lineFeeds[chunk.end.offset])
            }
            free.append(chunk)
        }
        #expect(found == bytes)
    }

    @Test func leavesAFileThatShrankToItsTurn() throws {
        let path = try scratch.write(lines(100), to: "in")
        var cutter = cutter(over: path, chunkSize: 64)
        let chunk = Chunk(size: 64)
        try cut(&cutter, chunk)
        let reserved = cutter.reserveBlock(behind: 0)
        let block = try #require(reserved)
        #expect(truncate(path, 100) == 0)
        chunk.reset()
        chunk.readAhead(block)
        #expect(chunk.block == nil)
        var failure: BatchFailure?
        do throws(BatchFailure) {
            while try cutter.next(into: chunk) { chunk.reset() }
        } catch {
            failure = error
        }
        #expect(failure?.kind == .inputOutput)
    }
}
