import LongRunningOperations
import Testing

@Suite struct ExplanationTests {
    private func explanations(
        _ document: some Sequence<UInt8>,
        services: [ServiceIdentifier]
    ) throws -> [Explanation] {
        let plan = try DecodingPlan(catalog: .builtIn, services: services)
        let explainer = OperationExplainer(plan: plan)
        let document = Array(document)
        var output = OutputBuffer()
        var faults: [DocumentConverter.Fault] = []
        let notes = explainer.notes {
            document.withUnsafeBytes { window in
                [0..<document.count]
                    .withUnsafeBufferPointer { documents in
                        explainer.converter.convert(
                            window: window,
                            readable: window.count,
                            documents: documents,
                            oneALine: false,
                            into: &output,
                            faults: &faults
                        )
                    }
            }
        }
        return explainer.explanations(of: output.bytes, by: notes).map(\.explanation)
    }

    private func first(_ document: String, services: [ServiceIdentifier] = []) throws -> Explanation {
        try #require(try explanations(document.utf8, services: services).first)
    }

    private func row(_ name: String, _ explanation: Explanation) throws -> Explanation.Member {
        try #require(explanation.members.first { $0.name == name })
    }

    // MARK: Every sample

    @Test(arguments: Sample.all)
    func explainsTheRecordThatIsConverted(_ sample: Sample) throws {
        let explanations = try explanations(sample.document, services: [ServiceIdentifier(sample.service)])
        let lines = explanations.map { String(decoding: $0.line, as: UTF8.self) + "\n" }
        #expect(lines.joined() == sample.expected)
    }

    @Test(arguments: Sample.all)
    func saysWhereEachMemberCameFrom(_ sample: Sample) throws {
        let explanations = try explanations(sample.document, services: [ServiceIdentifier(sample.service)])
        let tree = explanations.count == 1 ? try? JSONTreeParser.parse(sample.document) : nil
        for explanation in explanations {
            for member in explanation.members where !["reply", "list"].contains(member.name) {
                let isRest = member.name.hasSuffix(".extensions") || member.name == "error.extensions"
                let isSilent = member.name.hasPrefix("state") && member.from.isEmpty
                #expect(isRest || isSilent || !member.from.isEmpty, "\(member.name) of \(sample)")
                #expect(isRest || member.name == "state" || member.rule != nil, "\(member.name) of \(sample)")
                guard let tree, !explanation.members.contains(where: { $0.name == "list" }) else { continue }
                for pointer in member.from {
                    let pointer = String(decoding: pointer, as: UTF8.self)
                    #expect(value(at: pointer, in: tree) != nil || isListElement(sample), "\(pointer) of \(sample)")
                }
            }
        }
    }

    @Test(arguments: Sample.all)
    func namesRulesThatTheMappingHas(_ sample: Sample) throws {
        let definition = try #require(MappingCatalog.builtIn.definition(sample.service))
        for explanation in try explanations(sample.document, services: [ServiceIdentifier(sample.service)]) {
            for member in explanation.members {
                guard let rule = member.rule else { continue }
                #expect(holds(rule, definition.merged), "\(rule) of \(sample)")
                let mapping = try #require(member.mapping, "\(rule) of \(sample)")
                #expect(([definition.id] + definition.ancestors).contains(mapping))
            }
        }
    }

    /// Whether the record is an element of a list with nothing beside it.
    private func isListElement(_ sample: Sample) -> Bool {
        let shapes = MappingCatalog.builtIn.definition(sample.service)?.merged["shapes"]?.elements ?? []
        let places = shapes.flatMap { $0["in"]?.elements.compactMap(\.string) ?? [] }
        return places.contains { $0.hasSuffix("[]") } || sample.document.first == UInt8(ascii: "[")
    }

    private func value(at pointer: String, in tree: JSONTree) -> JSONTree? {
        pointer.split(separator: "/")
            .reduce(tree as JSONTree?) { tree, part in
                if let elements = tree?.elements, !elements.isEmpty { return Int(part).map { elements[$0] } }
                return tree?.members.first { $0.name == part.replacing("~1", with: "/").replacing("~0", with: "~") }?
                    .value
            }
    }

