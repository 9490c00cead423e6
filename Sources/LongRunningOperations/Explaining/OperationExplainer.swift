/// Explains records: converts a document with an engine that notes what it decides, and puts the notes beside the record.
///
///     document ──▶ engine + recording ──▶ line ──▶ its members ─┐
///                          │                                     ├──▶ member, value, from, rule
///                          └──▶ decisions ───────────────────────┘
package final class OperationExplainer {
    /// What became of one record of a document.
    package enum Outcome: Sendable {
        case explained(Explanation)
        case rejected(DocumentConverter.Fault)
    }

    package let plan: DecodingPlan
    private let catalog: MappingCatalog
    private let converter: DocumentConverter
    private var engine: DocumentEngine
    private var index = TokenIndex()

    package init(
        catalog: MappingCatalog,
        services: [ServiceIdentifier],
        limits: DecodingLimits = DecodingLimits()
    ) throws(OperationDecodingError) {
        let plan = try DecodingPlan(catalog: catalog, services: services)
        self.plan = plan
        self.catalog = catalog
        converter = DocumentConverter(plan: plan, limits: limits)
        engine = DocumentEngine(plan: plan, depthLimit: limits.depth, usesLayouts: false)
    }

    /// The records of a document in the order in which they are written, rejected ones among them.
    package func explain(_ document: UnsafeRawBufferPointer) -> [Outcome] {
        // First as every document is converted: that way a fault has the same words here as there.
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        [0..<document.count]
            .withUnsafeBufferPointer { documents in
                converter.convert(
                    window: document,
                    readable: document.count,
                    documents: documents,
                    oneALine: false,
                    into: &output,
                    faults: &faults
                )
            }
        _ = converter.takeTally()
        var explained: [(offset: Int, explanation: Explanation)] = []
        if output.count > 0 { explained = explainConverted(document) }
        var outcomes = explained.map { (offset: $0.offset, outcome: Outcome.explained($0.explanation)) }
        for fault in faults {
            let place = outcomes.firstIndex { $0.offset >= fault.outputOffset } ?? outcomes.endIndex
            outcomes.insert((offset: fault.outputOffset, outcome: .rejected(fault)), at: place)
        }
        return outcomes.map(\.outcome)
    }

    private func explainConverted(_ document: UnsafeRawBufferPointer) -> [(offset: Int, explanation: Explanation)] {
        let recording = DecodingRecording(definitions: plan.definitions)
        engine.record.recording = recording
        var output = OutputBuffer()
        guard let text = index.index(document, readable: document.count) else { return [] }
        let request = DocumentEngine.Request()
        let result: DocumentEngine.Result
        do throws(DocumentFaultInside) {
            result = try engine.convert(text, token: 0, end: document.count, request, into: &output)
        } catch {
            return []
        }
        let claimants = plan.detects ? recording.claimants.filter { $0 != result.service } : []
        let gaveWay = claimants.map { plan.definitions[$0].id }
        var explained: [(offset: Int, explanation: Explanation)] = []
        var start = 0
        for line in output.bytes.split(separator: UInt8(ascii: "\n")) {
            // Of a list's element that was tried and given up only the last note counts.
            if let decisions = recording.decisions.last(where: { $0.outputStart == start }) {
                let bytes = UnsafeRawBufferPointer(rebasing: line)
                explained.append((start, explanation(bytes, decisions, document, gaveWay)))
            }
            start += line.count + 1
        }
        return explained
    }

    private func explanation(
        _ line: UnsafeRawBufferPointer,
        _ decisions: DecodingRecording.Decisions,
        _ document: UnsafeRawBufferPointer,
        _ gaveWay: [String]
    ) -> Explanation {
        let definition = plan.definitions[decisions.service]
        let shapes = definition.merged["shapes"]?.elements ?? []
        var explanation = Explanation(
            service: definition.id,
            title: definition.title,
            mappingVersion: definition.version,
            choice: plan.detects ? .claimed : .named,
            gaveWay: gaveWay,
            shape: shapes.indices.contains(decisions.shape) ? shapes[decisions.shape]["shape"]?.string ?? "" : "",
            place: decisions.place,
            members: [],
            remainders: [],
            notes: [],
            line: Array(line)
        )
        let origins = RuleOrigins(definition: definition, catalog: catalog)
        for (name, value) in CanonicalMembers(line) {
            if name.equals("extensions") {
                explanation.remainders = Self.remainders(value)
            } else if name.equals("diagnostics") {
                explanation.notes = Self.notes(value)
            } else if name.equals("error") {
                let document = UnsafeRawBufferPointer(rebasing: document[decisions.document])
                let reader = ErrorExplainer(errors: definition.merged["errors"], document: document, origins: origins)
                explanation.members += reader.members(Array(value), decisions.takings)
            } else if name.equals("reply") {
                var reply = Explanation.Member(name: "reply", value: Array(value), from: [])
                reply.rule = "shapes/\(explanation.shape)"
                reply.mapping = origins.mapping(shape: explanation.shape)
                explanation.members.append(reply)
            } else if !name.equals("service") {
                let name = String(decoding: name, as: UTF8.self)
                explanation.members.append(Self.member(name, Array(value), decisions.takings, origins))
            }
        }
        return explanation
    }

    private static func member(
        _ name: String,
        _ value: [UInt8],
        _ takings: [DecodingRecording.Taking],
        _ origins: RuleOrigins
    ) -> Explanation.Member {
        let source = name.hasSameBytes(as: "stateDetail") ? "state" : name
        let taking = takings.first { $0.member.hasSameBytes(as: source) }
        return Explanation.Member(
            name: name,
            value: value,
            from: taking?.from ?? [],
            rule: taking?.rule?.text,
            mapping: taking?.rule.flatMap(origins.mapping)
        )
    }

    private static func remainders(_ extensions: UnsafeRawBufferPointer) -> [Explanation.Remainder] {
        CanonicalMembers(extensions)
            .map { name, value in
                var at = [UInt8(ascii: "/")]
                for byte in name {
                    switch byte {
                    case UInt8(ascii: "~"): at += "~0".utf8
                    case UInt8(ascii: "/"): at += "~1".utf8
                    default: at.append(byte)
                    }
                }
                return Explanation.Remainder(at: at, value: Array(value))
            }
    }

    private static func notes(_ diagnostics: UnsafeRawBufferPointer) -> [Explanation.Note] {
        var notes: [Explanation.Note] = []
        var cursor = CanonicalCursor(diagnostics)
        _ = cursor.consume(UInt8(ascii: "["))
        while cursor.current == UInt8(ascii: "{") {
            let start = cursor.offset
            guard cursor.skipValue() else { break }
            var note = Explanation.Note(code: "", at: nil, meaning: "")
            for (name, value) in CanonicalMembers(UnsafeRawBufferPointer(rebasing: diagnostics[start..<cursor.offset]))
            {
                let text = Array(value.dropFirst().dropLast())
                if name.equals("code") {
                    note.code = String(decoding: text, as: UTF8.self)
                    note.meaning = DiagnosticCode(name: note.code)?.meaning ?? ""
                } else if name.equals("at") {
                    note.at = text
                }
            }
            notes.append(note)
            _ = cursor.consume(UInt8(ascii: ","))
        }
        return notes
    }
}
