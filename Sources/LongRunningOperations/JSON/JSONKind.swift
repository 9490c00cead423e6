/// What kind of JSON value stands somewhere; `absent` where none does.
enum JSONKind: UInt8, BitwiseCopyable {
    case absent
    case null
    case `false`
    case `true`
    case number
    case string
    case object
    case array

    /// A string, number or boolean: what has a text.
    var isScalar: Bool { rawValue >= JSONKind.false.rawValue && rawValue <= JSONKind.string.rawValue }
    var isContainer: Bool { rawValue >= JSONKind.object.rawValue }
}
