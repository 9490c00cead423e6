import LongRunningOperations

/// What container runtimes and log routers make of the lines a program prints: Docker's json-file, Fluent Bit and FireLens
/// records, CRI lines.
///
/// The message is a string (`log`, else `message`), or all of a CRI line behind its tag; a long one comes in parts that are
/// joined. A program may have escaped its JSON before a router escaped it again. A message that is a line of the envelope
/// `exchange` is read as one.
extension Recording {
    static let docker = Recording(
        name: "docker",
        summary: "container logs: Docker json-file, Fluent Bit, FireLens, CRI",
        example: """
            {"log":"{\\"id\\":\\"/providers/X/operationStatuses/1\\",\\"status\\":\\"Running\\"}\\n",\
            "stream":"stdout","time":"2031-05-01T08:00:00.000000000Z"}
            """,
        division: .logLines,
        recognizes: { head in
            let start = skipWhiteSpace(head.bytes, from: 0, to: head.bytes.count)
            guard start < head.bytes.count else { return head.isWhole ? false : nil }
            if head.bytes[start] != UInt8(ascii: "{") {
                // As many bytes of the first line as decide, so that more never decide otherwise.
                let first = head.bytes[start...].prefix(64)
                let line = UnsafeRawBufferPointer(rebasing: first.prefix { $0 != 0x0A })
                let isDecided = first.count == 64 || line.count < first.count || head.isWhole
                return isDecided ? LogLine(line)?.message != nil : nil
            }
            guard let log = head.top["log"] ?? head.top["message"] else { return head.unless(false, in: head.top) }
            guard let first = head.firstByte(of: log) else { return nil }
            guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "{") else { return false }
            let signs: [StaticString] = ["stream", "container_id", "container_name", "kubernetes", "partial_message"]
            return head.unless(signs.contains { head.top[$0] != nil }, in: head.top)
        },
        read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
            if let message = try reader.wholeMessage(entry) { return hand(message) }
            var messages = MessageReader(reader: reader)
            try messages.read(entry)
            messages.exchanges.forEach(hand)
        }
    )
}

extension EntryReader {
    /// The exchange of an entry that is one message on one line, as nearly all are; nothing where it takes more than that.
    fileprivate func wholeMessage(_ entry: UnsafeRawBufferPointer) throws(IndexedDocument.Fault) -> RecordedExchange? {
        guard LineFinder.firstLineFeed(in: entry, from: 0) == nil, let line = LogLine(entry), !line.isPart else {
            return nil
        }
        text.removeAll()
        let place: Int
        if let message = line.message {
            text.append(UnsafeRawBufferPointer(rebasing: entry[message...]))
            place = message
        } else {
            let members = try document.members(["log", "message"], of: try object(entry))
            guard let log = members[0] ?? members[1], log.kind == .string else { return nil }
            document.appendText(of: log, to: &text)
            place = log.range.lowerBound
        }
        if Self.isWrapped(text.bytes) || Recording.mayBeExchange(text.bytes) { return nil }
        var message = exchange()
        message.body = .kept(place: place)
        return message
    }
}

/// Joins the parts of messages in one entry.
private struct MessageReader {
    let reader: EntryReader
    var exchanges: [RecordedExchange] = []
    /// The head of a message that is no exchange.
    private let bare: ExchangeHead
    private var open: [(bytes: [UInt8], place: Int)?] = [nil, nil]

    init(reader: EntryReader) {
        self.reader = reader
        bare = reader.exchange().head
    }

    mutating func read(_ entry: UnsafeRawBufferPointer) throws(IndexedDocument.Fault) {
        var start = 0
        while start < entry.count {
            let stop = LineFinder.firstLineFeed(in: entry, from: start) ?? entry.count
            let end = stop > start && stop < entry.count && entry[stop - 1] == 0x0D ? stop - 1 : stop
            do throws(IndexedDocument.Fault) {
                try readLine(UnsafeRawBufferPointer(rebasing: entry[start..<end]), at: start)
            } catch {
                var moved = error
                moved.offset += start
                throw moved
            }
            start = stop + 1
        }
        // What was cut off is read as far as it goes: as JSON it will not do.
        for stream in LogLine.Stream.allCases {
            if let message = open[stream.rawValue] { exchanges.append(exchange(message.bytes, message.place)) }
        }
    }

    private mutating func readLine(_ line: UnsafeRawBufferPointer, at start: Int) throws(IndexedDocument.Fault) {
        guard skipWhiteSpace(line, from: 0, to: line.count) < line.count else { return }
        let seen = LogLine(line)
        if let seen, let message = seen.message {
            take(Array(line[message...]), start + message, seen)
            return
        }
        let document = reader.document
        let members = try document.members(["log", "message"], of: try reader.object(line))
        guard let log = members[0] ?? members[1] else { throw EntryReader.noEntry(at: 0) }
        if log.kind == .string {
            take(document.text(of: log), start + log.range.lowerBound, seen)
        } else {
            let bytes = Array(document.bytes(of: log))
            exchanges.append(RecordedExchange(head: bare, body: .made(bytes, place: start + log.range.lowerBound)))
        }
    }

    private mutating func take(_ text: [UInt8], _ place: Int, _ line: LogLine?) {
        let stream = (line?.stream ?? .output).rawValue
        var message = open[stream] ?? (bytes: [], place: place)
        // Held once only, so that a part is appended and the parts before it are not copied.
        open[stream] = nil
        message.bytes += text
        if line?.isPart == true {
            open[stream] = message
        } else {
            exchanges.append(exchange(message.bytes, message.place))
        }
    }

    private func exchange(_ message: [UInt8], _ place: Int) -> RecordedExchange {
        let text = reader.unwrapped(message)
        let read = text.withUnsafeBytes { bytes -> RecordedExchange? in
            guard Recording.mayBeExchange(bytes),
                Recording.exchange.recognizes(RecordingHead(bytes, isWhole: true)) == true
            else { return nil }
            var read: RecordedExchange?
            // An exchange that cannot be read is a message like any other.
            try? Recording.exchange.read(reader, bytes) { read = $0 }
            // Its values are places in the text: they become bytes before the next line is opened.
            switch read?.body {
            case .embedded(let value): read?.body = .made(Array(reader.document.bytes(of: value)), place: place)
            case .text(let value): read?.body = .made(reader.document.text(of: value), place: place)
            case .made(let bytes, _): read?.body = .made(bytes, place: place)
            case .kept, .some(.none), nil: break
            }
            return read
        }
        return read ?? RecordedExchange(head: bare, body: .made(text, place: place))
    }
}
