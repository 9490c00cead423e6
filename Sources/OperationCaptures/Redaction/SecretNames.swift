import LongRunningOperations

/// What secrets are called: in queries, in connection strings, as headers and as members of documents.
///
/// Names compare without ASCII case, `-` and `_`: `client_secret` is `clientSecret`.
enum SecretNames {
    /// Parameters that hold a secret wherever they are assigned: `sig=…`, `AccountKey=…`.
    static let parameters = folded([
        "sig", "sas", "signature", "accountkey", "sharedaccesskey", "sharedaccesssignature", "sharedsecret",
        "accesstoken", "refreshtoken", "idtoken", "clientsecret", "clientassertion", "assertion", "password", "passwd",
        "pwd", "apikey", "subscriptionkey", "sastoken", "secret", "secretkey", "xamzsignature", "xamzsecuritytoken",
        "xamzcredential", "awsaccesskeyid", "xgoogsignature", "xgoogcredential", "privatekey", "securitytoken",
    ])

    /// Parameters that hold a secret in the query of a URL and mean other things elsewhere.
    static let queryParameters = folded(["code", "key", "token", "auth", "credential", "ticket"])

    /// The signed parts of the URL of an asynchronous operation of Azure Resource Manager.
    static let signedParts = folded(["t", "c", "s", "h"])

    /// Headers and members whose whole value is secret.
    static let members = folded([
        "authorization", "proxy-authorization", "x-ms-authorization-auxiliary", "cookie", "set-cookie",
        "x-api-key", "api-key", "apikey", "x-functions-key", "ocp-apim-subscription-key", "subscription-key",
        "x-amz-security-token", "x-auth-token", "x-subject-token", "private-token", "x-vault-token", "x-csrf-token",
        "access_token", "refresh_token", "id_token", "client_secret", "client_assertion", "password", "adminPassword",
        "passwd", "pwd", "primaryKey", "secondaryKey", "accountKey", "sharedAccessKey", "primaryConnectionString",
        "secondaryConnectionString", "connectionString", "sasToken", "sasUri", "secret", "secretKey", "secretAccessKey",
        "sessionToken", "privateKey", "accessKey", "sharedSecret", "x-azurecdn-signature", "authToken", "bearerToken",
        "joinToken", "registrationToken", "sshPrivateKey", "storageAccountKey", "storageKey", "masterKey",
        "userPassword",
    ])

    /// Names in quotes whose value is secret: these, and words that stand before a colon in sentences too.
    ///
    /// What leads to the next page is called `nextToken`, `continuationToken` and the like.
    static let quotedValues = members.union(parameters).union(folded(["token", "jwt", "passphrase"]))

    /// How names of secrets end, whatever stands before: `administratorLoginPassword`, `DB_PASSWORD`, `primaryMasterKey`.
    private static let ends = folded([
        "password", "passwd", "passphrase", "secret", "secret_key", "secret_access_key", "session_token",
        "access_token",
        "refresh_token", "account_key", "master_key", "private_key", "principal_key", "connection_string", "sas_token",
    ])

    /// Whether a folded name ends like that of a secret.
    static func endsAsSecret(_ name: [UInt8]) -> Bool {
        ends.contains { name.count >= $0.count && name.suffix($0.count).elementsEqual($0) }
    }

    /// Whether what is assigned to a folded name is secret wherever that stands.
    static func isParameter(_ name: [UInt8]) -> Bool { parameters.contains(name) || endsAsSecret(name) }

    /// Whether the value of a folded name in quotes is secret.
    static func isQuoted(_ name: [UInt8]) -> Bool { quotedValues.contains(name) || endsAsSecret(name) }

    /// Whether a number under a folded name is secret, too: a token that is one counts something.
    static func isOfNumbers(_ name: [UInt8]) -> Bool {
        endsAsSecret(name) || name.elementsEqual("pwd".utf8)
    }

    /// All that is looked for before a quote.
    static let quoted = quotedValues.union(queryParameters).union(signedParts).union(folded(["cookies"]))

    /// Ways to authorize, before whose space a credential follows.
    static let schemes = folded([
        "bearer", "basic", "sharedkey", "sharedkeylite", "azurecdn", "negotiate", "ntlm",
    ])

    /// Schemes of URLs in which a long name before the host is a token.
    static let webSchemes = folded(["http", "https"])

    static let longest = 40

    private static func folded(_ names: [String]) -> Set<[UInt8]> {
        Set(names.map { fold(Array($0.utf8)) })
    }

    static func fold(_ name: some Sequence<UInt8>) -> [UInt8] {
        name.compactMap { byte in
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { return nil }
            return byte.asciiLowercased
        }
    }
}
