/// The problems that a pass of the linter finds in one file, put into the order of the file.
struct MappingFindings {
    private struct Finding {
        var offset: Int
        var problem: MappingProblem
    }

    let fileName: String
    private var findings: [Finding] = []

    init(fileName: String) {
        self.fileName = fileName
    }

    var isEmpty: Bool { findings.isEmpty }

    /// By place; several at one place as they were found.
    var problems: [MappingProblem] {
        findings.enumerated()
            .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .map(\.element.problem)
    }

    /// Notes a problem of a value, or of the member `missing` that it lacks.
    mutating func add(_ node: MappingNode, _ code: MappingProblem.Code, _ message: String, missing: StaticString? = nil)
    {
        let pointer = node.pointer + (missing.map { "/\($0)" } ?? "")
        add(offset: node.offset, line: node.line, pointer: pointer, code, message)
    }

    /// Notes that the file could not be read.
    mutating func add(_ error: JSONTreeError) {
        let code: MappingProblem.Code =
            switch error.kind {
            case .byteOrderMark: .byteOrderMark
            case .notJSON, .truncated: .notJSON
            case .notUTF8: .notUTF8
            case .tooDeep: .tooDeep
            case .tooLong: .tooLong
            case .tooMany: .tooMany
            case .duplicateMember: .duplicateMember
            }
        let isPlace = code == .notJSON || code == .notUTF8
        let message = isPlace ? "byte \(error.offset): \(error.message)" : error.message
        add(offset: error.offset, line: error.line, pointer: error.path, code, message)
    }

    mutating func add(offset: Int, line: Int, pointer: String, _ code: MappingProblem.Code, _ message: String) {
        let problem = MappingProblem(file: fileName, line: line, pointer: pointer, code: code, message: message)
        findings.append(Finding(offset: offset, problem: problem))
    }
}
