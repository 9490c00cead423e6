/// Reads identifiers of services.
enum ServiceSelection {
    /// Reads `ID[,ID…]`, each once.
    static func read(_ text: ArgumentText) throws(UsageError) -> [String] {
        var services: [String] = []
        for part in text.bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let service = try identifier(ArgumentText(bytes: Array(part)))
            if !services.contains(service) {
                services.append(service)
            }
        }
        return services
    }

    /// Reads one identifier: lower-case letters and digits in parts joined by `-`.
    static func identifier(_ text: ArgumentText) throws(UsageError) -> String {
        let parts = text.bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isIdentifier = parts.allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
                        || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
                }
        }
        guard isIdentifier, let identifier = text.text else {
            throw UsageError("\(text.quoted) is not the id of a service (such as azure-devcenter); see 'lro services'")
        }
        return identifier
    }
}
