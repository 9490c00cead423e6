import Glibc
import LongRunningOperations

/// The documents of one file: its lines or, where they are no documents, what follows one another in it.
///
///     {"status":"Running"}          a line each
///     {"status":"Succeeded"}
///
///     {                             one behind another, however they are laid out
///       "status": "Running"
///     }
struct LocalDocuments {
    /// A document's bytes and the line on which it begins, from 1.
    struct Place {
        var range: Range<Int>
        var line: Int
    }

    /// The name of the file as people call it.
    let name: String
    let bytes: [UInt8]
    private(set) var places: [Place] = []
    /// Whether each document is a line.
    private(set) var areLines = false

    /// Reads a file, or standard input where the name is `-`.
    init(file: ArgumentText, envelope: EnvelopeName?) throws(CommandFailure) {
        name = file.isDash ? "standard input" : TerminalText.escaped(file.bytes)
        bytes = try Self.contents(of: file, name: name)
        switch envelope {
        case nil: areLines = hasLines
        case .lines: areLines = true
        case .documents, .array: areLines = false
        default: throw CommandFailure(.usage, "this command reads lines and documents, no recordings")
        }
        places = areLines ? lines() : documents()
    }

    // MARK: Reading

    private static func contents(of file: ArgumentText, name: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = file.isDash ? STDIN_FILENO : file.withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw failure(name) }
        defer { if !file.isDash { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(name) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    private static func failure(_ name: String) -> CommandFailure {
        CommandFailure(.inputOutput, "cannot read \(name): \(String(cString: strerror(errno)))")
    }

    // MARK: Places

    /// Whether a line that begins with `{` is a whole document, or the file is one line.
    private var hasLines: Bool {
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        guard bytes[start...].first != UInt8(ascii: "[") else { return false }
        let lines = bytes.prefix(1 << 16).split(separator: UInt8(ascii: "\n"))
        let filled = lines.count(where: { line in line.contains { $0 > 0x20 } })
        if filled == 1 { return true }
        return lines.contains { line in
            guard line.first == UInt8(ascii: "{") else { return false }
            let rest = endOfDocument(from: line.startIndex, before: line.endIndex)
            return rest.map { bytes[$0..<line.endIndex].allSatisfy { $0 <= 0x20 } } ?? false
        }
    }

    private func lines() -> [Place] {
        var places: [Place] = []
        var start = 0
        var line = 1
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if bytes[start..<end].contains(where: { $0 > 0x20 }) {
                places.append(Place(range: start..<end, line: line))
            }
            start = end + 1
            line += 1
        }
        return places
    }

    private func documents() -> [Place] {
        var places: [Place] = []
        var start = 0
        var line = 1
        while start < bytes.count {
            if bytes[start] <= 0x20 {
                line += bytes[start] == UInt8(ascii: "\n") ? 1 : 0
                start += 1
                continue
            }
            let end = endOfDocument(from: start, before: bytes.count) ?? nextStart(after: start)
            places.append(Place(range: start..<end, line: line))
            line += bytes[start..<end].count { $0 == UInt8(ascii: "\n") }
            start = end
        }
        return places
    }

    /// Behind a document that is damaged: the next line that begins one.
    private func nextStart(after start: Int) -> Int {
        var place = start
        while let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) {
            place = end + 1
            guard place < bytes.count else { break }
            if bytes[place] == UInt8(ascii: "{") || bytes[place] == UInt8(ascii: "[") { return place }
        }
        return bytes.count
    }

    /// Where the brackets that open at `start` are closed; nil where they are not.
    private func endOfDocument(from start: Int, before limit: Int) -> Int? {
        var depth = 0
        var isString = false
        var place = start
        while place < limit {
            switch bytes[place] {
            case UInt8(ascii: "\\") where isString: place += 1
            case UInt8(ascii: "\""): isString.toggle()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if !isString { depth += 1 }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if !isString { depth -= 1 }
                if depth <= 0, !isString { return depth == 0 ? place + 1 : nil }
            default:
                if depth == 0 { return nil }
            }
            place += 1
        }
        return nil
    }
}
