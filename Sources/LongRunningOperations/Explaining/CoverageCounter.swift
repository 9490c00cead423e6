/// Counts what no mapping lists: words of a state, and members that went to `extensions`, each with its first place.
///
///     converter ──▶ tally of words ─────────────▶ word: count, first document
///         │
///         └──▶ lines ──▶ names in extensions ───▶ member: count
///                                                    └─ new? then find its document, one at a time
///
/// Whoever has the documents, or the exchanges, has the explainer's converter convert them a window at a time; only of a
/// window in which something is met for the first time documents are converted again.
package final class CoverageCounter {
    /// Where something was met first.
    package struct Place: Sendable, Hashable {
        /// The file, if it has a name.
        package var file: String?
        /// The line on which the document begins, from 1, where lines are counted.
        package var line: Int?
        /// Bytes of the input before the document.
        package var offset: Int

        package init(file: String?, line: Int?, offset: Int) {
            self.file = file
            self.line = line
            self.offset = offset
        }
    }

    /// A word that no table of its service lists.
    package struct Word: Sendable {
        package var service: String
        package var word: [UInt8]
        package var count: Int
        package var first: Place
        /// The JSON Pointer of the word in that document, if it stands in the record itself and not in one of its children.
        package var at: [UInt8]?
        package var shape: String?
        /// The outcome that the mapping declares for every other word.
        package var otherwise: String?

        /// The member of a word table that lists the word; `OUTCOME` is for a person to replace, unless the mapping
        /// declares what other words mean.
        package var line: String {
            var output = OutputBuffer(capacity: 256)
            output.append("\"\(otherwise ?? "OUTCOME")\": [\"")
            word.withUnsafeBytes { output.appendEscaped($0) }
            output.append("\"]")
            return String(decoding: output.bytes, as: UTF8.self)
        }
    }

    /// A member that its mapping does not name.
    package struct Member: Sendable {
        package var service: String
        /// The name in canonical escapes.
        package var name: [UInt8]
        package var count: Int
        package var first: Place
    }

    private struct Key: Hashable {
        var service: [UInt8]
        var word: [UInt8]
    }

    private let limit: Int
    private let explainer: OperationExplainer
    private var plan: DecodingPlan { explainer.plan }
    private var output = OutputBuffer(capacity: 1 << 16)
    private var words: [Key: Word] = [:]
    private var members: UnlistedMembers

    /// Occurrences of words beyond the limit.
    package private(set) var otherWords = 0
    /// Occurrences of members beyond the limit.
    package var otherMembers: Int { members.uncounted }

    /// Makes a counter of what the converter of an explainer converts.
    ///
    /// More different words than the limit are counted together, so that no input fills the memory, and so are members.
    package init(_ explainer: OperationExplainer, limit: Int = 1 << 16) {
        self.explainer = explainer
        self.limit = limit
        members = UnlistedMembers(explainer.plan, limit: limit)
    }

    /// Counts what the converter made of `documents` documents since its tally was last taken: `lines`.
    ///
    /// `convert` has it convert one of them again, `place` says where one is found.
    ///
    /// - Returns: The converter's tally.
    package func add(
        lines: UnsafeRawBufferPointer,
        of documents: Int,
        convert: (_ document: Int, _ output: inout OutputBuffer) -> Void,
        place: (_ document: Int) -> Place
    ) -> DocumentConverter.Tally {
        let tally = explainer.converter.takeTally()
        members.count(in: lines)
        for document in 0..<documents where members.unplaced > 0 {
            output.removeAll()
            convert(document, &output)
            members.locate(in: output.bytes, at: place(document))
        }
        members.giveUpPlaces()
        let words = tally.unknownWords.sorted { one, other in
            one.document == other.document
                ? one.word.lexicographicallyPrecedes(other.word) : one.document < other.document
        }
        var rest = words[...]
        while let document = rest.first?.document {
            let ofDocument = rest.prefix { $0.document == document }
            rest = rest.dropFirst(ofDocument.count)
            let new = ofDocument.compactMap { count($0.word, of: $0.service, $0.count, place(document)) }
            if !new.isEmpty { explain(Set(new)) { convert(document, &$0) } }
        }
        // What was converted again counts once.
        _ = explainer.converter.takeTally()
        return tally
    }

    // MARK: Words

    /// Counts a word as far as there is room; answers its key where it is a new one.
    private func count(
        _ word: [UInt8],
        of service: String,
        _ occurrences: Int,
        _ place: @autoclosure () -> Place
    ) -> Key? {
        let key = Key(service: Array(service.utf8), word: word)
        guard words[key] == nil else {
            words[key]?.count += occurrences
            return nil
        }
        guard words.count < limit else {
            otherWords += occurrences
            return nil
        }
        words[key] = Word(service: service, word: word, count: occurrences, first: place())
        return key
    }

    /// Notes by what rule one document came to its new words: it is converted once for all of them.
    private func explain(_ new: Set<Key>, convert: (inout OutputBuffer) -> Void) {
        var left = new
        output.removeAll()
        let notes = explainer.notes { convert(&output) }
        for (_, explanation) in explainer.explanations(of: output.bytes, by: notes) where !left.isEmpty {
            guard let state = explanation.members.first(where: { $0.name.hasSameBytes(as: "state") }),
                let source = explanation.members.first(where: { $0.name.hasSameBytes(as: "sourceState") })
            else { continue }
            let isOther = state.rule?.utf8.suffix(16).elementsEqual("/state/otherwise".utf8) ?? false
            guard state.rule == nil || isOther else { continue }
            for word in Self.words(of: source.value) {
                guard let key = left.remove(Key(service: Array(explanation.service.utf8), word: word)) else { continue }
                let note = explanation.notes.first { $0.code.hasSameBytes(as: "unknownState") }
                words[key]?.shape = explanation.shape
                words[key]?.at = note?.at ?? source.from.first
                if isOther { words[key]?.otherwise = outcome(explanation) }
            }
        }
    }

    /// What `sourceState` may be counted by: itself, or the words that are joined in it, cut as the tally cuts them.
    private static func words(of sourceState: [UInt8]) -> [[UInt8]] {
        var output = OutputBuffer(capacity: 256)
        sourceState.withUnsafeBytes { quoted in
            CanonicalScan.decode(UnsafeRawBufferPointer(rebasing: quoted.dropFirst().dropLast()), into: &output)
        }
        let text = output.bytes
        return ([text[...]] + text.split(separator: UInt8(ascii: "/")))
            .map { EngineTally.key(UnsafeRawBufferPointer(rebasing: $0)) }
    }

    private func outcome(_ explanation: Explanation) -> String? {
        let definition = explainer.definitions.first { $0.id.hasSameBytes(as: explanation.service) }
        let shapes = definition?.merged["shapes"]?.elements ?? []
        let name = explanation.shape ?? ""
        let shape = shapes.first { $0["shape"]?.string?.hasSameBytes(as: name) ?? false }
        return shape?["state"]?["otherwise"]?.string
    }

    // MARK: The report

    /// The words, the most frequent first.
    package var unknownWords: [Word] {
        words.values.sorted {
            ($1.count, $0.service, $0.word.count) < ($0.count, $1.service, $1.word.count)
                || ($1.count, $0.service, $0.word.count) == ($0.count, $1.service, $1.word.count)
                    && $0.word.lexicographicallyPrecedes($1.word)
        }
    }

    /// The members, service by service, the most frequent first.
    package var unlistedMembers: [Member] {
        members.entries
            .map { entry in
                Member(
                    service: plan.definitions[entry.service].id,
                    name: entry.name,
                    count: entry.count,
                    first: entry.first ?? Place(file: nil, line: nil, offset: 0)
                )
            }
            .sorted {
                ($0.service, $1.count) < ($1.service, $0.count)
                    || ($0.service, $1.count) == ($1.service, $0.count) && $0.name.lexicographicallyPrecedes($1.name)
            }
    }
}
