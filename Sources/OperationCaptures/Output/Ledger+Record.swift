import LongRunningOperations

/// A ledger in a progress record: numbers under their names, tables as numbered entries.
extension Ledger {
    func append(to line: inout OutputBuffer) {
        for (name, path) in Self.counts {
            ProgressState.append(name, self[keyPath: path], to: &line)
        }
        append("diagnostic", diagnostics.map { (Array($0.key.utf8), [], $0.value) }, to: &line)
        append("cause", rootCauses.map { ($0.key, [], $0.value) }, to: &line)
        let serviceStates = servicesByState.map { (Array($0.key.service.utf8), Array($0.key.state.utf8), $0.value) }
        append("serviceState", serviceStates, to: &line)
        for (index, (code, rejects)) in rejects.enumerated() {
            append("reject.\(index)", (Array(code.utf8), [], rejects.count), to: &line)
            append("reject.\(index)", rejects.first, to: &line)
        }
        for (index, (word, rejects)) in unknownWords.enumerated() {
            append("word.\(index)", (Array(word.service.utf8), word.word, rejects.count), to: &line)
            append("word.\(index)", rejects.first, to: &line)
        }
    }

    init?(_ object: FlatObject) {
        for (name, path) in Self.counts {
            guard let count = object.numbers[name] else { return nil }
            self[keyPath: path] = count
        }
        for (key, _, count) in Self.entries("diagnostic", of: object) { diagnostics[Self.text(key)] = count }
        for (key, _, count) in Self.entries("cause", of: object) { rootCauses[key] = count }
        for (service, state, count) in Self.entries("serviceState", of: object) {
            servicesByState[.init(service: Self.text(service), state: Self.text(state))] = count
        }
        for (index, (code, _, count)) in Self.entries("reject", of: object).enumerated() {
            rejects[Self.text(code)] = Rejects(count: count, first: Self.place("reject.\(index)", of: object))
        }
        for (index, (service, word, count)) in Self.entries("word", of: object).enumerated() {
            let key = UnknownWord(service: Self.text(service), word: word)
            unknownWords[key] = Rejects(count: count, first: Self.place("word.\(index)", of: object))
        }
    }

    private typealias Entry = (key: [UInt8], detail: [UInt8], count: Int)

    private static var counts: [(String, WritableKeyPath<Ledger, Int>)] {
        [
            ("found", \.found), ("converted", \.converted), ("rejected", \.rejected), ("ignored", \.ignored),
            ("blank", \.blank), ("bytes", \.bytes), ("otherUnknownWords", \.otherUnknownWords),
        ]
    }

    private func append(_ name: String, _ entries: [Entry], to line: inout OutputBuffer) {
        for (index, entry) in entries.enumerated() {
            append("\(name).\(index)", entry, to: &line)
        }
    }

    private func append(_ name: String, _ entry: Entry, to line: inout OutputBuffer) {
        line.append(",\"\(name)\":")
        entry.key.withUnsafeBytes { line.append(string: $0) }
        line.append(",\"\(name).detail\":")
        entry.detail.withUnsafeBytes { line.append(string: $0) }
        ProgressState.append("\(name).count", entry.count, to: &line)
    }

    private func append(_ name: String, _ place: Place, to line: inout OutputBuffer) {
        if let file = place.file {
            ProgressState.append("\(name).file", file, to: &line)
        }
        if let number = place.line {
            ProgressState.append("\(name).line", number, to: &line)
        }
        ProgressState.append("\(name).offset", place.offset, to: &line)
    }

    private static func entries(_ name: String, of object: FlatObject) -> [Entry] {
        var entries: [Entry] = []
        while let key = object.strings["\(name).\(entries.count)"],
            let detail = object.strings["\(name).\(entries.count).detail"],
            let count = object.numbers["\(name).\(entries.count).count"]
        {
            entries.append((key, detail, count))
        }
        return entries
    }

    private static func place(_ name: String, of object: FlatObject) -> Place {
        Place(
            file: object.text("\(name).file"),
            line: object.numbers["\(name).line"],
            offset: object.numbers["\(name).offset"] ?? 0
        )
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