    private func holds(_ rule: String, _ mapping: JSONTree) -> Bool {
        var path = rule.split(separator: " ")[0].split(separator: "/").map(String.init)
        var tree: JSONTree? = mapping
        if path[0] == "shapes" {
            tree = mapping["shapes"]?.elements.first { $0["shape"]?.string == path[1] }
            path.removeFirst(2)
        }
        while let part = path.first {
            let whole = path.joined(separator: "/")
            if let outcome = tree?.members.first(where: { $0.name == whole }) { return !outcome.value.isNull }
            path.removeFirst()
            let pieces = part.split(separator: "[")
            if let index = Int(part) {
                tree = tree.flatMap { $0.elements.indices.contains(index) ? $0.elements[index] : nil }
            } else {
                tree = tree?.members.first { $0.name == pieces[0] }?.value
            }
            if pieces.count > 1, let index = Int(pieces[1].dropLast()) {
                tree = tree.flatMap { $0.elements.indices.contains(index) ? $0.elements[index] : nil }
            }
        }
        return tree != nil
    }

    // MARK: Single rows

    @Test
    func tellsThePathThatAnIdIsTheLastSegmentOf() throws {
        let document = #"{"id":"/projects/p/operationStatuses/7","status":"Running"}"#
        let explanation = try first(document, services: ["azure-core"])
        let id = try row("id", explanation)
        #expect(id.rule == "shapes/status/id[1] lastSegmentOf")
        #expect(id.from == [Array("/id".utf8)])
        #expect(try row("state", explanation).rule == "shapes/status/state/words/Running")
        #expect(explanation.remainders.map { String(decoding: $0.at, as: UTF8.self) } == ["/id"])
        #expect(explanation.choice == .named)
    }

    @Test
    func tellsWhichMappingWroteAnInheritedRule() throws {
        let document =
            #"{"name":"7","status":"Canceling","startTime":"2025-01-02T03:04:05Z","id":"/subscriptions/s/providers/p"}"#
        let explanation = try first(document, services: ["azure-arm-async"])
        #expect(try row("state", explanation).mapping == "azure-arm-async")
        #expect(try row("stateDetail", explanation).rule == "shapes/status/state/words/Running/canceling")
        #expect(try row("startTime", explanation).mapping == "azure-core")
    }

    @Test
    func tellsWhoGaveWay() throws {
        let document =
            #"{"id":"/subscriptions/s/providers/p/operationStatuses/7","name":"7","status":"Running","startTime":"2025-01-02T03:04:05Z"}"#
        let explanation = try first(document)
        #expect(explanation.service == "azure-arm-async")
        #expect(explanation.choice == .claimed)
        #expect(explanation.gaveWay == ["azure-core"])
    }

    @Test
    func followsTheErrorChain() throws {
        let document =
            #"{"status":"Failed","error":{"code":"A","message":"m","innererror":{"code":"B","innererror":{"code":"C"}}}}"#
        let explanation = try first(document, services: ["azure-core"])
        let code = try row("error.innerError.innerError.code", explanation)
        #expect(code.from == [Array("/error/innererror/innererror/code".utf8)])
        #expect(code.rule == "errors/code[0]")
        #expect(code.mapping == "json-error")
    }

    @Test
    func givesDiagnosticsTheirMeaning() throws {
        let explanation = try first(#"{"status":"Procesing","endTime":"soon"}"#, services: ["azure-core"])
        #expect(explanation.notes.map(\.code) == ["unknownState", "invalidTime"])
        #expect(explanation.notes.allSatisfy { !$0.meaning.isEmpty })
        #expect(try row("state", explanation).rule == nil)
    }

    @Test
    func everyDiagnosticHasItsOwnMeaning() {
        #expect(Set(DiagnosticCode.allCases.map(\.meaning)).count == DiagnosticCode.allCases.count)
    }

    @Test
    func leavesRejectedElementsOut() throws {
        let document = #"[{"status":"Running"},3,{"status":"Failed"}]"#
        let explanations = try explanations(document.utf8, services: ["azure-core"])
        #expect(
            try explanations.map { try row("state", $0).value } == ["\"Running\"", "\"Failed\""].map { Array($0.utf8) }
        )
    }

    @Test(arguments: [#"{"status":"Runn"#, "{}", "", "\u{1}", #"{"a":1}{"#])
    func explainsNothingWhereThereIsNoRecord(document: String) throws {
        #expect(try explanations(document.utf8, services: []).isEmpty)
    }

    @Test
    func becomesOneJSONObject() throws {
        let document = #"{"id":"/a/\u202e7","status":"Failed","error":{"code":"\u0007","x":"é"},"y/z~":[1]}"#
        var output = OutputBuffer()
        try first(document, services: ["azure-core"]).append(to: &output)
        let tree = try JSONTreeParser.parse(Array(output.bytes))
        #expect(tree.members.map(\.name).contains("members"))
        #expect(tree["extensions"]?.elements.compactMap { $0["at"]?.string } == ["/id", "/y~1z~0"])
        #expect(tree["record"]?["state"]?.string == "Failed")
    }
}
