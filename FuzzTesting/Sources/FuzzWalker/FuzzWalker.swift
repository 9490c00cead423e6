import CJSONKernels
import FuzzChecks
import LongRunningOperations

/// Walks the input as one document: by every kernel of this processor, by the reader of recordings and by a decoder.
///
/// Checked: all kernels give what the scalar one gives; reader, decoder and oracle agree on what is JSON; faults lie inside
/// the document; the values that are read lie inside each other and cover it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let document = UnsafeRawBufferPointer(start: start, count: count)
    guard count > 0 else { return -1 }
    Kernels.all.compare(document)
    let isJSON = GrammarOracle.accepts(document, depthLimit: Walk.depthLimit)
    Walk.all.read(document, isJSON: isJSON)
    Walk.all.decode(document, isJSON: isJSON)
    return 0
}

/// The kernels that run here, and memory for what they write.
///
/// libFuzzer runs one input after another.
private final class Kernels {
    nonisolated(unsafe) static let all = Kernels()

    private let variants: [cjson_index_function]
    private var capacity = 0
    private var expected = Answer(capacity: 0)
    private var answer = Answer(capacity: 0)

    private struct Answer {
        let tokens: UnsafeMutablePointer<UInt32>
        let attention: UnsafeMutablePointer<UInt64>

        init(capacity: Int) {
            tokens = .allocate(capacity: capacity + 128)
            attention = .allocate(capacity: capacity / 64 + 2)
        }

        func deallocate() {
            tokens.deallocate()
            attention.deallocate()
        }
    }

    private init() {
        let names: [String] = ["sse4.2", "avx2", "avx512", "neon"]
        variants = names.compactMap { cjson_index_named($0) }
    }

    func compare(_ document: UnsafeRawBufferPointer) {
        // Exactly the room that a kernel asks for, so that the sanitizer sees what is written behind it.
        if document.count != capacity {
            expected.deallocate()
            answer.deallocate()
            capacity = document.count
            expected = Answer(capacity: capacity)
            answer = Answer(capacity: capacity)
        }
        guard let start = document.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let found = cjson_index_scalar(start, capacity, expected.tokens, expected.attention)
        for variant in variants {
            let count = variant(start, capacity, answer.tokens, answer.attention)
            expect(count == found, "a kernel finds \(count) tokens, not \(found)")
            guard found >= 0 else { continue }
            for index in 0..<Int(found) {
                expect(answer.tokens[index] == expected.tokens[index], "token \(index) differs")
            }
            for index in 0..<capacity / 64 + 2 {
                expect(answer.attention[index] == expected.attention[index], "attention word \(index) differs")
            }
        }
        var offset = 0
        let fault = cjson_first_fault(start, capacity, &offset)
        expect((fault == CJSON_SOUND) == (found >= 0), "the kernels and the fault finder disagree")
        expect(offset <= capacity, "a lexical fault lies outside")
    }
}

private final class Walk {
    nonisolated(unsafe) static let all = Walk()
    /// Low, so that short inputs reach it.
    static let depthLimit = 12

    private let reader = IndexedDocument(depthLimit: depthLimit)
    private let converter: DocumentConverter
    private static let beyondSyntax: Set<OperationDecodingError.Code> = [.notAReply, .duplicateMember]

    private init() {
        do {
            let plan = try DecodingPlan(catalog: .builtIn, services: [.azureDeviceUpdate])
            converter = DocumentConverter(plan: plan, limits: DecodingLimits(depth: Self.depthLimit))
        } catch {
            fatalError("\(error)")
        }
    }

    func read(_ document: UnsafeRawBufferPointer, isJSON: Bool) {
        do throws(IndexedDocument.Fault) {
            let root = try reader.open(document, readable: document.count)
            expect(isJSON, "the reader accepts what is no JSON")
            visit(root)
        } catch {
            expect(!isJSON, "the reader refuses JSON: \(error.code)")
            expect((0...document.count).contains(error.offset), "a fault lies outside")
        }
    }

    private func visit(_ root: IndexedDocument.Value) {
        var open = [root]
        while let value = open.popLast() {
            var inner: [IndexedDocument.Value] = []
            reader.forEachMember(of: value) { name, member in
                expect(name.count <= member.range.lowerBound - value.range.lowerBound, "a name is too long")
                inner.append(member)
            }
            inner += reader.elements(of: value)
            var end = value.range.lowerBound
            for part in inner {
                expect(
                    part.range.lowerBound > end && part.range.upperBound < value.range.upperBound,
                    "a value lies outside"
                )
                end = part.range.upperBound
            }
            if value.kind == .string {
                let text = reader.text(of: value)
                expect(text.count <= value.range.count - 2, "a text is longer than its string")
                let place = reader.place(of: text.count, in: value)
                expect(place == value.range.upperBound - 1, "the end of a text is elsewhere")
            }
            open += inner
        }
    }

    func decode(_ document: UnsafeRawBufferPointer, isJSON: Bool) {
        let answer = Answer(document, converter)
        for fault in answer.faults {
            expect((0...document.count).contains(fault.offset), "a fault lies outside")
            expect(!isJSON || Self.beyondSyntax.contains(fault.code), "the decoder refuses JSON: \(fault.code)")
        }
        if !isJSON {
            expect(answer.faults.count == 1 && answer.output.isEmpty, "the decoder accepts what is no JSON")
            expect(answer.faults.first?.code != .notAReply, "the decoder takes for JSON what is none")
        }
    }
}
