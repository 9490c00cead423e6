/// Something in a document that is worth a look: what, and where.
public struct OperationDiagnostic: Sendable {
    /// What is worth a look.
    public let code: DiagnosticCode
    /// The JSON Pointer (RFC 6901) of the member that it is about, in the document of the record; nil where there is none.
    public let at: String?

    init?(value: JSONValue) {
        guard let name = value.member("code")?.stringValue, let code = DiagnosticCode(name: name) else { return nil }
        self.code = code
        at = value.member("at")?.stringValue
    }
}

extension OperationDiagnostic: Hashable {
    /// Compares the codes and the bytes of the places.
    public static func == (one: OperationDiagnostic, other: OperationDiagnostic) -> Bool {
        guard one.code == other.code else { return false }
        switch (one.at, other.at) {
        case (nil, nil): return true
        case (let at?, let place?): return at.hasSameBytes(as: place)
        default: return false
        }
    }

    /// Hashes the code and the bytes of the place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        (at ?? "").hashBytes(into: &hasher)
    }
}

extension OperationDiagnostic: CustomStringConvertible {
    /// The code, and the place where there is one.
    public var description: String {
        at.map { "\(code.name) at \($0)" } ?? code.name
    }
}
