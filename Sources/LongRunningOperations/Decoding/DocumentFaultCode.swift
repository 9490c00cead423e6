/// Why a document or an element of a list is no record: what an engine throws, without allocation.
enum DocumentFaultCode: String, BitwiseCopyable {
    case invalidUTF8
    case controlCharacter
    case invalidEscape
    case loneSurrogate
    case unterminatedString
    case unexpectedCharacter
    case invalidNumber
    case truncated
    case trailingData
    case tooDeep
    case duplicateMember
    case notAReply
    case noServiceMatches
    case severalServicesMatch
    case tooLong
    case tooManyRejects

    init(_ code: SyntaxFault.Code) {
        self =
            switch code {
            case .invalidUTF8: .invalidUTF8
            case .controlCharacter: .controlCharacter
            case .invalidEscape: .invalidEscape
            case .loneSurrogate: .loneSurrogate
            case .unterminatedString: .unterminatedString
            case .unexpectedCharacter: .unexpectedCharacter
            case .invalidNumber: .invalidNumber
            case .truncated: .truncated
            case .trailingData: .trailingData
            case .tooDeep: .tooDeep
            case .duplicateMember: .duplicateMember
            }
    }

    /// The code as users see it, which has the same name.
    var publicCode: OperationDecodingError.Code { OperationDecodingError.Code(rawValue: rawValue) }

    /// What is wrong and what to do, for people.
    var message: StaticString {
        switch self {
        case .invalidUTF8: "the bytes are no UTF-8; JSON must be UTF-8"
        case .controlCharacter: "a control character stands raw in a string; JSON wants it escaped"
        case .invalidEscape: "a string holds an escape that JSON does not know"
        case .loneSurrogate: "a string holds half of a surrogate pair"
        case .unterminatedString: "a string is not closed; the document seems cut off"
        case .unexpectedCharacter: "this character cannot stand here in JSON"
        case .invalidNumber: "this is no number as JSON writes numbers"
        case .truncated: "the document ends inside a value; it seems cut off"
        case .trailingData: "something follows the end of the document"
        case .tooDeep: "values are nested deeper than the limit"
        case .duplicateMember: "a member that the mapping reads stands twice in one object"
        case .notAReply: "this is no reply of the service"
        case .noServiceMatches: "no service claims this document; name the service"
        case .severalServicesMatch: "more than one service claims this document; name the service"
        case .tooLong: "the document is longer than the limit"
        case .tooManyRejects:
            "so many elements of this list are no replies of the service that all of it is rejected"
        }
    }
}

struct DocumentFaultInside: Error, BitwiseCopyable {
    var code: DocumentFaultCode
    var offset: Int

    init(_ code: DocumentFaultCode, offset: Int) {
        self.code = code
        self.offset = offset
    }

    init(_ fault: SyntaxFault) {
        code = DocumentFaultCode(fault.code)
        offset = fault.offset
    }
}
