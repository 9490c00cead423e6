/// Counts what no mapping lists: words of a state, and members that went to `extensions`, each with its first place.
///
///     documents ──▶ converter ──▶ tally of words ─────────────▶ word: count, first document
///                       │
///                       └──▶ lines ──▶ names in extensions ───▶ member: count
///                                                                  └─ new? then find its document, one at a time
///
/// Documents are converted a window at a time; only the window in which something is met for the first time is read again.
package final class CoverageCounter {
    /// Where something was met first.
    package struct Place: Sendable, Hashable {
        /// The number of the file among those read.
        package var file: Int
        /// The line on which the document begins, from 1.
        package var line: Int

        package init(file: Int, line: Int) {
            self.file = file
            self.line = line
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
        var service: Int
        var text: [UInt8]
    }

    /// More different words or members than this are counted together, so that no input fills the memory.
    static let limit = 1 << 16
    static let longestName = 256

    private let plan: DecodingPlan
    private let converter: DocumentConverter
    private let explainer: OperationExplainer
    private let indices: [[UInt8]: Int]
    private let listed: [ListedMembers]
    private var output = OutputBuffer(capacity: 1 << 16)
    private var words: [Key: Word] = [:]
    private var members: [Key: (count: Int, first: Place?)] = [:]
    /// Members of the window at hand that were met for the first time.
    private var unplaced = 0

    package private(set) var found = 0
    package private(set) var converted = 0
    package private(set) var rejected = 0
    package private(set) var ignored = 0
    /// Occurrences of words and members beyond the limit.
    package private(set) var uncounted = 0

    package init(catalog: MappingCatalog, services: [ServiceIdentifier]) throws(OperationDecodingError) {
        explainer = try OperationExplainer(catalog: catalog, services: services)
        plan = explainer.plan
        converter = DocumentConverter(plan: plan)
        var indices: [[UInt8]: Int] = [:]
        for (index, definition) in plan.definitions.enumerated() {
            indices[Array(definition.id.utf8)] = index
        }
        self.indices = indices
        listed = (0..<plan.serviceCount).map { [plan] in ListedMembers(plan.services[$0]) }
    }

    /// Counts the documents at `documents`, ranges of `window` in ascending order.
    package func add(
        window: UnsafeRawBufferPointer,
        documents: [Range<Int>],
        oneALine: Bool,
        place: (Int) -> Place
    ) {
        var tally = DocumentConverter.Tally()
        var faults: [DocumentConverter.Fault] = []
        output.removeAll()
        documents.withUnsafeBufferPointer { documents in
            converter.convert(
                window: window,
                readable: window.count,
                documents: documents,
                oneALine: oneALine,
                into: &output,
                faults: &faults
            )
        }
        tally = converter.takeTally()
        found += tally.found
        converted += tally.converted
        rejected += tally.rejected
        ignored += tally.ignored
        for item in tally.unknownWords {
            let document = UnsafeRawBufferPointer(rebasing: window[documents[item.document]])
            count(word: item.word, of: item.service, item.count, document, place(item.document))
        }
        countMembers()
        for (number, range) in documents.enumerated() where unplaced > 0 {
            locateMembers(of: UnsafeRawBufferPointer(rebasing: window[range]), at: place(number))
        }
        unplaced = 0
    }

    // MARK: Words

    private func count(
        word: [UInt8],
        of service: String,
        _ occurrences: Int,
        _ document: UnsafeRawBufferPointer,
        _ place: Place
    ) {
        let key = Key(service: indices[Array(service.utf8)] ?? -1, text: word)
        if words[key] != nil {
            words[key]?.count += occurrences
            return
        }
        guard words.count < Self.limit else {
            uncounted += occurrences
            return
        }
        var found = Word(service: service, word: word, count: occurrences, first: place)
        var escaped = OutputBuffer(capacity: 256)
        word.withUnsafeBytes { escaped.appendEscaped($0) }
        for case .explained(let explanation) in explainer.explain(document) {
            guard let state = explanation.members.first(where: { $0.name.hasSameBytes(as: "state") }),
                let source = explanation.members.first(where: { $0.name.hasSameBytes(as: "sourceState") }),
                Self.says(source.value, UnsafeRawBufferPointer(rebasing: escaped.bytes[...]))
            else { continue }
            let isOther = state.rule?.utf8.suffix(16).elementsEqual("/state/otherwise".utf8) ?? false
            guard state.rule == nil || isOther else { continue }
            found.shape = explanation.shape
            let note = explanation.notes.first { $0.code.hasSameBytes(as: "unknownState") }
            found.at = note?.at ?? source.from.first
            if isOther { found.otherwise = outcome(explanation) }
            break
        }
        words[key] = found
    }

    /// Whether `sourceState` is this word, or has it among the words that are joined.
    private static func says(_ sourceState: [UInt8], _ word: UnsafeRawBufferPointer) -> Bool {
        let text = sourceState.dropFirst().dropLast()
        // Words longer than any service would use are counted by their beginning.
        if text.elementsEqual(word) || text.starts(with: word) { return true }
        return text.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual(word) }
    }

    private func outcome(_ explanation: Explanation) -> String? {
        let definition = plan.definitions.first { $0.id.hasSameBytes(as: explanation.service) }
        let shapes = definition?.merged["shapes"]?.elements ?? []
        let shape = shapes.first { $0["shape"]?.string?.hasSameBytes(as: explanation.shape) ?? false }
        return shape?["state"]?["otherwise"]?.string
    }

    // MARK: Members

    /// Counts the names in the lines at hand.
    private func countMembers() {
        for line in output.bytes.split(separator: UInt8(ascii: "\n")) {
            forEachMember(of: UnsafeRawBufferPointer(rebasing: line)) { key in
                if members[key] != nil {
                    members[key]?.count += 1
                } else if members.count < Self.limit {
                    members[key] = (1, nil)
                    unplaced += 1
                } else {
                    uncounted += 1
                }
            }
        }
    }

    /// Notes the document as the first place of the members in it that have none yet.
    private func locateMembers(of document: UnsafeRawBufferPointer, at place: Place) {
        var faults: [DocumentConverter.Fault] = []
        output.removeAll()
        [0..<document.count]
            .withUnsafeBufferPointer { documents in
                converter.convert(
                    window: document,
                    readable: document.count,
                    documents: documents,
                    oneALine: false,
                    into: &output,
                    faults: &faults
                )
            }
        _ = converter.takeTally()
        for line in output.bytes.split(separator: UInt8(ascii: "\n")) {
            forEachMember(of: UnsafeRawBufferPointer(rebasing: line)) { key in
                guard let member = members[key], member.first == nil else { return }
                members[key]?.first = place
                unplaced -= 1
            }
        }
    }

    private func forEachMember(of line: UnsafeRawBufferPointer, _ body: (Key) -> Void) {
        var service = -1
        for (name, value) in CanonicalMembers(line) {
            if name.equals("service") {
                service = indices[Array(value.dropFirst().dropLast())] ?? -1
            } else if name.equals("extensions"), listed.indices.contains(service) {
                for (name, _) in CanonicalMembers(value) where !listed[service].contains(name) {
                    body(Key(service: service, text: Array(name.prefix(Self.longestName))))
                }
            }
        }
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
        members.map { key, value in
            let service = plan.definitions[key.service].id
            return Member(
                service: service,
                name: key.text,
                count: value.count,
                first: value.first ?? Place(file: 0, line: 0)
            )
        }
        .sorted {
            ($0.service, $1.count) < ($1.service, $0.count)
                || ($0.service, $1.count) == ($1.service, $0.count) && $0.name.lexicographicallyPrecedes($1.name)
        }
    }
}
