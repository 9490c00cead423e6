/// Bodies of known layouts: their records are written as those of bare documents are, and then get what the exchange says
/// beside them.
///
///     body ──▶ known layout ──▶ record ──┐
///     status, headers, URL ──▶ facts ────┴─▶ gaps filled
///
/// What a layout writes depends on the service alone, whether the URL told it or the body: where both say the same service,
/// the record is the one that the general way writes.
extension DocumentConverter {
    /// Appends the record of an exchange whose body has a known layout; false where that is left to the general way.
    func convertKnown(
        _ reader: ExchangeReader,
        _ attribution: ExchangeReader.Attribution,
        _ body: ExchangeBody,
        _ request: borrowing DocumentEngine.Request,
        into output: inout OutputBuffer
    ) -> Bool {
        guard body.isObject, request.isPlain else { return false }
        let expected: Int?
        switch attribution {
        case _ where plan.serviceCount == 1: expected = 0
        case .services(let services) where services.count == 1: expected = services[0]
        // The body tells.
        case .open, .services: expected = nil
        case .foreign: return false
        }
        var facts = reader.facts()
        guard facts.fillsGapsOnly else { return false }
        var bare = DocumentEngine.Request()
        bare.document = request.document
        bare.endsLines = false
        let start = output.count
        let answer = engine.convertKnown(
            body.text,
            readable: body.readable,
            bare,
            of: expected,
            hasStatus: facts.httpStatus != nil,
            into: &output
        )
        switch answer {
        case .written(let service):
            reader.complete(&facts, of: service, fillsId: false)
            var places = engine.layouts.findMembers(into: members.ranges)
            if places == 0 { places = members.find(in: UnsafeRawBufferPointer(rebasing: output.bytes[start...])) }
            facts.fill(
                recordAt: start,
                places,
                members.ranges,
                engine.record.prefixes,
                tail: &tail,
                in: &output
            )
            if request.endsLines { output.append(UInt8(ascii: "\n")) }
            found &+= 1
            return true
        case .new:
            learn(body)
            return false
        case .exception, nil: return false
        }
    }

    /// Learns the layout of a body: decodes it as a bare document, whose record nobody wants.
    private func learn(_ body: ExchangeBody) {
        guard engine.layouts.wantsToLearn(length: body.text.count),
            let text = index.index(body.text, readable: body.readable)
        else { return }
        let tally = engine.record.tally
        var record = OutputBuffer()
        _ = try? engine.learn(text, token: 0, end: body.text.count, DocumentEngine.Request(), into: &record)
        engine.record.tally = tally
        engine.faults.removeAll(keepingCapacity: true)
    }
}
