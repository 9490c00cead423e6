/// Why a document could not be normalised: a stable code, where it shows, and what to do.
public struct OperationDecodingError: Error, Hashable, Sendable {
    /// What kind of fault it is.
    ///
    /// Codes are stable; new ones may come.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The code as rejects and summaries write it.
        public let rawValue: String

        /// Creates the code of that text.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The code as text.
        public var description: String { rawValue }

        /// The bytes are no UTF-8, which JSON must be: `"\xFF"`.
        public static let invalidUTF8 = Code(rawValue: "invalidUTF8")
        /// A control character stands raw in a string.
        public static let controlCharacter = Code(rawValue: "controlCharacter")
        /// A string holds an escape that JSON does not know: `"\x41"`.
        public static let invalidEscape = Code(rawValue: "invalidEscape")
        /// A string holds half of a surrogate pair: `"\ud800"`.
        public static let loneSurrogate = Code(rawValue: "loneSurrogate")
        /// A string is not closed: `{"status":"Runn`.
        public static let unterminatedString = Code(rawValue: "unterminatedString")
        /// A character stands where the grammar does not allow it: `{"a":1,}`.
        public static let unexpectedCharacter = Code(rawValue: "unexpectedCharacter")
        /// A number is not as JSON writes numbers: `01`, `1.`, `+1`.
        public static let invalidNumber = Code(rawValue: "invalidNumber")
        /// The text ends inside a value: `{"status":`.
        public static let truncated = Code(rawValue: "truncated")
        /// Something follows the document: `{}{}`.
        public static let trailingData = Code(rawValue: "trailingData")
        /// Values are nested deeper than the limit.
        public static let tooDeep = Code(rawValue: "tooDeep")
        /// The document is longer than the limit.
        public static let tooLong = Code(rawValue: "tooLong")
        /// More than 65,536 elements of one list are no replies, in an entry of a recording fewer: all of it is rejected.
        public static let tooManyRejects = Code(rawValue: "tooManyRejects")
        /// A member that the mapping reads occurs twice: `{"status":"Failed","status":"Succeeded"}`.
        public static let duplicateMember = Code(rawValue: "duplicateMember")
        /// The document is no reply of the service.
        public static let notAReply = Code(rawValue: "notAReply")
        /// No service claims the document.
        public static let noServiceMatches = Code(rawValue: "noServiceMatches")
        /// More than one service claims the document.
        public static let severalServicesMatch = Code(rawValue: "severalServicesMatch")
        /// There is no mapping of that id.
        public static let unknownService = Code(rawValue: "unknownService")
        /// One reply was asked for, and the document has several or none: use `decodeAll`.
        public static let notOneReply = Code(rawValue: "notOneReply")
        /// The exchange says nothing about an operation.
        public static let ignored = Code(rawValue: "ignored")
        /// The line is no canonical record.
        public static let notCanonical = Code(rawValue: "notCanonical")
    }

    /// What kind of fault it is.
    public var code: Code
    /// What is wrong and what to do, in a sentence.
    public var message: String
    /// The offset in bytes at which it shows, where the fault is in the text.
    public var byteOffset: Int?
    /// The JSON Pointer of the value it is about; empty for the document.
    public var path: String
    /// The service in question, if one was found or named.
    public var service: ServiceIdentifier?

    /// Creates an error.
    public init(
        code: Code,
        message: String,
        byteOffset: Int? = nil,
        path: String = "",
        service: ServiceIdentifier? = nil
    ) {
        self.code = code
        self.message = message
        self.byteOffset = byteOffset
        self.path = path
        self.service = service
    }
}

extension OperationDecodingError {
    /// Whether two errors say the same, byte by byte; linear in their texts, which may be names that a service sent.
    public static func == (one: Self, other: Self) -> Bool {
        one.code == other.code && one.byteOffset == other.byteOffset && one.service == other.service
            && one.path.hasSameBytes(as: other.path) && one.message.hasSameBytes(as: other.message)
    }

    /// Hashes the bytes of the texts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(byteOffset)
        hasher.combine(service)
        path.hashBytes(into: &hasher)
        message.hashBytes(into: &hasher)
    }
}

extension OperationDecodingError: CustomStringConvertible {
    /// The code, the message and the place.
    public var description: String {
        var text = "\(code): \(message)"
        if let byteOffset { text += " (byte \(byteOffset)" + (path.isEmpty ? ")" : ", at \(path))") }
        return text
    }
}
