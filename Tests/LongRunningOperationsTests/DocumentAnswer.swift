import Foundation
import LongRunningOperations

/// What converting one document said: a record or a reject for each thing found in it, in order.
struct DocumentAnswer: Equatable {
    enum Item: Equatable {
        case record(String)
        case rejected(code: String)
    }

    var items: [Item] = []

    init(_ document: [UInt8], converter: DocumentConverter) {
        self.init(Conversion(document, converter: converter))
    }

    init(_ document: [UInt8], services: [ServiceIdentifier] = []) throws {
        let plan = try PlanCache.plan(for: services)
        self.init(document, converter: DocumentConverter(plan: plan))
    }

    init(_ conversion: Conversion) {
        let output = Array(conversion.lines.utf8)
        var written = 0
        for fault in conversion.faults {
            append(output[written..<fault.outputOffset])
            written = fault.outputOffset
            items.append(.rejected(code: fault.code.rawValue))
        }
        append(output[written...])
    }

    private mutating func append(_ lines: ArraySlice<UInt8>) {
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            items.append(.record(String(decoding: line, as: UTF8.self)))
        }
    }

    /// The code, where the document was rejected as a whole.
    var rejection: String? {
        guard items.count == 1, case .rejected(let code) = items[0] else { return nil }
        return code
    }

    /// The records as parsed JSON; nil where there is a reject.
    var records: [[String: Any]?] {
        items.map { item in
            guard case .record(let line) = item else { return nil }
            return (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
        }
    }
}

/// Files that lie beside the package, in `../shared`: not part of it, so tests that need them are skipped without.
enum SharedFolder {
    static func path(_ name: String) -> String {
        "\(Sample.packageRoot)/../shared/\(name)"
    }

    static func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(name))
    }

    static func names(in name: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
    }

    /// The bytes of a file, without the byte order mark that may begin a file.
    static func bytes(of name: String) throws -> [UInt8] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
}
