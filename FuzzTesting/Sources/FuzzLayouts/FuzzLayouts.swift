import FuzzChecks

@testable import LongRunningOperations

/// Converts the lines behind the first byte, which names a service (zero: all, by detection), twice in one window, and once
/// more line by line: what the first time taught, the others know.
///
/// Checked: with layouts, which are learned anew for every input, records, rejects and counts are those of the general way.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return -1 }
    let pair = Pairs.all.pair(start[0])
    let lines = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    // The room that layouts ask for behind the text, and not a byte more. None of it may tell in what is written.
    let slack = 64
    let window = UnsafeMutableRawBufferPointer.allocate(byteCount: lines.count + slack, alignment: 1)
    defer { window.deallocate() }
    window.copyMemory(from: lines)
    UnsafeMutableRawBufferPointer(rebasing: window[lines.count...]).initializeMemory(as: UInt8.self, repeating: 0x22)
    var ranges: [Range<Int>] = []
    var first = 0
    for end in 0...lines.count where end == lines.count || lines[end] == 0x0A {
        if first < end { ranges.append(first..<end) }
        first = end + 1
    }
    let text = UnsafeRawBufferPointer(window)
    pair.learning.engine.layouts = LayoutCache()
    let general = Answer(text, readable: text.count, pair.general, ranges)
    for _ in 0..<2 {
        expect(Answer(text, readable: text.count, pair.learning, ranges) == general, "a layout answers otherwise")
    }
    let known = Answer(
        knownLinesOf: UnsafeRawBufferPointer(rebasing: text[..<lines.count]),
        readable: text.count,
        pair.learning
    )
    expect(known == general, "known lines answer otherwise")
    let learned = pair.learning.takeTally()
    let expected = pair.general.takeTally()
    expect(learned.found == 3 * expected.found && learned.rejected == 3 * expected.rejected, "found otherwise")
    expect(learned.ignored == 3 * expected.ignored, "ignored otherwise")
    expect(learned.replies.map(\.count) == expected.replies.map { 3 * $0.count }, "other replies")
    expect(learned.diagnostics.map(\.count) == expected.diagnostics.map { 3 * $0.count }, "other diagnostics")
    return 0
}

/// A service, or detection, with layouts and without.
private struct Pair {
    let learning: DocumentConverter
    let general: DocumentConverter

    init(_ services: [ServiceIdentifier]) {
        do {
            let plan = try DecodingPlan(catalog: .builtIn, services: services)
            learning = DocumentConverter(plan: plan)
            general = DocumentConverter(plan: plan, usesLayouts: false)
        } catch {
            fatalError("\(error)")
        }
    }
}

/// The pairs, each made when it is first asked for.
///
/// libFuzzer runs one input after another.
private final class Pairs {
    nonisolated(unsafe) static let all = Pairs()

    private let ids = MappingCatalog.builtIn.services
    private var made: [Pair?]

    private init() {
        made = Array(repeating: nil, count: ids.count + 1)
    }

    func pair(_ number: UInt8) -> Pair {
        let index = number == 0 ? 0 : 1 + (Int(number) - 1) % ids.count
        if let pair = made[index] { return pair }
        let pair = Pair(index == 0 ? [] : [ids[index - 1]])
        made[index] = pair
        return pair
    }
}
