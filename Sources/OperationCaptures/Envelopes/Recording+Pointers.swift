import LongRunningOperations

/// A format that has no name here: JSON Pointers say where the parts of an exchange are.
package struct EnvelopePointers: Sendable, Hashable {
    /// Where the list of exchanges is, at whose elements the other pointers start.
    ///
    /// Without it, a document is an exchange.
    package var entries: String?
    /// Where the body is: a JSON value, or a string that holds one.
    package var payload: String
    package var status: String?
    package var headers: String?
    package var url: String?

    package init(
        entries: String? = nil,
        payload: String,
        status: String? = nil,
        headers: String? = nil,
        url: String? = nil
    ) {
        self.entries = entries
        self.payload = payload
        self.status = status
        self.headers = headers
        self.url = url
    }
}

extension Recording {
    package static func pointers(_ pointers: EnvelopePointers) -> Recording {
        let payload = names(in: pointers.payload)
        let status = pointers.status.map(names)
        let headers = pointers.headers.map(names)
        let url = pointers.url.map(names)
        return Recording(
            name: pointers.name,
            summary: "where --payload and its kin point",
            example: #"{"http":{"response":{"status":200,"body":"{}"}}}"#,
            division: .pointer(pointers.entries.map(names) ?? []),
            recognizes: { _ in false },
            read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
                let document = reader.document
                let root = try document.open(entry, readable: entry.count)
                let body = try document.value(at: payload, from: root)
                var exchange = reader.exchange()
                let head = exchange.head
                if let status { head.status = document.status(try document.value(at: status, from: root)) }
                if let headers { document.readHeaders(try document.value(at: headers, from: root), into: head) }
                if let url { document.readURL(try document.value(at: url, from: root), into: head) }
                guard body != nil || head.status != nil else { throw EntryReader.noEntry(at: 0) }
                exchange.body = document.body(body)
                if let body, body.kind == .string {
                    let text = document.text(of: body)
                    let unwrapped = reader.unwrapped(text)
                    if unwrapped != text { exchange.body = .made(unwrapped, place: body.range.lowerBound) }
                }
                hand(exchange)
            }
        )
    }

    /// The names of a JSON Pointer (RFC 6901), which was checked when the command line was read.
    static func names(in pointer: String) -> [[UInt8]] {
        pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
            .map { part in
                var name: [UInt8] = []
                var isEscaped = false
                for byte in part {
                    if isEscaped {
                        name.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                        isEscaped = false
                    } else if byte == UInt8(ascii: "~") {
                        isEscaped = true
                    } else {
                        name.append(byte)
                    }
                }
                return name
            }
    }
}

extension IndexedDocument {
    /// The value to which the names lead, through objects and lists.
    func value(at names: [[UInt8]], from root: Value) throws(Fault) -> Value? {
        var value = root
        for name in names {
            let next: Value?
            if value.kind == .array {
                var elements = elements(of: value).lazy.dropFirst(Self.index(name) ?? .max).makeIterator()
                next = elements.next()
            } else {
                next = try member(name, of: value)
            }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    private static func index(_ name: [UInt8]) -> Int? {
        guard !name.isEmpty, name.count <= 9, name.allSatisfy({ 0x30...0x39 ~= $0 }), name[0] != 0x30 || name.count == 1
        else { return nil }
        return name.reduce(0) { $0 * 10 + Int($1 & 0xF) }
    }
}
