import Testing

@testable import OperationCaptures

/// The cost of redaction is linear in the bytes, whatever they are.
@Suite(.serialized) struct RedactionLinearTimeTests {
    /// What one byte more is a search more for, where searches are not bounded.
    enum Shape: String, CaseIterable {
        case encodedNames = "t%22,%22"
        case encodedMembers = "password%22:%22"
        case encodedLists = "cookies%22:[%22"
        case escapedEncodedQuotes = "t%22,%22%5C%22"
        case escapedNames = #"t\",\""#
        case signedParts = "&t=1"
        case signedPartsInLines = #"?t=1\n"#
        case encodedSignedParts = "%26t%3D1"
        case members = #"","password":"x","a":""#
        case memberLists = #"","password":["x","y"],"a":""#
        case cookieLists = #"","cookies":[{"value":"x"}],"a":""#
        case secretObjects = #"","password":{"value":"x"},"a":""#
        case openObjects = #"","password":{"a":""#
        case userInformation = "://a:b"
        case userInformationOfHosts = "://a:b@c/"
        case headers = #"cookie: x\n"#
        case credentials = "bearer abcdefgh1 "
        case signedTokens = "eyJabcdefgh.eyJ, "
        case base64 = "c2lnPWFi "
        case backslashes = #"sig\\"#
        case blanks = #"password\"\n\t  "#
    }

    @Test(arguments: Shape.allCases)
    func takesTwiceAsLongForTwiceTheBytes(_ shape: Shape) {
        let documents = [4 << 10, 8 << 10].map { Self.document(shape.rawValue, bytes: $0) }
        let ratio = LinearTime.ratio(documents) { document in
            _ = document.withUnsafeBytes { Redaction.redacted($0) }
        }
        #expect(ratio <= LinearTime.limit, "\(shape): \(ratio)")
    }

    /// A record with a string of one piece over and over.
    private static func document(_ piece: String, bytes count: Int) -> [UInt8] {
        let filling = repeatElement(Array(piece.utf8), count: count / piece.utf8.count).joined()
        return Array(#"{"operationId":""#.utf8) + filling + Array(#""}"#.utf8)
    }
}
