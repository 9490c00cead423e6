/// Explains records: has a converter note what it decides, and puts the notes beside the records.
///
///     documents, exchanges ──▶ converter + recording ──▶ lines ──▶ their members ─┐
///                                     │                                           ├──▶ member, value, from, rule
///                                     └──▶ decisions ─────────────────────────────┘
///
/// There is one way to convert: what is explained is what the converter does for everybody else.
package final class OperationExplainer {
    package let plan: DecodingPlan
    /// The mappings of the plan, in its order.
    let definitions: [MappingDefinition]
    /// The converter whose records are explained.
    package let converter: DocumentConverter

    /// Makes an explainer for what a plan reads.
    package init(plan: DecodingPlan, limits: DecodingLimits = DecodingLimits()) {
        self.plan = plan
        definitions = plan.mappings
        converter = DocumentConverter(plan: plan, limits: limits)
    }

    /// What the converter noted while it converted.
    package struct Notes {
        fileprivate let recording: DecodingRecording
    }

    /// Has the converter note what it decides while `convert` runs: of every record, or of the one that begins at `target` in
    /// the output.
    package func notes(at target: Int? = nil, while convert: () -> Void) -> Notes {
        let recording = DecodingRecording(plan: plan, definitions: definitions, target: target)
        converter.engine.record.recording = recording
        defer { converter.engine.record.recording = nil }
        convert()
        return Notes(recording: recording)
    }

    /// Explains the records that the converter took notes of, as they stand in its output.
    package func explanations(
        of output: UnsafeRawBufferPointer,
        by notes: Notes
    ) -> [(offset: Int, explanation: Explanation)] {
        // Of what was tried and given up only the last note counts.
        let last = Dictionary(notes.recording.decisions.map { ($0.outputStart, $0) }) { _, last in last }
        return last.values.sorted { $0.outputStart < $1.outputStart }
            .compactMap { decisions in
                guard decisions.outputStart < output.count else { return nil }
                let line = output[decisions.outputStart...].prefix { $0 != UInt8(ascii: "\n") }
                return (decisions.outputStart, explanation(UnsafeRawBufferPointer(rebasing: line), decisions))
            }
    }

    private func explanation(
        _ line: UnsafeRawBufferPointer,
        _ decisions: DecodingRecording.Decisions
    ) -> Explanation {
        let definition = definitions[decisions.service]
        let shapes = definition.merged["shapes"]?.elements ?? []
        let shape = decisions.shape.flatMap { shapes.indices.contains($0) ? shapes[$0]["shape"]?.string : nil }
        let claimants = decisions.claimants.filter { $0 != decisions.service }
        var explanation = Explanation(
            service: definition.id,
            title: definition.title,
            mappingVersion: definition.version,
            choice: decisions.choice,
            gaveWay: claimants.map { plan.definitions[$0].id },
            shape: shape,
            place: decisions.place,
            members: [],
            remainders: [],
            notes: [],
            line: Array(line)
        )
        let origins = RuleOrigins(definition: definition)
        let exchange = decisions.exchange.map {
            ExchangeExplainer(
                reader: $0,
                service: decisions.service,
                origins: origins,
                isBodyless: shape == nil,
                isErrorOfBody: decisions.takings.contains { $0.member.utf8.starts(with: "error".utf8) }
            )
        }
        for (name, value) in CanonicalMembers(line) {
            if name.equals("extensions") {
                explanation.remainders = Self.remainders(value)
            } else if name.equals("diagnostics") {
                explanation.notes = Self.notes(value)
            } else if name.equals("provenance") {
                explanation.provenance = Array(value)
                // It is the last member.
                explanation.line.removeLast(value.count + ",\"provenance\":}".utf8.count)
                explanation.line.append(UInt8(ascii: "}"))
            } else if name.equals("error") {
                explanation.members += decisions.document.withUnsafeBytes { document in
                    ErrorExplainer(errors: definition.merged["errors"], document: document, origins: origins)
                        .members(Array(value), decisions.takings)
                }
            } else if name.equals("reply") {
                var reply = Explanation.Member(name: "reply", value: Array(value), from: [])
                reply.rule = shape.map { "shapes/\($0)" }
                reply.mapping = shape.flatMap { origins.mapping(shape: $0) }
                if shape == nil { reply.source = exchange?.sourceOfReply }
                explanation.members.append(reply)
            } else if !name.equals("service") {
                let name = String(decoding: name, as: UTF8.self)
                explanation.members.append(Self.member(name, Array(value), decisions.takings, origins))
            }
        }
        if let exchange {
            for index in explanation.members.indices { exchange.complete(&explanation.members[index]) }
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
                Explanation.Remainder(at: JSONPointer.step(name), value: Array(value))
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
