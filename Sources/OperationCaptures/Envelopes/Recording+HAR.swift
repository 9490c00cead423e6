import LongRunningOperations

/// HTTP Archive 1.2, as browsers and proxies save it: `log.entries[]`.
///
/// The body is `response.content.text`, in Base64 where `encoding` says so. An entry whose request was never answered has
/// the status 0.
extension Recording {
    static let har = Recording(
        name: "har",
        summary: "HTTP Archive 1.2, of browsers and proxies",
        example: """
            {"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"request":{"method":"GET",\
            "url":"https://x.example/deviceupdate/i/updates/operations/1"},"response":{"status":200,"headers":[{"name":"ETag","value":"\\"1\\""}],\
            "content":{"mimeType":"application/json","text":"{\\"operationId\\":\\"1\\",\\"status\\":\\"Running\\"}"}}}]}}
            """,
        division: .list(["log", "entries"]),
        recognizes: { head in
            guard let log = head.top["log"] else { return head.unless(false, in: head.top) }
            guard let first = head.firstByte(of: log) else { return nil }
            guard first == UInt8(ascii: "{") else { return false }
            let members = head.members(of: log)
            return head.unless(members.has("creator") || members.has("entries"), in: members)
        },
        read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
            let document = reader.document
            let parts = try document.members(["request", "response"], of: try reader.object(entry))
            guard let response = parts[1] else { throw EntryReader.noEntry(at: 0) }
            var exchange = reader.exchange()
            if let request = parts[0] {
                document.readURL(try document.members(["url"], of: request)[0], into: exchange.head)
            }
            let members = try document.members(["status", "headers", "content"], of: response)
            exchange.head.status = document.status(members[0])
            document.readHeaders(members[1], into: exchange.head)
            guard let content = members[2] else { return hand(exchange) }
            let held = try document.members(["text", "encoding"], of: content)
            let isBase64 = held[1]
                .map { encoding in
                    encoding.kind == .string && document.withText(of: encoding) { $0.elementsEqual("base64".utf8) }
                }
            if let text = held[0], isBase64 ?? false {
                exchange.body = document.base64Body(text)
            } else {
                exchange.body = document.body(held[0])
            }
            hand(exchange)
        }
    )
}
