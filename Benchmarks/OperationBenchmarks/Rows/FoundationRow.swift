#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The same documents through Foundation, one `Data` a line.
enum FoundationRow {
    /// `JSONDecoder` into the types of the services.
    static func decode(_ corpus: Corpus) throws -> Row {
        let documents = lines(of: corpus)
        let decoder = JSONDecoder()
        try check(documents, decoder)
        return Row(name: "foundation-decode", corpus: corpus) {
            var decoded = 0
            for document in documents {
                guard let status = try? decoder.decode(ServiceDocument.self, from: document) else { continue }
                decoded += status.isOperation ? 1 : 0
            }
            blackHole(decoded)
        }
    }

    /// The same, then `JSONEncoder` from a record in the canonical vocabulary.
    static func convert(_ corpus: Corpus) throws -> Row {
        let documents = lines(of: corpus)
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        try check(documents, decoder)
        return Row(name: "foundation-convert", corpus: corpus) {
            var output = Data()
            var written = 0
            for document in documents {
                guard let status = try? decoder.decode(ServiceDocument.self, from: document),
                    let line = try? encoder.encode(CanonicalDocument(status))
                else { continue }
                output.append(line)
                output.append(0x0A)
                if output.count > 1 << 20 {
                    written += output.count
                    output.removeAll(keepingCapacity: true)
                }
            }
            blackHole(written + output.count)
        }
    }

    private static func lines(of corpus: Corpus) -> [Data] {
        var documents: [Data] = []
        var lines = LineWindows(bytes: corpus.bytes)
        while lines.next() {
            for line in lines.documents {
                let start = lines.window.lowerBound + line.lowerBound
                documents.append(Data(corpus.bytes[start..<start + line.count]))
            }
        }
        return documents
    }

    /// A row that skips what it cannot read would be fast for nothing.
    private static func check(_ documents: [Data], _ decoder: JSONDecoder) throws {
        for document in documents.prefix(2000) {
            _ = try decoder.decode(ServiceDocument.self, from: document)
        }
    }

    @inline(never)
    private static func blackHole(_ value: Int) {}
}
