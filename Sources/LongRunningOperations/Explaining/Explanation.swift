/// Where each member of one canonical record came from, which rule took it, and what no rule took.
///
/// Texts are in canonical JSON escapes, values are canonical JSON: both can be written to a terminal as they are.
package struct Explanation: Sendable {
    /// Why the document was read as a document of this service.
    package enum Choice: String, Sendable, Hashable {
        /// The caller named the service, and no other.
        case named
        /// The body claimed it.
        case claimed
        /// A template of the service fits the URL that was asked.
        case url
        /// A template of the service fits the location of the operation that the reply names.
        case location
    }

    /// What filled a member, where it was not the body.
    package enum Source: Sendable, Hashable {
        case status
        case url
        /// A header; names are in lower case.
        case header(String)

        /// What it is called: `status`, `url`, `header etag`.
        package var text: String {
            switch self {
            case .status: "status"
            case .url: "url"
            case .header(let name): "header \(name)"
            }
        }
    }

    /// A member of the record.
    package struct Member: Sendable {
        /// The member; parts of the error as `error.innerError.code`.
        package var name: String
        package var value: [UInt8]
        /// JSON Pointers into the record's own document.
        package var from: [[UInt8]]
        /// What filled the member where it was not the body.
        package var source: Source?
        /// The place of the rule in the mapping, as `shapes/status/state/words/Running`.
        package var rule: String?
        /// The mapping that wrote the rule: the service's own, or one that it extends.
        package var mapping: String?
    }

    /// A member that no rule took.
    package struct Remainder: Sendable {
        package var at: [UInt8]
        package var value: [UInt8]
    }

    /// A diagnostic, and what it means.
    package struct Note: Sendable {
        package var code: String
        package var at: [UInt8]?
        package var meaning: String
    }

    package var service: String
    package var title: String
    package var mappingVersion: String
    package var choice: Choice
    /// Services whose claim gave way to the one of this service, which extends them.
    package var gaveWay: [String]
    /// Nothing where no shape read the body, or there was none.
    package var shape: String?
    /// Where the shape's object is in the document, as a JSON Pointer.
    package var place: String
    package var members: [Member]
    package var remainders: [Remainder]
    package var notes: [Note]
    /// Where the document was found, as a canonical JSON object, where that is known.
    package var provenance: [UInt8]?
    /// The record, without its provenance and its line feed.
    package var line: [UInt8]

    /// Appends the explanation as one JSON object, without a line feed.
    package func append(to output: inout OutputBuffer) {
        output.append("{\"service\":\"\(service)\",\"title\":")
        Self.append(title, to: &output)
        output.append(",\"mappingVersion\":")
        Self.append(mappingVersion, to: &output)
        output.append(",\"choice\":\"\(choice.rawValue)\"")
        Self.append("gaveWay", gaveWay.map { Array($0.utf8) }, to: &output)
        if let shape {
            output.append(",\"shape\":")
            Self.append(shape, to: &output)
        }
        output.append(",\"place\":")
        Self.append(place, to: &output)
        output.append(",\"members\":[")
        for (index, member) in members.enumerated() {
            output.append(index > 0 ? ",{\"member\":\"" : "{\"member\":\"")
            output.append(member.name)
            output.append("\",\"value\":")
            member.value.withUnsafeBytes { output.append($0) }
            Self.append("from", member.from, to: &output)
            if let source = member.source { output.append(",\"source\":\"\(source.text)\"") }
            if let rule = member.rule {
                output.append(",\"rule\":")
                Self.append(rule, to: &output)
            }
            if let mapping = member.mapping { output.append(",\"mapping\":\"\(mapping)\"") }
            output.append("}")
        }
        output.append("],\"extensions\":[")
        for (index, remainder) in remainders.enumerated() {
            output.append(index > 0 ? ",{\"at\":\"" : "{\"at\":\"")
            remainder.at.withUnsafeBytes { output.append($0) }
            output.append("\",\"value\":")
            remainder.value.withUnsafeBytes { output.append($0) }
            output.append("}")
        }
        output.append("],\"diagnostics\":[")
        for (index, note) in notes.enumerated() {
            output.append(index > 0 ? ",{\"code\":\"" : "{\"code\":\"")
            output.append(note.code)
            output.append("\"")
            if let at = note.at {
                output.append(",\"at\":\"")
                at.withUnsafeBytes { output.append($0) }
                output.append("\"")
            }
            output.append(",\"meaning\":")
            Self.append(note.meaning, to: &output)
            output.append("}")
        }
        output.append("]")
        if let provenance {
            output.append(",\"provenance\":")
            provenance.withUnsafeBytes { output.append($0) }
        }
        output.append(",\"record\":")
        line.withUnsafeBytes { output.append($0) }
        output.append("}")
    }

    private static func append(_ text: String, to output: inout OutputBuffer) {
        var text = text
        output.append(UInt8(ascii: "\""))
        text.withUTF8 { output.appendEscaped(UnsafeRawBufferPointer($0)) }
        output.append(UInt8(ascii: "\""))
    }

    /// A list of texts that are in canonical escapes already; nothing where it is empty.
    private static func append(_ name: StaticString, _ texts: [[UInt8]], to output: inout OutputBuffer) {
        if texts.isEmpty { return }
        output.append(",\"")
        output.append(name)
        output.append("\":[")
        for (index, text) in texts.enumerated() {
            output.append(index > 0 ? ",\"" : "\"")
            text.withUnsafeBytes { output.append($0) }
            output.append("\"")
        }
        output.append("]")
    }
}
