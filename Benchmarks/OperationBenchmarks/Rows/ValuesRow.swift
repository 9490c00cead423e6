import LongRunningOperations

/// Bytes to `OperationReply` values through the public decoder, with the members that a program asks for read: the id, the state,
/// the times and the code of the root cause.
enum ValuesRow {
    static func row(_ corpus: Corpus, _ services: [String]) throws -> Row {
        let decoder = try OperationDecoder(services: services.map { ServiceIdentifier($0) })
        let documents = corpus.bytes.split(separator: UInt8(ascii: "\n")).map { UnsafeRawBufferPointer(rebasing: $0) }
        return Row(name: "values", corpus: corpus) {
            var read = 0
            for document in documents {
                guard let reply = try? decoder.decode(document) else { continue }
                read += reply.id?.utf8.count ?? 0
                guard case .operation(let status) = reply.outcome else { continue }
                read += status.state.isTerminal ? 1 : 0
                read += status.startTime?.fractionDigits ?? status.createdTime?.fractionDigits ?? 0
                read += status.endTime?.fractionDigits ?? status.lastUpdatedTime?.fractionDigits ?? 0
                read += status.error?.rootCause.code?.utf8.count ?? 0
            }
            blackHole(read)
        }
    }

    @inline(never)
    private static func blackHole(_ value: Int) {}
}
