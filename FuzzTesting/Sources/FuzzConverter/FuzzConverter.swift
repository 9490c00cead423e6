import LongRunningOperations

/// Converts a document for the service that the first byte names (zero: for all, by detection).
///
/// Checked of every input: faults lie inside the document; a line is JSON, ends in the one line feed it has and is its own
/// canonical form; the document gives the same twice, and among other lines as it gives alone.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return -1 }
    let converter = Converters.all.converter(Int(start[0]))
    let document = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    guard count > 1 else { return -1 }
    let alone = Answer(document, converter)
    precondition(Answer(document, converter) == alone, "the second answer differs")
    for fault in alone.faults {
        precondition(fault.range.lowerBound >= 0 && fault.range.upperBound <= document.count, "fault outside")
        precondition((0...document.count).contains(fault.offset), "offset outside")
    }
    for line in alone.output.split(separator: 0x0A) { checkLine(Array(line)) }
    if !document.contains(0x0A) { checkWindow(Array(document), alone, converter) }
    return 0
}

/// A canonical line inside another document is copied byte for byte, and so it is JSON in its canonical form.
private func checkLine(_ line: [UInt8]) {
    let head = Array(#"{"operationId":"a","status":"Running","kept":"#.utf8)
    let document = head + line + [UInt8(ascii: "}")]
    let answer = document.withUnsafeBytes { Answer($0, Converters.all.deviceUpdate) }
    if let fault = answer.faults.first {
        // A record may be deeper than its document by the members it is put into.
        precondition(fault.code == .tooDeep, "a line is rejected: \(fault.code)")
        return
    }
    let record =
        #"{"service":"azure-device-update","reply":"operation","id":"a","state":"Running","sourceState":"Running","#
    let expected = Array((record + #""extensions":{"kept":"#).utf8) + line + Array("}}\n".utf8)
    precondition(answer.output == expected, "a line is not canonical")
}

/// Between other lines, damaged or not, the document is answered as alone.
private func checkWindow(_ document: [UInt8], _ alone: Answer, _ converter: DocumentConverter) {
    for other in ["{}", #"{"a":"#] {
        let neighbour = Array(other.utf8)
        let window = neighbour + [0x0A] + document + [0x0A] + neighbour
        let start = neighbour.count + 1
        let ranges = [0..<neighbour.count, start..<start + document.count, start + document.count + 1..<window.count]
        let answer = window.withUnsafeBytes { Answer($0, converter, ranges) }
        let own = answer.faults.filter { $0.document == 1 }
        precondition(answer.output == alone.output, "a window gives other lines")
        precondition(own.map(\.code) == alone.faults.map(\.code), "a window gives other faults")
        precondition(own.map { $0.offset - start } == alone.faults.map(\.offset), "a window gives other offsets")
    }
}

private struct Answer: Equatable {
    var output: [UInt8]
    var faults: [DocumentConverter.Fault]

    init(_ bytes: UnsafeRawBufferPointer, _ converter: DocumentConverter, _ documents: [Range<Int>]? = nil) {
        var buffer = OutputBuffer()
        var found: [DocumentConverter.Fault] = []
        let ranges = documents ?? [0..<bytes.count]
        ranges.withUnsafeBufferPointer { ranges in
            converter.convert(
                window: bytes,
                readable: bytes.count,
                documents: ranges,
                oneALine: documents != nil,
                into: &buffer,
                faults: &found
            )
        }
        faults = found
        output = Array(buffer.bytes)
    }

    static func == (left: Answer, right: Answer) -> Bool {
        left.output == right.output && left.faults.map(\.code) == right.faults.map(\.code)
            && left.faults.map(\.offset) == right.faults.map(\.offset)
    }
}

/// The decoders, each made when it is first asked for.
///
/// libFuzzer runs one input after another.
private final class Converters {
    nonisolated(unsafe) static let all = Converters()

    private var made: [Int: DocumentConverter] = [:]
    private let services = MappingCatalog.builtIn.services
    let deviceUpdate = Converters.make(["azure-device-update"])

    func converter(_ number: Int) -> DocumentConverter {
        if let converter = made[number] { return converter }
        let converter = Self.make(number == 0 ? [] : [services[(number - 1) % services.count]])
        made[number] = converter
        return converter
    }

    private static func make(_ services: [ServiceIdentifier]) -> DocumentConverter {
        do {
            return DocumentConverter(plan: try DecodingPlan(catalog: .builtIn, services: services))
        } catch {
            fatalError("\(error)")
        }
    }
}
