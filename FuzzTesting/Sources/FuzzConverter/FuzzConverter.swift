import FuzzChecks
import LongRunningOperations

/// Converts a document for the service that the first byte names (zero: for all, by detection).
///
/// Checked of every input: faults lie inside the document; a line is JSON, ends in the one line feed it has, is its own
/// canonical form, and is read back as the reply that the decoder gives; it is translated to JSON; the document gives the
/// same twice, and among other lines as it gives alone.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return -1 }
    let service = Services.all.service(start[0])
    let document = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let alone = Answer(document, service.converter)
    expect(Answer(document, service.converter) == alone, "the second answer differs")
    for fault in alone.faults {
        expect(fault.range.lowerBound >= 0 && fault.range.upperBound <= document.count, "a reject lies outside")
        expect((0...document.count).contains(fault.offset), "a fault lies outside")
    }
    let lines = alone.output.split(separator: 0x0A).map { Array($0) }
    expect(lines.joined().count + lines.count == alone.output.count, "a line is empty or not ended")
    for line in lines { checkLine(line) }
    checkReplies(document, alone, lines, service.decoder)
    if !document.contains(0x0A) { checkWindow(Array(document), alone, service.converter) }
    return 0
}

/// A canonical line inside another document is copied byte for byte, and so it is JSON in its canonical form.
private func checkLine(_ line: [UInt8]) {
    let head = Array(#"{"operationId":"a","status":"Running","kept":"#.utf8)
    let document = head + line + [UInt8(ascii: "}")]
    let answer = document.withUnsafeBytes { Answer($0, Services.all.deviceUpdate.converter) }
    if let fault = answer.faults.first {
        // A record may be deeper than its document by the members it is put into.
        expect(fault.code == .tooDeep, "a line is rejected: \(fault.code)")
        return
    }
    let record =
        #"{"service":"azure-device-update","reply":"operation","id":"a","state":"Running","sourceState":"Running","#
    let expected = Array((record + #""extensions":{"kept":"#).utf8) + line + Array("}}\n".utf8)
    expect(answer.output == expected, "a line is not canonical")
    line.withUnsafeBytes { line in
        for target in TargetVocabulary.allCases {
            var translation = OutputBuffer()
            guard target.append(canonicalLine: line, to: &translation) else { continue }
            expect(GrammarOracle.accepts(translation.bytes, depthLimit: 640), "a translation is no JSON")
            expect(!translation.bytes.contains(0x0A), "a translation has a line feed")
        }
    }
}

/// The decoder gives the lines as values, and each line is read back as its value.
private func checkReplies(
    _ document: UnsafeRawBufferPointer,
    _ alone: Answer,
    _ lines: [[UInt8]],
    _ decoder: OperationDecoder
) {
    // A byte order mark belongs to the file, not to the document, but may begin a body.
    if document.starts(with: [0xEF, 0xBB, 0xBF]) { return }
    do throws(OperationDecodingError) {
        let replies = try decoder.decodeAll(document)
        var next = 0
        var faults: [OperationDecodingError.Code] = []
        for reply in replies {
            switch reply {
            case .success(let reply):
                expect(next < lines.count, "the decoder gives more replies than lines")
                expect(reply.withUnsafeCanonicalBytes { $0.elementsEqual(lines[next]) }, "a reply is not its line")
                checkReading(lines[next], reply)
                next += 1
            case .failure(let error): faults.append(error.code)
            }
        }
        expect(next == lines.count, "the decoder gives fewer replies than lines")
        expect(faults == alone.faults.map(\.code), "the decoder gives other faults")
    } catch {
        expect(lines.isEmpty && alone.faults.map(\.code) == [error.code], "the decoder alone throws \(error.code)")
        expect(alone.faults[0].offset == error.byteOffset, "the decoder's fault is elsewhere")
    }
}

private func checkReading(_ line: [UInt8], _ reply: OperationReply) {
    do throws(OperationDecodingError) {
        expect(try OperationReply(canonicalLine: line) == reply, "a line is read back as another reply")
    } catch {
        // What is read back may be no deeper than a document.
        expect(error.code == .tooDeep, "a line is not read back: \(error)")
    }
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
        expect(answer.output == alone.output, "a window gives other lines")
        expect(own.map(\.code) == alone.faults.map(\.code), "a window gives other faults")
        expect(own.map { $0.offset - start } == alone.faults.map(\.offset), "a window gives other offsets")
    }
}

/// A service, or detection, ready to read.
private struct Service {
    let converter: DocumentConverter
    let decoder: OperationDecoder

    init(_ services: [ServiceIdentifier]) {
        do {
            converter = DocumentConverter(plan: try DecodingPlan(catalog: .builtIn, services: services))
            decoder = try OperationDecoder(services: services)
        } catch {
            fatalError("\(error)")
        }
    }
}

/// The services, each made when it is first asked for.
///
/// libFuzzer runs one input after another.
private final class Services {
    nonisolated(unsafe) static let all = Services()

    let deviceUpdate = Service([.azureDeviceUpdate])
    private let ids = MappingCatalog.builtIn.services
    private var made: [Service?]

    private init() {
        made = Array(repeating: nil, count: ids.count + 1)
    }

    func service(_ number: UInt8) -> Service {
        let index = number == 0 ? 0 : 1 + (Int(number) - 1) % ids.count
        if let service = made[index] { return service }
        let service = Service(index == 0 ? [] : [ids[index - 1]])
        made[index] = service
        return service
    }
}
