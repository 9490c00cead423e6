import LongRunningOperations

/// Running the samples of one mapping.
extension MappingCheck {
    /// What a converter makes of one document.
    private struct Conversion {
        var bytes: [UInt8] = []
        var faults: [DocumentConverter.Fault] = []

        init(_ document: [UInt8], by converter: DocumentConverter) {
            var output = OutputBuffer()
            var found: [DocumentConverter.Fault] = []
            document.withUnsafeBytes { window in
                let whole = [0..<window.count]
                whole.withUnsafeBufferPointer { documents in
                    converter.convert(
                        window: window,
                        readable: window.count,
                        documents: documents,
                        oneALine: false,
                        into: &output,
                        faults: &found
                    )
                }
            }
            bytes = Array(output.bytes)
            faults = found
        }

        var lines: [ArraySlice<UInt8>] { bytes.split(separator: 0x0A) }
    }

    mutating func runSamples(
        of file: MappingFolder.File,
        _ definition: MappingDefinition,
        in catalog: MappingCatalog,
        _ detector: DocumentConverter?,
        updates: Bool,
        row: inout Row
    ) throws(MappingFolder.Failure) {
        guard let plan = try? DecodingPlan(catalog: catalog, services: [ServiceIdentifier(definition.id)]) else {
            return
        }
        let converter = DocumentConverter(plan: plan)
        var shown: Set<StateOutcome> = []
        let samples = try MappingFolder.samples(beside: file)
        for sample in samples {
            let conversion = Conversion(sample.document, by: converter)
            row.sampleCount += 1
            row.recordCount += conversion.lines.count
            for line in conversion.lines {
                if let outcome = Self.outcome(of: line) { shown.insert(outcome) }
            }
            if let fault = conversion.faults.first {
                let message = "[\(fault.code)] \(fault.message) (byte \(fault.offset)); a sample has no rejects"
                problems.append(Problem(place: sample.path, code: "sampleRejected", message: message))
            } else {
                try compare(conversion.bytes, with: sample, updates: updates)
            }
            if let detector {
                detect(sample, definition, Conversion(sample.document, by: detector), catalog, row: &row)
            }
        }
        try strayExpectations(beside: file, samples)
        requireSamples(of: file, definition, shown)
        row.unshownOutcomes = definition.outcomes.subtracting(shown)
            .map(\.text)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    // MARK: Expected lines

    private mutating func compare(
        _ bytes: [UInt8],
        with sample: MappingFolder.Sample,
        updates: Bool
    ) throws(MappingFolder.Failure) {
        if sample.expected == bytes { return }
        if updates {
            try MappingFolder.write(bytes, to: sample.expectedPath)
            updatedFiles.append(sample.expectedPath)
            return
        }
        guard let expected = sample.expected else {
            let message = "\(sample.expectedPath) is missing; write it, or let --update write it and read what it says"
            problems.append(Problem(place: sample.path, code: "noExpectedLines", message: message))
            return
        }
        let difference = LineDifference(expected: expected, actual: bytes)
        problems.append(
            Problem(
                place: "\(sample.expectedPath):\(difference.line)",
                code: "sampleDiffers",
                message: "this is not what the sample becomes; correct the mapping, or let --update rewrite the line",
                details: ["expected: \(difference.expected)", "  actual: \(difference.actual)"]
            )
        )
    }

    /// Expected lines of which the sample is gone would be believed for ever.
    private mutating func strayExpectations(
        beside file: MappingFolder.File,
        _ samples: [MappingFolder.Sample]
    ) throws(MappingFolder.Failure) {
        let known = Set(samples.map(\.expectedPath))
        for path in try MappingFolder.expectations(beside: file) where !known.contains(path) {
            let message = "there is no sample of that name; add it or remove this file"
            problems.append(Problem(place: path, code: "noSample", message: message))
        }
    }

    /// A mapping that can say success and failure shows both.
    private mutating func requireSamples(
        of file: MappingFolder.File,
        _ definition: MappingDefinition,
        _ shown: Set<StateOutcome>
    ) {
        let reached = Set(definition.outcomes.map(\.state))
        for (state, code) in [(OperationState.succeeded, "noSuccessSample"), (.failed, "noFailureSample")]
        where reached.contains(state) && !shown.contains(where: { $0.state == state }) {
            let message = "no sample shows \(state.name); add one to the folder samples beside this file"
            problems.append(Problem(place: file.path, code: code, message: message))
        }
    }

    /// The state and detail of a canonical line.
    private static func outcome(of line: ArraySlice<UInt8>) -> StateOutcome? {
        guard let tree = try? JSONTreeParser.parse(Array(line)), let state = tree["state"]?.string else { return nil }
        return StateOutcome(tree["stateDetail"]?.string.map { "\(state)/\($0)" } ?? state)
    }

    // MARK: Detection

    private mutating func detect(
        _ sample: MappingFolder.Sample,
        _ definition: MappingDefinition,
        _ conversion: Conversion,
        _ catalog: MappingCatalog,
        row: inout Row
    ) {
        let codes = conversion.faults.map(\.code)
        if codes.contains(.severalServicesMatch) { row.detection.severalClaim += 1 }
        if codes.contains(.noServiceMatches) { row.detection.nobodyClaims += 1 }
        guard let line = conversion.lines.first else { return }
        let start = "{\"service\":\"".utf8
        let name = String(decoding: line.dropFirst(start.count).prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        if name.hasSameBytes(as: definition.id) {
            row.detection.asItself += 1
        } else if definition.ancestors.contains(where: { name.hasSameBytes(as: $0) }) {
            row.detection.asFamily += 1
        } else {
            let message = "without a name this is taken for \(name); sharpen \"detect\" of one of the two"
            problems.append(Problem(place: sample.path, code: "takenForAnother", message: message))
        }
    }
}
