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

    /// Adds what one record lost to its line, as the last member: `"losses":[{"at":"/etag","reason":"…"}]`.
    ///
    /// A record of which nothing could be said becomes a line of its own that has nothing but this member.
    ///
    /// - Parameters:
    ///   - losses: What was lost, in the order of the record.
    ///   - start: Where the record's line begins.
    ///   - output: The lines.
    package static func append(
        _ losses: some Sequence<TranslationLoss>,
        behind start: Int,
        in output: inout OutputBuffer
    ) {
        if output.count > start {
            // The closing bracket and the line feed come again behind the member.
            output.count -= 2
            output.append(",")
        } else {
            output.append("{")
        }
        output.append("\"losses\":[")
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
    /// Whether anybody asked: a list that nobody reads costs nothing.
    let isAskedFor: Bool

    init(isAskedFor: Bool) {
        self.isAskedFor = isAskedFor
    }

    mutating func add(_ member: RecordMember, _ reason: String = noMember) {
        guard isAskedFor else { return }
        losses.append(TranslationLoss(at: "/\(member.wireName)", reason: reason))
    }

    /// Adds the record as a whole.
    mutating func addRecord(_ reason: String) {
        guard isAskedFor else { return }
        losses.append(TranslationLoss(at: "", reason: reason))
    }

    /// Adds a member of an error; the path is only made where it is listed.
    mutating func add(inError path: @autoclosure () -> String, _ reason: String = noMember) {
        guard isAskedFor else { return }
        if losses.count < Self.limit {
            losses.append(TranslationLoss(at: path(), reason: reason))
        } else if losses.count == Self.limit {
            losses.append(TranslationLoss(at: "/error", reason: "more members of the error are lost than are listed"))
        }
    }

    /// Adds every member of the list that the record has.
    mutating func add(_ members: [RecordMember], of record: CanonicalRecord) {
        guard isAskedFor else { return }
        for member in members where record[member] != nil { add(member) }
    }
}
