import LongRunningOperations

@testable import OperationCaptures

/// Converts a document by copying it: enough to see where every byte goes.
///
/// Objects are converted, lists element by element; `"bad"` in one makes it no reply, `"skip"` ignores it, `"word"` is a
/// word that nobody knows.
final class StubConverter: ChunkConverter {
    private var tally = ConversionTally()

    func convert(
        window: UnsafeRawBufferPointer,
        readable: Int,
        documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        output: inout OutputBuffer,
        faults: inout [DocumentFault]
    ) {
        for (index, range) in documents.enumerated() {
            let bytes = UnsafeRawBufferPointer(rebasing: window[range])
            func fault(_ code: String, _ position: Int, _ outputOffset: Int, _ item: (Int, Range<Int>)? = nil) {
                tally.found += 1
                tally.rejected += 1
                faults.append(
                    DocumentFault(
                        document: index,
                        item: item?.0,
                        range: item?.1 ?? range,
                        code: code,
                        message: "no \u{202E} reply",
                        offset: position,
                        outputOffset: outputOffset
                    )
                )
            }
            guard UTF8Text.isValid(bytes) else {
                fault("invalidUTF8", range.lowerBound, output.count)
                continue
            }
            var scanner = StructureScanner()
            var position = 0
            guard scanner.scan(bytes, from: &position, isLast: true) == .complete else {
                fault("syntax", range.lowerBound + position, output.count)
                continue
            }
            let end = skipWhiteSpace(bytes, from: position, to: bytes.count)
            guard end == bytes.count else {
                fault("trailingData", range.lowerBound + end, output.count)
                continue
            }
            guard bytes.first == UInt8(ascii: "[") else {
                convert(bytes, index, range, &output) { fault($0, $1, $2) }
                continue
            }
            var splitter = ArraySplitter(limit: 1 << 20)
            var elements: [Range<Int>] = []
            _ = splitter.split(bytes, isLast: true, into: &elements)
            if elements.isEmpty {
                tally.found += 1
                tally.ignored += 1
            }
            for (item, element) in elements.enumerated() {
                let place = element.lowerBound + range.lowerBound..<element.upperBound + range.lowerBound
                convert(UnsafeRawBufferPointer(rebasing: bytes[element]), index, place, &output) {
                    code,
                    position,
                    outputOffset in
                    fault(code, position, outputOffset, (item, place))
                }
            }
        }
    }

    private func convert(
        _ bytes: UnsafeRawBufferPointer,
        _ index: Int,
        _ range: Range<Int>,
        _ output: inout OutputBuffer,
        fault: (String, Int, Int) -> Void
    ) {
        guard !contains(bytes, "\"bad\"") else { return fault("notAReply", range.lowerBound, output.count) }
        tally.found += 1
        guard !contains(bytes, "\"skip\"") else {
            tally.ignored += 1
            return
        }
        if contains(bytes, "\"word\"") {
            let word = ConversionTally.UnknownWord(service: "stub", word: Array("w\(bytes.count % 7)".utf8))
            tally.unknownWords[word, default: .init(count: 0, firstDocument: index)].count += 1
        }
        tally.converted += 1
        tally.servicesByState[.init(service: "stub", state: "copied"), default: 0] += 1
        for byte in bytes {
            output.append(byte == 0x0A ? 0x20 : byte)
        }
        output.append(0x0A)
    }

    private func contains(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        let needle = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes.count >= needle.count else { return false }
        return (0...bytes.count - needle.count).contains { bytes[$0...].starts(with: needle) }
    }

    func takeTally() -> ConversionTally {
        defer { tally = ConversionTally() }
        return tally
    }
}
