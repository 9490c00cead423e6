/// Where the value of a canonical member is, and how it becomes canonical text: what deciding leaves for writing.
struct Located: BitwiseCopyable {
    enum Form: UInt8, BitwiseCopyable {
        case nothing
        /// The inside of a string, or the text of a number or boolean: written in quotes.
        case text
        /// The last segment of a path, worked out again when written.
        case lastSegment
        /// A time whose text is canonical.
        case time
        /// A time whose text is canonical before its offset: written with `Z` behind it.
        case timeBeforeOffset
        /// A time that is read again and written anew.
        case timeRewritten
        /// A number text, written bare.
        case number
        /// A number worked out: `start` holds it.
        case integer
        /// A JSON value.
        case value
    }

    var form: Form = .nothing
    var start: UInt32 = 0
    var end: UInt32 = 0
    /// The slot it came from, or -1.
    var slot: Int32 = -1
}

/// A diagnostic of the record at hand.
struct NotedDiagnostic: BitwiseCopyable {
    var code: DiagnosticCode
    /// Where the member is in the document; `.max` where it is not there.
    var position: UInt32
    /// The slot whose path is its place, or -1.
    var slot: Int32
}
