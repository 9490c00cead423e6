import LongRunningOperations

/// What became of every record of a run: found = converted + rejected + ignored, always.
package struct Ledger: Equatable, Sendable {
    /// Where in the inputs something stands.
    package struct Place: Equatable, Sendable {
        package var file: String?
        package var line: Int?
        package var offset: Int
    }

    package struct Rejects: Equatable, Sendable {
        package var count: Int
        package var first: Place
    }

    package typealias UnknownWord = ConversionTally.UnknownWord

    package var found = 0
    package var converted = 0
    package var rejected = 0
    package var ignored = 0
    package var blank = 0
    package var bytes = 0
    /// Replies by service and state, or by what else they are.
    package var servicesByState: [ConversionTally.ServiceState: Int] = [:]
    package var rejects: [String: Rejects] = [:]
    package var diagnostics: [String: Int] = [:]
    package var unknownWords: [UnknownWord: Rejects] = [:]
    /// Root-cause codes of failed operations, the first `wordLimit` different ones.
    package var rootCauses: [[UInt8]: Int] = [:]
    /// Occurrences of words that came after the first `wordLimit` different ones.
    package var otherUnknownWords = 0

    /// Different words kept, so that memory does not grow with an input full of them.
    static let wordLimit = 10_000

    package init() {}

    /// Replies by service.
    package var services: [String: Int] {
        servicesByState.reduce(into: [:]) { $0[$1.key.service, default: 0] += $1.value }
    }

    /// Replies by state; those that are no operation have none.
    package var states: [String: Int] {
        servicesByState.reduce(into: [:]) { counts, entry in
            if OperationState(name: entry.key.state) != nil { counts[entry.key.state, default: 0] += entry.value }
        }
    }

    /// Whether every record found was converted, rejected or ignored.
    package var isBalanced: Bool { found == converted + rejected + ignored }

    /// Counts a tally whose documents stand at the places given.
    mutating func add(_ tally: ConversionTally, place: (_ document: Int) -> Place) {
        found += tally.found
        converted += tally.converted
        ignored += tally.ignored
        servicesByState.add(tally.servicesByState)
        diagnostics.add(tally.diagnostics)
        rootCauses.add(tally.rootCauses)
        let words = tally.unknownWords.sorted { $0.value.firstDocument < $1.value.firstDocument }
        for (word, occurrences) in words {
            let new = Rejects(count: occurrences.count, first: place(occurrences.firstDocument))
            unknownWords[word, default: Rejects(count: 0, first: new.first)].count += new.count
        }
    }

    mutating func addReject(code: String, place: Place) {
        rejected += 1
        rejects[code, default: Rejects(count: 0, first: place)].count += 1
    }

    /// Adds what came behind this in the input.
    mutating func append(_ next: Ledger) {
        found += next.found
        converted += next.converted
        rejected += next.rejected
        ignored += next.ignored
        blank += next.blank
        bytes += next.bytes
        otherUnknownWords += next.otherUnknownWords
        servicesByState.add(next.servicesByState)
        diagnostics.add(next.diagnostics)
        for (code, rejects) in next.rejects {
            self.rejects[code, default: Rejects(count: 0, first: rejects.first)].count += rejects.count
        }
        appendWords(of: next)
        appendRootCauses(of: next)
    }

    /// Keeps the first different codes; those that come together in the order of their bytes, so that every run keeps the same.
    private mutating func appendRootCauses(of next: Ledger) {
        guard rootCauses.count + next.rootCauses.count > Self.wordLimit else {
            rootCauses.add(next.rootCauses)
            return
        }
        var new: [[UInt8]] = []
        for (code, count) in next.rootCauses {
            if rootCauses[code] == nil {
                new.append(code)
            } else {
                rootCauses[code, default: 0] += count
            }
        }
        let room = Self.wordLimit - rootCauses.count
        guard room > 0 else { return }
        new.sort { $0.lexicographicallyPrecedes($1) }
        for code in new.prefix(room) {
            rootCauses[code] = next.rootCauses[code]
        }
    }

    /// Keeps the first different words in input order, which is the same however the input was cut.
    private mutating func appendWords(of next: Ledger) {
        guard unknownWords.count + next.unknownWords.count > Self.wordLimit else {
            for (word, rejects) in next.unknownWords {
                unknownWords[word, default: Rejects(count: 0, first: rejects.first)].count += rejects.count
            }
            return
        }
        let ordered = next.unknownWords.sorted { one, other in
            let places = (one.value.first.offset, other.value.first.offset)
            return places.0 == places.1 ? one.key < other.key : places.0 < places.1
        }
        for (word, rejects) in ordered {
            if unknownWords[word] == nil, unknownWords.count >= Self.wordLimit {
                otherUnknownWords += rejects.count
            } else {
                unknownWords[word, default: Rejects(count: 0, first: rejects.first)].count += rejects.count
            }
        }
    }
}

extension ConversionTally.UnknownWord: Comparable {
    package static func < (one: Self, other: Self) -> Bool {
        one.service.utf8.elementsEqual(other.service.utf8)
            ? one.word.lexicographicallyPrecedes(other.word)
            : one.service.utf8.lexicographicallyPrecedes(other.service.utf8)
    }
}
