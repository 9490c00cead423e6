import LongRunningOperations
import Testing

/// Lines that are found by the layouts of their documents are those that a search for line feeds finds.
@Suite struct KnownLinesTests {
    /// What became of a window of lines.
    private struct Outcome: Equatable {
        var lines = ""
        var faults: [String] = []
        var counts = ""
        var knownCount = 0

        static func == (one: Outcome, other: Outcome) -> Bool {
            one.lines == other.lines && one.faults == other.faults && one.counts == other.counts
        }
    }

    /// Converts lines as a pipeline does: known ones follow each other, others are cut one by one.
    private func outcome(of window: [UInt8], by converter: DocumentConverter, knowsLines: Bool) -> Outcome {
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        var outcome = Outcome()
        // Quotes behind the lines: whoever reads beyond their end sees what looks like JSON.
        let padded = window + [UInt8](repeating: UInt8(ascii: "\""), count: 128)
        padded.withUnsafeBytes { bytes in
            let lines = UnsafeRawBufferPointer(rebasing: bytes[..<window.count])
            var position = 0
            while position < window.count {
                if knowsLines {
                    let next = converter.convertKnownLines(
                        window: lines,
                        from: position,
                        readable: bytes.count,
                        into: &output
                    )
                    outcome.knownCount += window[position..<next].count { $0 == 0x0A }
                    position = next
                }
                let end = window[position...].firstIndex(of: 0x0A) ?? window.count
                let hasReturn = end > position && window[end - 1] == 0x0D
                let document = position..<(hasReturn ? end - 1 : end)
                if window[document].contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) {
                    withUnsafePointer(to: document) { document in
                        converter.convert(
                            window: lines,
                            readable: bytes.count,
                            documents: UnsafeBufferPointer(start: document, count: 1),
                            oneALine: true,
                            into: &output,
                            faults: &faults
                        )
                    }
                }
                position = min(end + 1, window.count)
            }
        }
        outcome.lines = String(decoding: output.bytes, as: UTF8.self)
        outcome.faults = faults.map { "\($0)" }
        let tally = converter.takeTally()
        outcome.counts = "\(tally.found) \(tally.converted) \(tally.rejected) \(tally.replies) \(tally.diagnostics)"
        return outcome
    }

    /// Lines of a service: its samples with values exchanged, some damaged, with line ends of all kinds.
    private func window(of service: String, _ generator: inout HostileBytesTests.Generator) -> [UInt8] {
        let samples = Sample.all.filter { $0.service == service }
        var window: [UInt8] = []
        for _ in 0..<150 {
            guard let sample = samples.randomElement(using: &generator) else { break }
            var line = LayoutCacheTests.changed(sample.document, &generator)
                .map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: line = Array(line.prefix(Int.random(in: 0...line.count, using: &generator)))
            case 1: line += line
            case 2: line = [0x20, 0x09] + line
            case 3: line += [0x20]
            case 4: line.append(0x0D)
            default: break
            }
            let ends: [[UInt8]] = [[0x0A], [0x0A], [0x0D, 0x0A], [0x0A, 0x0A], [0x0A, 0x20, 0x0D, 0x0A]]
            window += line + (ends.randomElement(using: &generator) ?? [0x0A])
        }
        if Bool.random(using: &generator) { window.removeLast() }
        return window
    }

    @Test(arguments: Set(Sample.all.map(\.service)).sorted())
    func areThoseThatACutFinds(service: String) throws {
        let plan = try PlanCache.plan(for: [ServiceIdentifier(service)])
        let learning = DocumentConverter(plan: plan)
        let general = DocumentConverter(plan: plan, usesLayouts: false)
        var generator = HostileBytesTests.Generator(state: 29)
        for _ in 0..<4 {
            let window = window(of: service, &generator)
            let expected = outcome(of: window, by: general, knowsLines: false)
            #expect(outcome(of: window, by: learning, knowsLines: true) == expected)
        }
    }

    /// Without this the test above would show nothing.
    @Test func areMostLinesOfALog() throws {
        let learning = DocumentConverter(plan: try PlanCache.plan(for: ["azure-cdn-china"]))
        var generator = HostileBytesTests.Generator(state: 30)
        var window: [UInt8] = []
        for _ in 0..<500 {
            let id = UInt32.random(in: .min ... .max, using: &generator)
            window += Array("{\"Id\":\"\(id)\",\"EndpointId\":\"e\",\"Status\":\"Processing\"}\r\n".utf8)
        }
        let outcome = outcome(of: window, by: learning, knowsLines: true)
        #expect(outcome.faults.isEmpty)
        #expect(outcome.knownCount > 490)
    }

    /// A layout that holds line feeds is none of lines, though they may look like it together.
    @Test func areNotTakenForOneDocument() throws {
        let plan = try PlanCache.plan(for: ["azure-cdn-china"])
        let learning = DocumentConverter(plan: plan)
        let document = "{\n\"Id\":\"1\",\"EndpointId\":\"e\",\"Status\":\"Processing\"}"
        for _ in 0..<3 { #expect(Conversion(Array(document.utf8), converter: learning).faults.isEmpty) }
        _ = learning.takeTally()
        let window = Array((document + "\n" + document + "\n").utf8)
        let general = DocumentConverter(plan: plan, usesLayouts: false)
        let expected = outcome(of: window, by: general, knowsLines: false)
        #expect(expected.faults.count == 4)
        #expect(outcome(of: window, by: learning, knowsLines: true) == expected)
    }
}
