package import LongRunningOperations

/// What a converter counted.
///
/// Words and codes that come from the input are bytes, because hashing strings takes quadratic time for some of them.
package struct ConversionTally: Sendable {
    /// A word that a service's mapping does not list.
    package struct UnknownWord: Hashable, Sendable {
        package var service: String
        package var word: [UInt8]

        package init(service: String, word: [UInt8]) {
            self.service = service
            self.word = word
        }
    }

    package struct Occurrences: Equatable, Sendable {
        package var count: Int
        /// Index of the first document, among those of the last call, that holds the word.
        package var firstDocument: Int

        package init(count: Int, firstDocument: Int) {
            self.count = count
            self.firstDocument = firstDocument
        }
    }

    package struct ServiceState: Hashable, Sendable {
        package var service: String
        package var state: String

        package init(service: String, state: String) {
            self.service = service
            self.state = state
        }
    }

    package var found = 0
    package var converted = 0
    package var rejected = 0
    package var ignored = 0
    /// Replies by service and state, or by what else they are.
    package var servicesByState: [ServiceState: Int] = [:]
    package var diagnostics: [String: Int] = [:]
    package var unknownWords: [UnknownWord: Occurrences] = [:]
    /// Root-cause codes of failed operations.
    package var rootCauses: [[UInt8]: Int] = [:]

    package init() {}

    /// What the engine counted.
    package init(_ counts: DocumentConverter.Tally) {
        found = counts.found
        converted = counts.converted
        rejected = counts.rejected
        ignored = counts.ignored
        servicesByState.reserveCapacity(counts.replies.count)
        for (service, kind, count) in counts.replies {
            servicesByState[ServiceState(service: service, state: kind), default: 0] += count
        }
        for (code, count) in counts.diagnostics {
            diagnostics[code] = count
        }
        for (service, word, count, document) in counts.unknownWords {
            unknownWords[UnknownWord(service: service, word: word)] = Occurrences(count: count, firstDocument: document)
        }
        for (code, count) in counts.rootCauses {
            rootCauses[code] = count
        }
    }

    /// Adds another tally of the same documents or later ones.
    package mutating func merge(_ other: ConversionTally) {
        found += other.found
        converted += other.converted
        rejected += other.rejected
        ignored += other.ignored
        servicesByState.add(other.servicesByState)
        diagnostics.add(other.diagnostics)
        rootCauses.add(other.rootCauses)
        unknownWords.merge(other.unknownWords) { one, other in
            Occurrences(
                count: one.count + other.count,
                firstDocument: min(one.firstDocument, other.firstDocument)
            )
        }
    }
}

extension Dictionary where Value == Int {
    /// Adds counts to those of the same keys.
    mutating func add(_ counts: Self) {
        if isEmpty {
            // A chunk's first counts are mostly its only ones: to take them over costs no hashing.
            self = counts
        } else {
            merge(counts, uniquingKeysWith: +)
        }
    }
}
