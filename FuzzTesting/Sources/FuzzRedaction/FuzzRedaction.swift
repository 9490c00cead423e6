import FuzzChecks
import LongRunningOperations

@testable import OperationCaptures

/// Takes the secrets out of the input.
///
/// Checked: what has none stays; what is redacted stays so; JSON stays JSON of the same structure, lines stay lines.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard let clean = Redaction.redacted(bytes) else { return 0 }
    clean.withUnsafeBytes { clean in
        guard GrammarOracle.accepts(bytes, depthLimit: 64) else { return }
        expect(GrammarOracle.accepts(clean, depthLimit: 64), "a document is no document any more")
        expect(structure(of: clean) == structure(of: bytes), "a document has another structure")
        expect(Redaction.redacted(clean) == nil, "a document without secrets has some")
    }
    return 0
}

/// The bytes outside strings, each string as one quote.
private func structure(of document: UnsafeRawBufferPointer) -> [UInt8] {
    var found: [UInt8] = []
    var isInside = false
    var isEscaped = false
    for byte in document {
        if !isInside {
            found.append(byte)
            isInside = byte == UInt8(ascii: "\"")
        } else if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInside = false
        }
    }
    return found
}
