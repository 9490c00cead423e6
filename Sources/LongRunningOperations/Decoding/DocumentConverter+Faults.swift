/// Why a document, or an element of its list, is no record: made in one place, whoever asks.
extension DocumentConverter {
    /// Why an element of a document, which begins at `base`, is no record of the service.
    func fault(
        _ element: DocumentEngine.ElementFault,
        document number: Int,
        _ base: Int,
        _ service: Int
    ) -> Fault {
        var fault = fault(
            element.fault,
            document: number,
            base + element.start..<base + element.end,
            at: base + element.offset,
            outputOffset: element.outputOffset
        )
        fault.item = element.item
        if plan.definitions.indices.contains(service) { fault.service = service }
        return fault
    }

    /// Why a document is no record.
    func fault(
        _ code: DocumentFaultCode,
        document number: Int,
        _ range: Range<Int>,
        at offset: Int,
        outputOffset: Int
    ) -> Fault {
        Fault(
            document: number,
            item: nil,
            range: range,
            code: code.publicCode,
            message: message(code),
            offset: offset,
            outputOffset: outputOffset,
            service: namedService
        )
    }

    /// The number of the service, where one alone was named.
    var namedService: Int? { plan.serviceCount == 1 ? 0 : nil }

    private func message(_ code: DocumentFaultCode) -> String {
        switch code {
        case .notAReply where plan.serviceCount == 1:
            return "this is no reply of \(plan.definitions[0].id): none of its shapes reads the document"
        case .severalServicesMatch:
            let names = engine.claimants.elements.map { plan.definitions[$0].id }.joined(separator: ", ")
            return "several services claim this document: \(names); name one of them"
        default: return code.message.description
        }
    }
}
