/// Something in a mapping file that must be corrected: where it is, what kind of fault, and what to do.
public struct MappingProblem: Error, Hashable, Sendable {
    /// The file, by the name under which it was handed over.
    public var file: String
    /// The line, from 1, on which the value begins; for a missing member, that of the object that lacks it.
    public var line: Int
    /// The JSON Pointer of the member; empty for the file as a whole.
    public var pointer: String
    /// What kind of fault it is.
    public var code: Code
    /// What is wrong and what to do, in one line.
    public var message: String

    /// Creates a problem.
    public init(file: String, line: Int, pointer: String, code: Code, message: String) {
        self.file = file
        self.line = line
        self.pointer = pointer
        self.code = code
        self.message = message
    }
}

extension MappingProblem: CustomStringConvertible {
    /// The problem as one line: `file:line: pointer: [code] message`.
    public var description: String {
        "\(file):\(line): " + (pointer.isEmpty ? "" : "\(pointer): ") + "[\(code.rawValue)] \(message)"
    }
}

/// Mapping files that cannot be used, with all that is wrong with them.
public struct MappingFileError: Error, Hashable, Sendable {
    /// The problems, file by file, each file's in its order.
    public var problems: [MappingProblem]

    /// Creates an error.
    public init(problems: [MappingProblem]) {
        self.problems = problems
    }
}

extension MappingFileError: CustomStringConvertible {
    /// The problems, one a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
