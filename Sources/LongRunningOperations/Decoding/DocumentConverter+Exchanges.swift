/// Converting whole HTTP replies: the code first, then the body, then what headers and the URL add.
///
///     304 ─────────▶ notModified ┐
///     400–599 ─────▶ requestFailed ├─ service: named, by URL, else by the body
///     2xx, body ───▶ by the body ┘
///     2xx, none ───▶ the operation that a header names, or nothing
///     other ───────▶ nothing
extension DocumentConverter {
    /// Converts one exchange and appends its records.
    ///
    /// A fault's range and offset are places in the body; its document is `number`, what the caller counts the exchange
    /// as. Where `provenance` is given the records say it; `endsLines` puts a line feed behind each. Where `item` is given, of a
    /// list nothing but that element is converted. Where more than `mostFaults` elements of a list are no replies, none is
    /// converted.
    package func convert(
        exchange: borrowing Exchange,
        number: Int = 0,
        item: Int? = nil,
        provenance: ProvenanceSource? = nil,
        endsLines: Bool = true,
        mostFaults: Int = .max,
        into output: inout OutputBuffer,
        faults: inout [Fault]
    ) -> ExchangeOutcome {
        let reader = ExchangeReader(exchange.head, plan: plan, memory: urls)
        engine.record.recording?.begin(reader)
        defer { engine.record.recording?.begin(nil) }
        var request = DocumentEngine.Request()
        request.document = number
        request.item = item
        request.provenance = provenance
        request.endsLines = endsLines
        request.mostFaults = min(request.mostFaults, mostFaults)
        let body = ExchangeBody(exchange)
        let before = output.count
        let outcome: ExchangeOutcome
        do throws(DocumentFaultInside) {
            outcome = try convert(reader, body, &request, into: &output, faults: &faults)
        } catch {
            output.count = before
            engine.faults.removeAll(keepingCapacity: true)
            faults.append(
                fault(
                    error.code,
                    document: number,
                    0..<body.whole.count,
                    at: min(body.start + error.offset, body.whole.count),
                    outputOffset: before
                )
            )
            outcome = .rejected
        }
        switch outcome {
        case .ignored:
            found &+= 1
            engine.record.tally.ignored &+= 1
        case .rejected:
            found &+= 1
            rejected &+= 1
        case .converted: break
        }
        return outcome
    }

    /// Counts an entry of a recording that is no exchange.
    package func countReject() {
        found &+= 1
        rejected &+= 1
    }

    private func convert(
        _ reader: ExchangeReader,
        _ body: ExchangeBody,
        _ request: inout DocumentEngine.Request,
        into output: inout OutputBuffer,
        faults: inout [Fault]
    ) throws(DocumentFaultInside) -> ExchangeOutcome {
        let kind = reader.kind
        if kind == .ignored || kind == .body && body.isEmpty && reader.locations.isEmpty { return .ignored }
        let attribution = reader.attribution()
        if body.text.count > lengthLimit {
            if attribution == .foreign { return .ignored }
            throw DocumentFaultInside(.tooLong, offset: 0)
        }
        switch kind {
        case .ignored: return .ignored
        case .notModified:
            if attribution == .foreign { return .ignored }
            let service = try service(attribution)
            let facts = reader.facts(of: service, fillsId: true)
            let source = provenance(request, service)
            note(attribution, of: reader)
            noteUnread(service, at: output.count)
            ReplyWriter.appendNotModified(plan, service, facts, provenance: source, into: &output)
            finish(service, EngineTally.notModified, facts, request, into: &output)
            return .converted(1)
        case .failedRequest:
            if attribution == .foreign { return .ignored }
            return try convertFailure(reader, attribution, body, &request, into: &output, faults: &faults)
        case .body where body.isEmpty:
            return try convertAccepted(reader, attribution, request, into: &output)
        case .body:
            return try convertBody(reader, attribution, body, &request, into: &output, faults: &faults)
        }
    }

    // MARK: Replies without a body

    /// The one service of an exchange whose body does not tell.
    private func service(_ attribution: ExchangeReader.Attribution) throws(DocumentFaultInside) -> Int {
        if plan.serviceCount == 1 { return 0 }
        guard case .services(let services) = attribution else {
            throw DocumentFaultInside(.noServiceMatches, offset: 0)
        }
        return try only(services)
    }

    private func only(_ services: [Int]) throws(DocumentFaultInside) -> Int {
        guard services.count == 1 else {
            engine.claimants.removeAll()
            for service in services { engine.claimants.append(service) }
            throw DocumentFaultInside(services.isEmpty ? .noServiceMatches : .severalServicesMatch, offset: 0)
        }
        return services[0]
    }

    private func convertAccepted(
        _ reader: ExchangeReader,
        _ attribution: ExchangeReader.Attribution,
        _ request: borrowing DocumentEngine.Request,
        into output: inout OutputBuffer
    ) throws(DocumentFaultInside) -> ExchangeOutcome {
        let named = reader.servicesOfLocation()
        if named.isEmpty, attribution == .foreign { return .ignored }
        let service = named.isEmpty ? try service(attribution) : try only(named)
        guard let facts = reader.factsOfAccepted(service) else { return .ignored }
        let outcome = reader.outcomeOfAccepted(service)
        let source = provenance(request, service)
        note(named.isEmpty ? attribution : .services(named), of: reader)
        noteAccepted(service, isStateDeclared: outcome != nil, at: output.count)
        ReplyWriter.appendAccepted(plan, service, facts, outcome: outcome, provenance: source, into: &output)
        if outcome == nil { count(.missingState) }
        finish(service, Int((outcome?.state ?? .unknown).rawValue), facts, request, into: &output)
        return .converted(1)
    }

