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
        read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
            let document = reader.document
            let members = try document.members(["Uri", "Response"], of: try reader.object(entry))
            guard members[0] != nil || members[1] != nil else { throw EntryReader.noEntry(at: 0) }
            var exchange = reader.exchange()
            document.readURL(members[0], into: exchange.head)
            guard let response = members[1] else { return hand(exchange) }
            let held = try document.members(["StatusCode", "Body"], of: response)
            exchange.head.status = document.status(held[0])
            exchange.body = document.body(held[1])
            document.readHeaders(response, without: ["StatusCode", "Body"], into: exchange.head)
            hand(exchange)
        }
    )
}
