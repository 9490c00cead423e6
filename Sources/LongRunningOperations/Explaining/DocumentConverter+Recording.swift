/// Noting what is decided about an exchange beside what its body says.
extension DocumentConverter {
    /// Notes that the URL told the service, or the location of the operation that the reply names.
    func note(_ attribution: ExchangeReader.Attribution, of reader: ExchangeReader) {
        guard plan.detects, let recording = engine.record.recording, case .services = attribution else { return }
        let isByURL = reader.url.map { !$0.services.isEmpty } ?? false
        recording.choice = isByURL ? .url : .location
    }

    /// Notes a record that begins at that place of the output, and that no shape read.
    func noteUnread(_ service: Int, at outputStart: Int) {
        engine.record.recording?.note(.init(outputStart: outputStart, service: service))
    }

    /// Notes the record of a reply without a body, which names an operation by a header.
    func noteAccepted(_ service: Int, isStateDeclared: Bool, at outputStart: Int) {
        guard let recording = engine.record.recording, recording.wants(outputStart) else { return }
        var decisions = DecodingRecording.Decisions(outputStart: outputStart, service: service)
        let servicePlan = plan.services[service]
        let shape = (0..<servicePlan.shapeCount).first { !servicePlan.shapes[$0].isFailure }
        let trees = recording.definitions[service].merged["shapes"]?.elements ?? []
        if isStateDeclared, let shape, trees.indices.contains(shape) {
            let rule = RuleReader(tree: trees[shape]).rule("state/absent")
            decisions.takings = [DecodingRecording.Taking(member: "state", from: [], rule: rule)]
        }
        recording.note(decisions)
    }
}