    private func provenance(_ request: borrowing DocumentEngine.Request, _ service: Int) -> [UInt8]? {
        request.provenance?.text(item: nil, version: plan.definitions[service].version)
    }

    /// Ends and counts a record that no engine wrote.
    private func finish(
        _ service: Int,
        _ kind: Int,
        _ facts: ReplyFacts,
        _ request: borrowing DocumentEngine.Request,
        into output: inout OutputBuffer
    ) {
        if request.endsLines { output.append(UInt8(ascii: "\n")) }
        if facts.isRetryAfterInvalid { count(.invalidRetryAfter) }
        engine.record.tally.replies[service * EngineTally.kinds + kind] += 1
        found &+= 1
    }

    private func count(_ code: DiagnosticCode) {
        engine.record.tally.diagnostics[Int(code.rawValue)] += 1
    }

    // MARK: Bodies

    private func convertBody(
        _ reader: ExchangeReader,
        _ attribution: ExchangeReader.Attribution,
        _ body: ExchangeBody,
        _ request: inout DocumentEngine.Request,
        into output: inout OutputBuffer,
        faults: inout [Fault]
    ) throws(DocumentFaultInside) -> ExchangeOutcome {
        // Who watches how a service is found wants to see it asked for; layouts do not say.
        if reader.isBare, body.isObject, engine.record.recording == nil {
            // A document like any other: it may have a known layout.
            let result = try convertAlone(body.text, readable: body.readable, request, into: &output)
            account(result, request.document, body.start, &faults)
            return .converted(result.records)
        }
        if plan.serviceCount == 1, attribution == .foreign { return .ignored }
        if convertKnown(reader, attribution, body, request, into: &output) { return .converted(1) }
        if plan.serviceCount == 1 {
            return try write(reader, 0, body, &request, into: &output, faults: &faults)
        }
        if case .services(let services) = attribution, services.count == 1 {
            let before = output.count
            note(attribution, of: reader)
            do throws(DocumentFaultInside) {
                return try write(reader, services[0], body, &request, into: &output, faults: &faults)
            } catch {
                guard error.code == .notAReply else { throw error }
                output.count = before
                engine.record.recording?.begin(reader)
            }
        }
        let service: Int
        do throws(DocumentFaultInside) {
            service = try serviceByBody(body)
        } catch {
            guard attribution == .foreign else { throw error }
            if error.code == .severalServicesMatch, engine.claimants.elements.allSatisfy(reader.mayBeForeign) {
                throw error
            }
            return .ignored
        }
        if attribution == .foreign, !reader.mayBeForeign(service) { return .ignored }
        return try write(reader, service, body, &request, into: &output, faults: &faults)
    }

    private func serviceByBody(_ body: ExchangeBody) throws(DocumentFaultInside) -> Int {
        if plan.serviceCount == 1 { return 0 }
        if let text = index.index(body.text, readable: body.readable) {
            return try engine.service(of: text, end: body.text.count)
        }
        // No index, no document: this says why, and writes nothing.
        var nothing = OutputBuffer(capacity: 256)
        _ = try convertAlone(body.text, readable: body.readable, DocumentEngine.Request(), into: &nothing)
        throw DocumentFaultInside(.noServiceMatches, offset: 0)
    }

    private func write(
        _ reader: ExchangeReader,
        _ service: Int,
        _ body: ExchangeBody,
        _ request: inout DocumentEngine.Request,
        into output: inout OutputBuffer,
        faults: inout [Fault]
    ) throws(DocumentFaultInside) -> ExchangeOutcome {
        request.service = service
        request.facts = reader.facts(of: service, fillsId: reader.kind == .failedRequest)
        let result = try convertAlone(body.text, readable: body.readable, request, into: &output)
        account(result, request.document, body.start, &faults)
        return .converted(result.records)
    }

    // MARK: Failed requests

    private func convertFailure(
        _ reader: ExchangeReader,
        _ attribution: ExchangeReader.Attribution,
        _ body: ExchangeBody,
        _ request: inout DocumentEngine.Request,
        into output: inout OutputBuffer,
        faults: inout [Fault]
    ) throws(DocumentFaultInside) -> ExchangeOutcome {
        let service: Int
        if case .open = attribution, plan.serviceCount > 1, body.isObject {
            service = try serviceByBody(body)
        } else {
            service = try self.service(attribution)
            note(attribution, of: reader)
        }
        request.status = reader.status
        if body.isObject {
            let before = output.count
            do throws(DocumentFaultInside) {
                return try write(reader, service, body, &request, into: &output, faults: &faults)
            } catch {
                // It is no document: kept as text.
                output.count = before
            }
        }
        let facts = reader.facts(of: service, fillsId: true)
        var kept: OutputBuffer?
        var isInvalid = false
        if !body.isEmpty {
            let text = index.index(body.text, readable: body.readable)
            if let text, !body.isObject, engine.isDocument(text, end: body.text.count) {
                kept = ReplyWriter.extensions(text, end: body.text.count)
            } else {
                isInvalid = true
                kept = ReplyWriter.extensions(unread: body.whole)
                count(.invalidBody)
            }
        }
        let source = provenance(request, service)
        noteUnread(service, at: output.count)
        ReplyWriter.appendFailure(
            plan,
            service,
            facts,
            extensions: kept?.bytes,
            isBodyInvalid: isInvalid,
            provenance: source,
            into: &output
        )
        finish(service, EngineTally.requestFailed, facts, request, into: &output)
        return .converted(1)
    }
}
