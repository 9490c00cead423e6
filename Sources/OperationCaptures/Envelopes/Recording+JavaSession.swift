import LongRunningOperations

/// Session records of the Azure SDK for Java: `networkCallRecords[]`.
///
/// Status and body stand among the response's headers; the status is a number or a string.
extension Recording {
    static let javaSession = Recording(
        name: "java-session",
        summary: "session records of the Azure SDK for Java",
        example: """
            {"networkCallRecords":[{"Method":"GET","Uri":"https://x.example/deviceupdate/i/updates/operations/1",\
            "Headers":{},"Response":{"StatusCode":"200","ETag":"\\"1\\"",\
            "Body":"{\\"operationId\\":\\"1\\",\\"status\\":\\"Running\\"}"},"Exception":null}],"variables":[]}
            """,
        division: .list(["networkCallRecords"]),
        recognizes: { head in
            if let records = head.top["networkCallRecords"] {
                return head.firstByte(of: records).map { $0 == UInt8(ascii: "[") }
            }
            guard head.top.has("Uri", "Method") else { return head.unless(false, in: head.top) }
            return head.unless(head.top.has("Response"), in: head.top)
        },
        read: { (reader, entry) throws(IndexedDocument.Fault) in
            let document = reader.document
            let members = try document.members(["Uri", "Response"], of: try reader.object(entry))
            guard members[0] != nil || members[1] != nil else { throw EntryReader.noEntry(at: 0) }
            var exchange = RecordedExchange()
            exchange.url = document.string(members[0])
            guard let response = members[1] else { return [exchange] }
            let held = try document.members(["StatusCode", "Body"], of: response)
            exchange.status = document.status(held[0])
            exchange.body = document.body(held[1])
            exchange.headers = document.headers(response, without: ["StatusCode", "Body"])
            return [exchange]
        }
    )
}
