import CJSONKernels

/// Why a text is no JSON document that can be read; a code and the offset where it shows.
///
/// Thrown inside, without allocation.
struct SyntaxFault: Error, BitwiseCopyable {
    enum Code: UInt8, BitwiseCopyable {
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
    }

    var code: Code
    var offset: Int

    /// The first fault that a kernel saw in bytes it refused.
    static func lexical(in bytes: UnsafeRawBufferPointer) -> SyntaxFault? {
        guard let start = bytes.baseAddress else { return nil }
        var offset = 0
        let fault = cjson_first_fault(start.assumingMemoryBound(to: UInt8.self), bytes.count, &offset)
        let code: Code
        switch fault {
        case CJSON_INVALID_UTF8: code = .invalidUTF8
        case CJSON_CONTROL_CHARACTER: code = .controlCharacter
        case CJSON_INVALID_ESCAPE: code = .invalidEscape
        case CJSON_LONE_SURROGATE: code = .loneSurrogate
        case CJSON_UNTERMINATED_STRING: code = .unterminatedString
        default: return nil
        }
        return SyntaxFault(code: code, offset: offset)
    }

    /// What stands before a lexical fault and may break the grammar first; a string that the fault cuts is left out.
    static func beginning(of bytes: UnsafeRawBufferPointer, before fault: SyntaxFault) -> UnsafeRawBufferPointer {
        let sound = UnsafeRawBufferPointer(rebasing: bytes[..<min(fault.offset, bytes.count)])
        guard let cut = lexical(in: sound), cut.code == .unterminatedString else { return sound }
        return UnsafeRawBufferPointer(rebasing: sound[..<min(cut.offset, sound.count)])
    }
}
