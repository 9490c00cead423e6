/// Something that a record says and a target vocabulary cannot.
package struct TranslationLoss: Sendable, Hashable {
    /// The JSON Pointer of the member in the canonical record; empty for the record.
    package var at: String
    /// Why it cannot be said, in a sentence for people.
    package var reason: String

    package init(at: String, reason: String) {
        self.at = at
        self.reason = reason
    }

    /// Appends what one record lost as a line of JSON: `{"record":7,"losses":[{"at":"/etag","reason":"…"}]}`.
    ///
    /// - Parameters:
    ///   - losses: What was lost, in the order of the record.
    ///   - record: The number of the record, from 1.
    ///   - output: Where the line goes.
    package static func appendLine(_ losses: some Sequence<TranslationLoss>, record: Int, to output: inout OutputBuffer)
    {
        output.append("{\"record\":")
        output.append(decimal: record)
        output.append(",\"losses\":[")
        var isFirst = true
        for loss in losses {
            output.append(isFirst ? "{\"at\":\"" : ",{\"at\":\"")
            isFirst = false
            var at = loss.at
            at.withUTF8 { output.appendEscaped(UnsafeRawBufferPointer($0)) }
            output.append("\",\"reason\":\"")
            var reason = loss.reason
            reason.withUTF8 { output.appendEscaped(UnsafeRawBufferPointer($0)) }
            output.append("\"}")
        }
        output.append("]}\n")
    }
}

/// The losses of one record while it is translated.
struct LossList {
    static let noMember = "the vocabulary has no member for it"
    /// Losses inside errors that are listed one by one; however many an error has, the list stays short.
    static let limit = 256

    private(set) var losses: [TranslationLoss] = []

    mutating func add(_ member: RecordMember, _ reason: String = noMember) {
        losses.append(TranslationLoss(at: "/\(member.wireName)", reason: reason))
    }

    /// Adds a member of an error; the path is only made where it is listed.
    mutating func add(inError path: @autoclosure () -> String, _ reason: String = noMember) {
        if losses.count < Self.limit {
            losses.append(TranslationLoss(at: path(), reason: reason))
        } else if losses.count == Self.limit {
            losses.append(TranslationLoss(at: "/error", reason: "more members of the error are lost than are listed"))
        }
    }

    /// Adds every member of the list that the record has.
    mutating func add(_ members: [RecordMember], of record: CanonicalRecord) {
        for member in members where record[member] != nil { add(member) }
    }
}
