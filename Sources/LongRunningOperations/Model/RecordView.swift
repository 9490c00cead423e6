/// A canonical record, or a part of one: what ``OperationReply``, ``OperationStatus`` and its children read their members from.
///
/// The members of a whole record are in the storage's table; those of a child are looked for by walking it.
struct RecordView: Sendable {
    let value: JSONValue

    /// The whole record of a storage.
    init(storage: ReplyStorage) {
        value = JSONValue(storage: storage)
    }

    /// An object inside a record.
    init(part: JSONValue) {
        value = part
    }

    @inline(__always)
    func member(_ member: RecordMember) -> JSONValue? {
        if value.start == 0 {
            guard let range = value.storage.range(of: member) else { return nil }
            return JSONValue(storage: value.storage, start: range.start, end: range.end)
        }
        return value.withScan { scan, start, _ in
            guard let found = member.value(scan, start) else { return nil }
            return JSONValue(storage: value.storage, found, scan.endOfValue(found))
        }
    }

    func string(_ name: RecordMember) -> String? {
        member(name)?.stringValue
    }

    func timestamp(_ name: RecordMember) -> Timestamp? {
        member(name)?.timestamp
    }

    var children: [OperationStatus] {
        guard let children = member(.children) else { return [] }
        return children.elements.map { OperationStatus(record: RecordView(part: $0)) }
    }

    var error: OperationError? {
        member(.error).map(OperationError.init(value:))
    }

    var diagnostics: [OperationDiagnostic] {
        guard let diagnostics = member(.diagnostics) else { return [] }
        return diagnostics.elements.compactMap(OperationDiagnostic.init(value:))
    }
}

extension JSONValue {
    /// The time that a canonical string says.
    var timestamp: Timestamp? {
        withUnsafeBytes { bytes in
            guard bytes.count > 2 else { return nil }
            let inside = UnsafeRawBufferPointer(rebasing: bytes[1..<bytes.count - 1])
            return TimeReader.read(inside, isNumber: false, formats: .rfc3339)?.timestamp
        }
    }

    /// The digits of a canonical duration in seconds, exactly; nil where they are too many.
    var duration: Duration? {
        withUnsafeBytes { bytes in
            var seconds: Int64 = 0
            var attoseconds: Int64 = 0
            var unit: Int64 = 1_000_000_000_000_000_000
            var isFraction = false
            for byte in bytes {
                if byte == UInt8(ascii: "."), !isFraction {
                    isFraction = true
                    continue
                }
                guard 0x30...0x39 ~= byte else { return nil }
                let digit = Int64(byte - 0x30)
                if isFraction {
                    unit /= 10
                    attoseconds += digit * unit
                } else {
                    guard seconds < 100_000_000_000_000_000 else { return nil }
                    seconds = seconds * 10 + digit
                }
            }
            return Duration(secondsComponent: seconds, attosecondsComponent: attoseconds)
        }
    }

    /// The whole number that canonical digits say.
    var integer: Int? {
        withUnsafeBytes { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
