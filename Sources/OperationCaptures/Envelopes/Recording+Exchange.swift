import LongRunningOperations

/// This project's own line for people who write captures themselves: one exchange a line.
///
///     {"url":"https://x.example/1","method":"GET","status":200,"headers":{"ETag":"\"1\""},"body":{"status":"Running"}}
///
/// Every member may be missing. `headers` is an object of strings or lists of strings, or a list of `{"name","value"}`; a
/// `body` that is a string is the body's text, any other value but `null` is the body itself; `bodyBase64` holds bytes.
extension Recording {
    static let exchange = Recording(
        name: "exchange",
        summary: "lines of {\"url\",\"method\",\"status\",\"headers\",\"body\"}",
        example: """
            {"url":"https://x.example/deviceupdate/i/updates/operations/1","method":"GET","status":200,\
            "headers":{"ETag":"\\"1\\""},"body":{"operationId":"1","status":"Running"}}
            """,
        division: .lines,
        recognizes: { head in
            let ours = exchangeMembers.count { head.top[$0] != nil }
            guard ours == head.top.members.count else { return false }
            if let status = head.top["status"], let first = head.firstByte(of: status), !(0x30...0x39 ~= first) {
                return false
            }
            guard head.top.isComplete || head.isWhole else { return nil }
            return ours >= 2 && (head.top.has("status") || head.top.has("url"))
        },
        read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
            let document = reader.document
            let names: [StaticString] = ["url", "status", "headers", "body", "bodyBase64"]
            let members = try document.members(names, of: try reader.object(entry))
            guard members.contains(where: { $0 != nil }) else { throw EntryReader.noEntry(at: 0) }
            var exchange = reader.exchange()
            document.readURL(members[0], into: exchange.head)
            exchange.head.status = document.status(members[1])
            document.readHeaders(members[2], into: exchange.head)
            exchange.body = document.body(members[3])
            if members[3] == nil, let base64 = members[4] { exchange.body = document.base64Body(base64) }
            hand(exchange)
        }
    )

    private static let exchangeMembers: [StaticString] = [
        "url", "method", "status", "headers", "body", "bodyBase64", "time",
    ]

    /// Whether a line begins like one of this format: that rules out almost all that are none, at a look.
    static func mayBeExchange(_ line: UnsafeRawBufferPointer) -> Bool {
        let start = skipWhiteSpace(line, from: 0, to: line.count)
        guard start < line.count, line[start] == UInt8(ascii: "{") else { return false }
        let name = skipWhiteSpace(line, from: start + 1, to: line.count)
        guard name < line.count, line[name] == UInt8(ascii: "\"") else { return false }
        let rest = line[(name + 1)...]
        return exchangeMembers.contains { member in
            rest.starts(with: UnsafeBufferPointer(start: member.utf8Start, count: member.utf8CodeUnitCount))
        }
    }
}
