import LongRunningOperations
import Testing

@testable import OperationCaptures

/// Lines of a known layout are known wherever they stand in a chunk, at its very end too.
struct KnownLinesOfChunksTests {
    private let line = Array("{\"Id\":\"1\",\"EndpointId\":\"e\",\"Status\":\"Processing\"}\n".utf8)

    /// A whole buffer of bytes is the window, so that nothing of a block stands behind it.
    private func window(of bytes: [UInt8], size: Int) -> Chunk {
        let chunk = Chunk(size: size)
        bytes.withUnsafeBytes { chunk.beginWindow($0, before: nil) }
        return chunk
    }

    @Test(arguments: [1, 2, 100])
    func areKnownUpToTheEnd(count: Int) throws {
        let plan = try DecodingPlan(catalog: .builtIn, services: ["azure-cdn-china"])
        let converter = EngineConverter(plan: plan)
        let bytes = Array(repeatElement(line, count: count).joined())
        let chunk = window(of: bytes, size: 1)
        var output = OutputBuffer()
        var faults: [DocumentFault] = []
        withUnsafePointer(to: 0..<line.count - 1) { document in
            converter.convert(
                window: chunk.window,
                readable: chunk.readable,
                documents: UnsafeBufferPointer(start: document, count: 1),
                oneALine: true,
                output: &output,
                faults: &faults
            )
        }
        let next = converter.convertKnownLines(
            window: chunk.window,
            from: 0,
            readable: chunk.readable,
            output: &output
        )
        #expect(faults.isEmpty)
        #expect(next == bytes.count)
    }

    @Test(arguments: [1, 63, 64, 4095, 4096, 5000, 300_000])
    func mayReadAVectorBehindTheWindow(count: Int) {
        let chunk = window(of: [UInt8](repeating: 0x20, count: count), size: 4096)
        #expect(chunk.count == count)
        #expect(chunk.readable >= count + OutputBuffer.slack)
    }
}
