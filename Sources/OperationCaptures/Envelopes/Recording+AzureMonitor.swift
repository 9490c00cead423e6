import LongRunningOperations

/// Resource logs and activity logs of Azure Monitor: `{"records":[…]}`, or one record a line.
///
/// What a record says of an operation is in `properties`, itself JSON or JSON in a string; in an activity log it is
/// the `statusMessage` there, JSON in a string.
extension Recording {
    static let azureMonitor = Recording(
        name: "azure-monitor",
        summary: "resource and activity logs of Azure Monitor",
        example: """
            {"records":[{"time":"2031-05-01T08:00:00Z","resourceId":"/SUBSCRIPTIONS/1","operationName":"Purge",\
            "category":"Requests","properties":{"statusMessage":\
            "{\\"id\\":\\"/providers/X/operationStatuses/1\\",\\"status\\":\\"Running\\"}"}}]}
            """,
        division: .list(["records"]),
        recognizes: { head in
            if let records = head.top["records"] {
                guard let first = head.firstByte(of: records) else { return nil }
                guard first == UInt8(ascii: "[") else { return false }
                let members = head.members(of: records)
                let isEmpty = records.isWhole && members.members.isEmpty && members.isComplete
                return head.unless(isEmpty || isRecord(members), in: members)
            }
            return head.unless(isRecord(head.top), in: head.top)
        },
        read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
            let document = reader.document
            guard let properties = try document.members(["properties"], of: try reader.object(entry))[0] else {
                throw EntryReader.noEntry(at: 0)
            }
            var exchange = reader.exchange()
            exchange.body = document.body(properties)
            let message = try document.members(["statusMessage"], of: properties)[0]
            if let message, message.kind == .object || message.kind == .string && holdsObject(message, of: document) {
                exchange.body = document.body(message)
            }
            hand(exchange)
        }
    )

    private static func isRecord(_ members: RecordingHead.Members) -> Bool {
        members.has("properties", "operationName") && (members.has("resourceId") || members.has("category"))
    }

    private static func holdsObject(_ string: IndexedDocument.Value, of document: IndexedDocument) -> Bool {
        document.withText(of: string) { text in text.first { !isWhiteSpace($0) } == UInt8(ascii: "{") }
    }
}
