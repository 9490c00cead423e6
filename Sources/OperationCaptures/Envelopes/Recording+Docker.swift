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
                return isDecided ? LogLine.messageStart(in: line) != nil : nil
            }
            guard let log = head.top["log"] ?? head.top["message"] else { return head.unless(false, in: head.top) }
            guard let first = head.firstByte(of: log) else { return nil }
            guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "{") else { return false }
            let signs: [StaticString] = ["stream", "container_id", "container_name", "kubernetes", "partial_message"]
            return head.unless(signs.contains { head.top[$0] != nil }, in: head.top)
        },
        read: { (reader, entry, hand) throws(IndexedDocument.Fault) in
            // Nearly every entry is one line: its message needs no copy.
            guard LineFinder.firstLineFeed(in: entry, from: 0) != nil else {
                guard let message = try reader.readMessage(of: entry) else { return }
                return hand(message.isText ? reader.exchange(of: message) : reader.keptExchange(at: message.place))
            }
            var messages = MessageReader(reader: reader)
            try messages.read(entry)
            messages.exchanges.forEach(hand)
        }
    )
}

/// What a line of a log says, beside its text, which the reader keeps.
private struct Message {
    /// Where it stands in the line.
    var place: Int
    /// Whether it is a text; else it is JSON.
    var isText: Bool
}

extension EntryReader {
    /// Reads the message of a line into the text that is kept; nothing where the line is blank.
    fileprivate func readMessage(of line: UnsafeRawBufferPointer) throws(IndexedDocument.Fault) -> Message? {
        guard skipWhiteSpace(line, from: 0, to: line.count) < line.count else { return nil }
        text.removeAll()
        if let message = LogLine.messageStart(in: line) {
            text.append(UnsafeRawBufferPointer(rebasing: line[message...]))
            return Message(place: message, isText: true)
        }
        let members = try document.members(["log", "message"], of: try object(line))
        guard let log = members[0] ?? members[1] else { throw Self.noEntry(at: 0) }
        document.appendText(of: log, to: &text)
        return Message(place: log.range.lowerBound, isText: log.kind == .string)
    }

    /// The exchange whose body is the text that is kept.
    fileprivate func keptExchange(at place: Int) -> RecordedExchange {
        var kept = exchange()
        kept.body = .kept(place: place)
        return kept
    }

    /// The exchange of a message whose text is kept.
    fileprivate func exchange(of message: Message) -> RecordedExchange {
        guard Self.isWrapped(text.bytes) || Recording.mayBeExchange(text.bytes) else {
            return keptExchange(at: message.place)
        }
        return exchange(of: Array(text.bytes), at: message.place)
    }

    /// The exchange of a message: one that it is itself, or one whose body it is.
    fileprivate func exchange(of message: [UInt8], at place: Int) -> RecordedExchange {
        let text = unwrapped(message)
        let read = text.withUnsafeBytes { bytes -> RecordedExchange? in
            guard Recording.mayBeExchange(bytes),
                Recording.exchange.recognizes(RecordingHead(bytes, isWhole: true)) == true
            else { return nil }
            var read: RecordedExchange?
            // An exchange that cannot be read is a message like any other.
            try? Recording.exchange.read(self, bytes) { read = $0 }
            // Its values are places in the text: they become bytes before the next line is opened.
            switch read?.body {
            case .embedded(let value): read?.body = .made(Array(document.bytes(of: value)), place: place)
            case .text(let value): read?.body = .made(document.text(of: value), place: place)
            case .made(let bytes, _): read?.body = .made(bytes, place: place)
            case .kept, .some(.none), nil: break
            }
            return read
        }
        if let read { return read }
        var body = exchange()
        body.body = .made(text, place: place)
        return body
    }
}

/// Joins the parts of messages in one entry.
private struct MessageReader {
    let reader: EntryReader
    var exchanges: [RecordedExchange] = []
    private var open: [(bytes: [UInt8], place: Int)?] = [nil, nil]

    init(reader: EntryReader) {
        self.reader = reader
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
            if let message = open[stream.rawValue] { close(message.bytes, message.place) }
        }
    }

    private mutating func readLine(_ line: UnsafeRawBufferPointer, at start: Int) throws(IndexedDocument.Fault) {
        guard let message = try reader.readMessage(of: line) else { return }
        let (text, place) = (Array(reader.text.bytes), start + message.place)
        if message.isText {
            take(text, place, LogLine(line))
        } else {
            var exchange = reader.exchange()
            exchange.body = .made(text, place: place)
            exchanges.append(exchange)
        }
    }

    private mutating func close(_ message: [UInt8], _ place: Int) {
        exchanges.append(reader.exchange(of: message, at: place))
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
            close(message.bytes, message.place)
        }
    }
}
