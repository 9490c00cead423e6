package import LongRunningOperations

/// Checks mappings as `lro check` does: lints the files, runs their samples, and looks whom the samples are taken for.
///
///     files ──▶ linter ──▶ catalog ──▶ each sample as its service: the expected lines, byte for byte
///                             └──────▶ each sample as nobody's: its service, its family, several or none; never another
package struct MappingCheck {
    /// Something to correct.
    package struct Problem: Hashable, Sendable {
        /// The file and, where it is known, the line: `mapping.json:7`.
        package var place: String
        /// The JSON Pointer of the member, where it is about one.
        package var pointer = ""
        package var code: String
        package var message: String
        /// Lines that show it.
        package var details: [String] = []
    }

    /// What was done for one mapping.
    package struct Row: Hashable, Sendable {
        package var id: String
        package var isFamily: Bool
        package var sampleCount = 0
        package var recordCount = 0
        package var detection = Detection()
        package var problemCount = 0
        /// Outcomes that the mapping declares and no sample shows, as mappings write them.
        package var unshownOutcomes: [String] = []
    }

    /// Whom samples are taken for when nobody says whose they are.
    package struct Detection: Hashable, Sendable {
        package var asItself = 0
        package var asFamily = 0
        package var severalClaim = 0
        package var nobodyClaims = 0
    }

    package var problems: [Problem] = []
    package var rows: [Row] = []
    /// Files of expected lines that were written.
    package var updatedFiles: [String] = []

    /// Checks files beside the mappings of a catalog, over which they stand.
    ///
    /// - Parameters:
    ///   - files: The mapping files, with their samples beside them.
    ///   - catalog: What the files may extend, and be mistaken for.
    ///   - updates: Whether expected lines that differ are rewritten.
    /// - Throws: ``MappingFolder/Failure`` where a file cannot be read or written.
    package init(
        _ files: [MappingFolder.File],
        beside catalog: MappingCatalog = .builtIn,
        updates: Bool = false
    ) throws(MappingFolder.Failure) {
        let linted = files.map { file in
            MappingLinter.File(
                name: file.path,
                bytes: file.bytes,
                folder: file.isInFolderOfItsOwn ? file.id : nil,
                isFamily: file.isFamily
            )
        }
        let (whole, found) = catalog.linting(linted, rules: [.references, .everyState])
        let everybody = try? DecodingPlan(catalog: whole, services: [])
        let detector = everybody.map { DocumentConverter(plan: $0) }
        for (index, file) in files.enumerated() {
            var row = Row(id: file.id, isFamily: file.isFamily)
            let before = problems.count
            for problem in found[index] {
                problems.append(
                    Problem(
                        place: "\(problem.file):\(problem.line)",
                        pointer: problem.pointer,
                        code: problem.code.rawValue,
                        message: problem.message
                    )
                )
            }
            if found[index].isEmpty, let definition = whole.definition(file.id) {
                try runSamples(of: file, definition, in: whole, detector, updates: updates, row: &row)
            }
            row.problemCount = problems.count - before
            rows.append(row)
        }
    }
}
