/// One argument of the command line, as the bytes that the system passed.
///
/// A file name need not be UTF-8, and comparing hostile text as `String` can take quadratic time, so arguments stay
/// bytes until something of ours has been recognised in them.
struct ArgumentText: Hashable, Sendable {
    var bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The arguments of this process, without the program's name.
    static func ofProcess() -> [ArgumentText] {
        var arguments: [ArgumentText] = []
        for index in 0..<Int(CommandLine.argc) {
            guard let argument = CommandLine.unsafeArgv[index] else { break }
            var bytes: [UInt8] = []
            var offset = 0
            while argument[offset] != 0 {
                bytes.append(UInt8(bitPattern: argument[offset]))
                offset += 1
            }
            arguments.append(ArgumentText(bytes: bytes))
        }
        return Array(arguments.dropFirst())
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// Whether the argument is exactly this text.
    func isExactly(_ text: String) -> Bool {
        bytes.elementsEqual(text.utf8)
    }

    func hasPrefix(_ text: String) -> Bool {
        bytes.starts(with: text.utf8)
    }

    /// The bytes of the argument from the given place on.
    func dropping(_ count: Int) -> ArgumentText {
        ArgumentText(bytes: Array(bytes.dropFirst(count)))
    }

    /// The text, if it is UTF-8.
    var text: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The argument as it may be shown in a message: quoted, short, and with nothing that acts on a terminal.
    var quoted: String {
        let limit = 200
        let isLong = bytes.count > limit
        return "'" + TerminalText.escaped(bytes.prefix(limit)) + (isLong ? "…" : "") + "'"
    }

    /// Calls a function with the argument as the system's interfaces take file names.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        var characters = bytes.map { CChar(bitPattern: $0) }
        characters.append(0)
        return characters.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return body([0]) }
            return body(start)
        }
    }
}

extension ArgumentText: ExpressibleByStringLiteral {
    init(stringLiteral value: String) {
        self.init(value)
    }
}
