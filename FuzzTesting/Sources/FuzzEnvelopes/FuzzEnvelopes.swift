import FuzzChecks
import LongRunningOperations

@testable import OperationCaptures

/// Reads the input behind its first two bytes as a recording of the format that the first names, in pieces that the second
/// determines.
///
/// Checked: pieces give the entries that the whole gives; an entry gives the same twice, and alone as among others; faults
/// lie inside the entry; what is written are canonical lines.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 2 else { return -1 }
    let bytes = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
    let recording = recordings[Int(start[0]) % recordings.count]
    let limit = 1 << 20
    let entries = split(bytes, by: recording.makeSplitter(limit: limit, checkpoint: 0)) { bytes.count + 1 }
    var sizes = CutSizes(seed: start[1])
    let pieces = split(bytes, by: recording.makeSplitter(limit: limit, checkpoint: 0)) { sizes.next() }
    expect(pieces == entries, "pieces give \(pieces), the whole gives \(entries)")
    let among = EntryAnswer(recording, bytes, entries)
    expect(EntryAnswer(recording, bytes, entries) == among, "the second answer differs")
    for fault in among.faults {
        let entry = entries[fault.document]
        expect(fault.range == entry, "a reject is not its entry")
        expect((entry.lowerBound...entry.upperBound).contains(fault.offset), "a fault lies outside")
    }
    checkAlone(recording, bytes, entries, among)
    for line in among.output.split(separator: 0x0A) { checkLine(line) }
    return 0
}

/// The formats, and two that pointers describe.
private let recordings: [Recording] =
    Recording.all + [
        .pointers(EnvelopePointers(payload: "/b", status: "/s", headers: "/h", url: "/u")),
        .pointers(EnvelopePointers(entries: "/l", payload: "")),
    ]

private func split(_ bytes: UnsafeRawBufferPointer, by splitter: any Splitter, sizes: () -> Int) -> [Range<Int>] {
    var splitter = splitter
    var entries: [Range<Int>] = []
    var found: [Range<Int>] = []
    var start = 0
    var end = 0
    repeat {
        end = min(bytes.count, end + sizes())
        let window = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        found.removeAll(keepingCapacity: true)
        let consumed = splitter.split(window, isLast: end == bytes.count, into: &found)
        entries += found.map { $0.lowerBound + start..<$0.upperBound + start }
        splitter.discard(consumed, of: window)
        start += consumed
    } while end < bytes.count
    return entries
}

/// Each entry in memory of its own, behind which nothing may be read, gives its part of the answer.
private func checkAlone(
    _ recording: Recording,
    _ bytes: UnsafeRawBufferPointer,
    _ entries: [Range<Int>],
    _ among: EntryAnswer
) {
    var output: [UInt8] = []
    var faults: [String] = []
    for entry in entries {
        let copy = Array(bytes[entry])
        copy.withUnsafeBytes { copy in
            let alone = EntryAnswer(recording, copy, [0..<copy.count])
            output += alone.output
            faults += alone.faults.map(\.code)
        }
    }
    expect(output == among.output, "entries give other lines alone")
    expect(faults == among.faults.map(\.code), "entries give other faults alone")
}

private func checkLine(_ line: ArraySlice<UInt8>) {
    do throws(OperationDecodingError) {
        let reply = try OperationReply(canonicalLine: line)
        expect(reply.withUnsafeCanonicalBytes { $0.elementsEqual(line) }, "a line is read back as another")
    } catch {
        expect(error.code == .tooDeep, "a line is not read back: \(error)")
    }
}

/// What becomes of entries.
private struct EntryAnswer: Equatable {
    var output: [UInt8]
    var faults: [DocumentFault] = []

    init(_ recording: Recording, _ window: UnsafeRawBufferPointer, _ entries: [Range<Int>]) {
        var buffer = OutputBuffer()
        var found: [DocumentFault] = []
        entries.withUnsafeBufferPointer { entries in
            converter.convert(
                recording,
                window: window,
                readable: window.count,
                documents: entries,
                output: &buffer,
                faults: &found
            )
        }
        output = Array(buffer.bytes)
        faults = found
    }

    static func == (left: EntryAnswer, right: EntryAnswer) -> Bool {
        left.output == right.output && left.faults.map(\.code) == right.faults.map(\.code)
            && left.faults.map(\.offset) == right.faults.map(\.offset)
    }
}

/// libFuzzer runs one input after another.
nonisolated(unsafe) private let converter: EntryConverter = {
    do {
        let services: [ServiceIdentifier] = [.azureDeviceUpdate, .azureCDNChina, .azureARMAsync]
        return EntryConverter(DocumentConverter(plan: try DecodingPlan(catalog: .builtIn, services: services)))
    } catch {
        fatalError("\(error)")
    }
}()
