package import LongRunningOperations

/// A document that could not be converted: what stands in its line of the rejects beside its bytes.
package struct Reject: Sendable {
    package var file: String?
    package var line: Int?
    package var offset: Int
    package var index: Int?
    package var item: Int?
    package var envelope: String
    package var code: String
    package var message: String
    package var errorOffset: Int
    /// How many bytes of the input it stands for, where those that it keeps lack their secrets.
    package var redactedLength: Int?

    static let tooLong = "tooLong"

    /// The beginning of every reject, by which one is known when it is read back.
    static let signature: StaticString = "{\"reply\":\"rejected\""

    /// Appends the line, the bytes as text if they are UTF-8 and not too long for that.
    ///
    /// With `redacts` the bytes come without their secrets, and the line says so if there were any.
    func append(to output: inout OutputBuffer, raw: UnsafeRawBufferPointer, limit: Int, redacts: Bool = false) {
        let length = redactedLength ?? raw.count
        guard redacts, let clean = Redaction.redacted(raw) else {
            append(to: &output, raw: raw, limit: limit, length: length, isRedacted: redactedLength != nil)
            return
        }
        clean.withUnsafeBytes { append(to: &output, raw: $0, limit: limit, length: length, isRedacted: true) }
    }

    private func append(
        to output: inout OutputBuffer,
        raw: UnsafeRawBufferPointer,
        limit: Int,
        length: Int,
        isRedacted: Bool
    ) {
        let isText = length <= limit && UTF8Text.isValid(raw)
        output.reserve(raw.count)
        appendHead(to: &output)
        if isText {
            output.append(member: "raw")
            output.append(string: raw)
        } else {
            output.append(member: "rawBase64")
            output.append(0x22)
            Base64.encode(raw, into: &output)
            output.append(0x22)
        }
        Self.appendTail(to: &output, length: length, isRedacted: isRedacted)
    }

    /// Appends the line without the bytes and without its line feed.
    package func appendBrief(to output: inout OutputBuffer, length: Int) {
        appendHead(to: &output)
        output.append(member: "length")
        output.append(decimal: length)
        output.append("}")
    }

    /// Appends the line up to the bytes.
    func appendHead(to output: inout OutputBuffer) {
        output.append(Self.signature)
        if let file {
            output.append(member: "file")
            output.append(string: file)
        }
        if let line {
            output.append(member: "line")
            output.append(decimal: line)
        }
        output.append(member: "offset")
        output.append(decimal: offset)
        if let index {
            output.append(member: "index")
            output.append(decimal: index)
        }
        if let item {
            output.append(member: "item")
            output.append(decimal: item)
        }
        output.append(member: "envelope")
        output.append(string: envelope)
        output.append(member: "code")
        output.append(string: code)
        output.append(member: "message")
        output.append(string: message)
        output.append(member: "errorOffset")
        output.append(decimal: errorOffset)
    }

    /// Appends the line behind the bytes.
    static func appendTail(to output: inout OutputBuffer, length: Int, isRedacted: Bool = false) {
        if isRedacted {
            output.append(member: "redacted")
            output.append("true")
        }
        output.append(member: "length")
        output.append(decimal: length)
        output.append("}\n")
    }
}

extension Reject {
    /// No place is beyond this; numbers up to it can be added up.
    private static let numberLimit = 1 << 53

    /// Reads a reject line back, with the bytes it keeps; nothing if it is none.
    static func read(_ line: UnsafeRawBufferPointer) -> (reject: Reject, raw: [UInt8])? {
        guard isReject(line), let object = FlatObject(line), object.names.first == "reply",
            let envelope = object.text("envelope"), let code = object.text("code"),
            let offset = object.numbers["offset"], let length = object.numbers["length"],
            let raw = object.strings["raw"] ?? object.strings["rawBase64"].flatMap(Base64.decode),
            raw.count == length || object.flags.contains("redacted"),
            object.numbers.values.allSatisfy({ $0 <= numberLimit })
        else { return nil }
        var reject = Reject(
            file: object.text("file"),
            line: object.numbers["line"],
            offset: offset,
            index: object.numbers["index"],
            item: object.numbers["item"],
            envelope: envelope,
            code: code,
            message: object.text("message") ?? "",
            errorOffset: object.numbers["errorOffset"] ?? 0
        )
        if object.flags.contains("redacted") { reject.redactedLength = length }
        return (reject, raw)
    }

    /// Whether a line begins as every reject does.
    @inline(__always)
    static func isReject(_ line: UnsafeRawBufferPointer) -> Bool {
        let count = signature.utf8CodeUnitCount
        // The ninth byte tells apart what begins like one.
        guard line.count > count, line[0] == UInt8(ascii: "{"), line[8] == UInt8(ascii: ":") else { return false }
        return line.starts(with: UnsafeBufferPointer(start: signature.utf8Start, count: count))
    }

    /// The code in the head of a reject that is too long to be read whole.
    static func code(inHead head: UnsafeRawBufferPointer) -> String? {
        // The head holds flat members up to the bytes: closing it before them makes it an object.
        let needles: [StaticString] = [",\"raw\":", ",\"rawBase64\":"]
        for position in 0..<min(head.count, 64 * 1024) where head[position] == UInt8(ascii: ",") {
            let rest = head[position...]
            for needle in needles
            where rest.starts(with: UnsafeBufferPointer(start: needle.utf8Start, count: needle.utf8CodeUnitCount)) {
                var object = Array(head[..<position])
                object.append(UInt8(ascii: "}"))
                if let code = object.withUnsafeBytes({ FlatObject($0)?.text("code") }) { return code }
            }
        }
        return nil
    }
}

extension Reject {
    /// The code where a reject line was read back whose own cannot be found.
    static let unreadable = "unreadableReject"

    /// How long a line may be: one that keeps a document may be longer than the document.
    static func lineLimit(_ line: UnsafeRawBufferPointer, limit: Int) -> Int {
        isReject(line) ? limit &* 2 &+ 64 * 1024 : limit
    }
}
