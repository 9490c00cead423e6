import LongRunningOperations

/// Recorded sessions of the Azure SDKs' test proxy: `Entries[]`.
///
/// A body is `null` (none), `[]` (empty), JSON itself (an object, a number, a boolean), a string, the list of a text's
/// lines, or Base64 where the content type is no text.
extension Recording {
    static let testProxy = Recording(
        name: "test-proxy",
        summary: "sessions of the Azure SDK test proxy",
        example: """
            {"Entries":[{"RequestUri":"https://x.example/deviceupdate/i/updates/operations/1","RequestMethod":"GET",\
            "StatusCode":200,"ResponseHeaders":{"ETag":"\\"1\\""},\
            "ResponseBody":{"operationId":"1","status":"Running"}}],"Variables":{}}
            """,
        division: .list(["Entries"]),
        recognizes: { head in
            if let entries = head.top["Entries"] { return head.firstByte(of: entries).map { $0 == UInt8(ascii: "[") } }
            let isEntry = head.top.has("RequestUri", "StatusCode") || head.top.has("RequestUri", "RequestHeaders")
            return head.unless(isEntry, in: head.top)
        },
        read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
            let document = reader.document
            let members = try document.members(
                ["RequestUri", "StatusCode", "ResponseHeaders", "ResponseBody"],
                of: try reader.object(entry)
            )
            guard members[0] != nil || members[1] != nil else { throw EntryReader.noEntry(at: 0) }
            var exchange = reader.exchange()
            document.readURL(members[0], into: exchange.head)
            exchange.head.status = document.status(members[1])
            document.readHeaders(members[2], into: exchange.head)
            exchange.body = document.testProxyBody(members[3], isText: isText(exchange.head))
            hand(exchange)
        }
    )

    /// Whether a body of this content type is recorded as text.
    private static func isText(_ head: ExchangeHead) -> Bool {
        guard let type = head.value("content-type") else { return true }
        let value = type.map(\.asciiLowercased)
        let signs: [StaticString] = ["json", "xml", "text", "html", "javascript", "yaml", "urlencoded", "csv"]
        return value.withUnsafeBytes { value in signs.contains { LogLine.find($0, in: value) != nil } }
    }
}

extension IndexedDocument {
    fileprivate func testProxyBody(_ value: Value?, isText: Bool) -> RecordedExchange.Body {
        guard let value else { return .none }
        if value.kind == .string { return isText ? .text(value) : base64Body(value) }
        guard value.kind == .array else { return body(value) }
        let lines = elements(of: value)
        var rest = lines
        guard let first = rest.next() else { return .none }
        guard lines.allSatisfy({ $0.kind == .string }) else { return .embedded(value) }
        var body: [UInt8] = []
        for line in lines { withText(of: line) { body += $0 } }
        return .made(body, place: first.range.lowerBound)
    }
}
