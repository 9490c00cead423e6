import Foundation
import LongRunningOperations
import Testing

@testable import OperationCaptures

struct RedactionTests {
    @Test(
        arguments: [
            // Shared access signatures.
            ("https://x/y?sv=1&sig=a%2Bb%3D&se=2", "https://x/y?sv=1&sig=REDACTED&se=2"),
            (#"{"u":"https:\/\/x\/y?sig\u003Dab\u0026se=2"}"#, #"{"u":"https:\/\/x\/y?sig\u003DREDACTED\u0026se=2"}"#),
            (#"{"b":"{\"u\":\"?sig=ab\\u0026se=2\"}"}"#, #"{"b":"{\"u\":\"?sig=REDACTED\\u0026se=2\"}"}"#),
            ("to=https%3A%2F%2Fx%3Fsig%3Dab%252B%26se%3D2&z", "to=https%3A%2F%2Fx%3Fsig%3DREDACTED%26se%3D2&z"),
            ("SharedAccessSignature sr=x&sig=ab%3d&skn=k", "SharedAccessSignature sr=x&sig=REDACTED&skn=k"),
            // Asynchronous operations of Azure Resource Manager.
            (
                "/operationresults/7?api-version=1&t=6&c=M&s=q&h=x",
                "/operationresults/7?api-version=1&t=REDACTED&c=REDACTED&s=REDACTED&h=REDACTED"
            ),
            (
                #""?api-version=1\u0026t=6\u0026c=M\u0026s=q\u0026h=x""#,
                #""?api-version=1\u0026t=REDACTED\u0026c=REDACTED\u0026s=REDACTED\u0026h=REDACTED""#
            ),
            (#"{"m":"See\n/7?t=6&c=M&s=q&h=x"}"#, #"{"m":"See\n/7?t=REDACTED&c=REDACTED&s=REDACTED&h=REDACTED"}"#),
            ("?a=b%20c&t=6&c=M&s=q&h=x ?t=1", "?a=b%20c&t=REDACTED&c=REDACTED&s=REDACTED&h=REDACTED ?t=1"),
            // Tokens and keys.
            ("Authorization: Bearer abc.def-1", "Authorization: REDACTED"),
            (#"{"m":"Bearer eyJhbGciOi.eyJzdWIi.sig-_1 was refused"}"#, #"{"m":"Bearer REDACTED was refused"}"#),
            ("token eyJhbGciOiJIUzI1.eyJzdWIiOiIx.abc_-1, x", "token REDACTED, x"),
            ("AzureCDN key1:0123456789ABCDEF", "AzureCDN REDACTED"), ("Basic dXNlcjpwYXNz", "Basic REDACTED"),
            ("AccountName=n;AccountKey=ab+/==;EndpointSuffix=e", "AccountName=n;AccountKey=REDACTED;EndpointSuffix=e"),
            ("https://x/api?code=abc&a=1", "https://x/api?code=REDACTED&a=1"),
            ("client_secret=a~b&grant_type=c", "client_secret=REDACTED&grant_type=c"),
            // Headers and members.
            (#"{"Authorization":"x y","Date":"z"}"#, #"{"Authorization":"REDACTED","Date":"z"}"#),
            (#"{"set-cookie" : [ "a=1; b", "c" ],"d":1}"#, #"{"set-cookie" : [ "REDACTED", "REDACTED" ],"d":1}"#),
            (#"[{"name":"Cookie","value":"a=\"1\"; b"}]"#, #"[{"name":"Cookie","value":"REDACTED"}]"#),
            (#"{"b":"{\"password\":\"a\\\"b\",\"x\":1}"}"#, #"{"b":"{\"password\":\"REDACTED\",\"x\":1}"}"#),
            (#"[["x-api-key","k"],["a","b"]]"#, #"[["x-api-key","REDACTED"],["a","b"]]"#),
            (
                #"{"queryString":[{"name":"sig","value":"k"},{"name":"t","value":"6"}]}"#,
                #"{"queryString":[{"name":"sig","value":"REDACTED"},{"name":"t","value":"REDACTED"}]}"#
            ),
            (
                #"{"cookies":[{"name":"n","value":"v","path":"/"}],"value":"w"}"#,
                #"{"cookies":[{"name":"n","value":"REDACTED","path":"/"}],"value":"w"}"#
            ),
            (
                #"{"access_token":"x","sharedAccessKey":"","accessKey":null}"#,
                #"{"access_token":"REDACTED","sharedAccessKey":"","accessKey":null}"#
            ),
            (
                #"{"token":"x","nextToken":"y","storage_account_key":"z","key":"k"}"#,
                #"{"token":"REDACTED","nextToken":"y","storage_account_key":"REDACTED","key":"k"}"#
            ),
            // Values of objects with a secret's name.
            (
                #"{"adminPassword":{"type":"String","value":"p"},"value":"w"}"#,
                #"{"adminPassword":{"type":"String","value":"REDACTED"},"value":"w"}"#
            ),
            (
                #"{"secret":[{"a":{"value":"}"}},{"value":["p","q"]}],"x":{"value":"w"}}"#,
                #"{"secret":[{"a":{"value":"REDACTED"}},{"value":["REDACTED","REDACTED"]}],"x":{"value":"w"}}"#
            ),
            (
                #"{"b":"{\"password\":{\"apiKey\":\"k\"}}","value":"w"}"#,
                #"{"b":"{\"password\":{\"apiKey\":\"REDACTED\"}}","value":"w"}"#
            ),
            // Names that end like those of secrets.
            (
                #"{"administratorLoginPassword":"p","primaryMasterKey":"k","x":"y"}"#,
                #"{"administratorLoginPassword":"REDACTED","primaryMasterKey":"REDACTED","x":"y"}"#
            ),
            ("DB_PASSWORD=p AWS_SECRET_ACCESS_KEY=k x=y", "DB_PASSWORD=REDACTED AWS_SECRET_ACCESS_KEY=REDACTED x=y"),
            // Numbers, and values that stand further behind their name.
            (#"{"password":12345,"pin":1,"secret":null}"#, #"{"password":"REDACTED","pin":1,"secret":null}"#),
            (#"{"b":"{\"pwd\":-1.5e+3,\"x\":1}"}"#, #"{"b":"{\"pwd\":\"REDACTED\",\"x\":1}"}"#),
            (
                #"[{"name":"password","type":"string","value":"p","x":{"value":"q"}},{"value":"w"}]"#,
                #"[{"name":"password","type":"string","value":"REDACTED","x":{"value":"REDACTED"}},{"value":"w"}]"#
            ),
            // Connection strings whose values hold commas and blanks, or stand in quotes.
            ("Server=s;Password=a, b#c;Encrypt=1", "Server=s;Password=REDACTED;Encrypt=1"),
            ("Password='a;b c';Encrypt=1", "Password='REDACTED';Encrypt=1"),
            (";Pwd=%26a, b;Encrypt=1", ";Pwd=REDACTED;Encrypt=1"),
            (#"{"c":"Server=s;Pwd=a b","d":"x"}"#, #"{"c":"Server=s;Pwd=REDACTED","d":"x"}"#),
            (#"{"c":"Server=s;Pwd='a b","d":"it's"}"#, #"{"c":"Server=s;Pwd='REDACTED","d":"it's"}"#),
            (#"{"m":"password=\"a b\" next"}"#, #"{"m":"password=\"REDACTED\" next"}"#),
            (#"{"m":"Server=s;Password=\"a;b\";x"}"#, #"{"m":"Server=s;Password=\"REDACTED\";x"}"#),
            (#"{"m":"Server=s;Password=a\\nb;x=1"}"#, #"{"m":"Server=s;Password=REDACTED;x=1"}"#),
            (#"{"m":"password = a, b"}"#, #"{"m":"password = REDACTED, b"}"#),
            (#"{"m":"{'password': 'a b', 'c': 'd'}"}"#, #"{"m":"{'password': 'REDACTED', 'c': 'd'}"}"#),
            (#"{"m":"Cookie: a=\"b\"; c=d","e":"f"}"#, #"{"m":"Cookie: REDACTED","e":"f"}"#),
            // Quotes that are written by their number.
            (#"{"m":"{\u0022password\u0022:\u0022p\u0022}"}"#, #"{"m":"{\u0022password\u0022:\u0022REDACTED\u0022}"}"#),
            // Private keys.
            (
                #"{"k":"-----BEGIN RSA PRIVATE KEY-----\nMIIE+a/b=\n-----END RSA PRIVATE KEY-----\n"}"#,
                #"{"k":"-----BEGIN RSA PRIVATE KEY-----REDACTED-----END RSA PRIVATE KEY-----\n"}"#
            ),
            (#"["-----BEGIN PRIVATE KEY-----\nMIIE","x"]"#, #"["-----BEGIN PRIVATE KEY-----REDACTED","x"]"#),
            // Before the host of a URL.
            ("see https://me:p@ss@x/y?a=b@c", "see https://me:REDACTED@x/y?a=b@c"),
            (#"{"u":"amqps:\/\/:p%40s@x:5671\/y"}"#, #"{"u":"amqps:\/\/:REDACTED@x:5671\/y"}"#),
            ("to=redis%3A%2F%2Fme%3Ap%40x%3A6380%2F0@z", "to=redis%3A%2F%2Fme%3AREDACTED%40x%3A6380%2F0@z"),
            ("git+https://ghp_0123456789abcdefXYZ@x/y", "git+https://REDACTED@x/y"),
            ("Set-Cookie: a=1; HttpOnly\r\nDate: x", "Set-Cookie: REDACTED\r\nDate: x"),
            // Encoded strings end at the next encoded quote that is not escaped, or with the string that they are in.
            ("%7B%22password%22%3A%22a%20b%22,%22x%22%3A1%7D", "%7B%22password%22%3A%22REDACTED%22,%22x%22%3A1%7D"),
            ("%22password%22:%22a%5C%22b%5C%5C%22,%22x%22", "%22password%22:%22REDACTED%22,%22x%22"),
            (#"{"u":"%22password%22:%22a\\%22b%22&c"}"#, #"{"u":"%22password%22:%22REDACTED%22&c"}"#),
            (#"{"b":"{\"u\":\"%22password%22:%22a\"}"}"#, #"{"b":"{\"u\":\"%22password%22:%22REDACTED\"}"}"#),
            ("[%22sig%22,%22k%22],[%22a%22,%22b%22]", "[%22sig%22,%22REDACTED%22],[%22a%22,%22b%22]"),
            (
                "%22cookies%22:[%7B%22name%22:%22n%22,%22value%22:%22v%22%7D],%22value%22:%22w%22",
                "%22cookies%22:[%7B%22name%22:%22n%22,%22value%22:%22REDACTED%22%7D],%22value%22:%22w%22"
            ),
        ] as [(String, String)]
    )
    func secretsGo(_ text: String, clean: String) {
        #expect(redacted(text) == clean)
        #expect(redacted(clean) == nil)
    }

    @Test func aRejectThatIsReadBackStaysRedacted() throws {
        let line =
            #"{"reply":"rejected","offset":0,"envelope":"lines","code":"noServiceMatches","message":"m","errorOffset":0,"#
            + #""raw":"{\"password\":\"REDACTED\"}","redacted":true,"length":31}"#
        let (reject, raw) = try #require(Array(line.utf8).withUnsafeBytes { Reject.read($0) })
        var output = OutputBuffer()
        raw.withUnsafeBytes { reject.append(to: &output, raw: $0, limit: 1 << 20) }
        #expect(String(decoding: output.bytes, as: UTF8.self) == line + "\n")
    }

    @Test func looksAtEachLineAlone() {
        let lines = [
            #"{"m":"sent {\\u0022password\\u0022:"}"#, #"{"m":"password="}"#, #"{"password":{"#, #"{"value":"x"}"#,
            #"{"a":"Authorization:"#, #"Bearer abcdefgh1234""#, "", #"{"sig":"a"#, #"b","password":"#, #""c"}"#,
        ]
        func redacted(_ text: String) -> String {
            var output = OutputBuffer()
            Array(text.utf8).withUnsafeBytes { output.append($0) }
            _ = Redaction.redact(&output, from: 0)
            return String(decoding: output.bytes, as: UTF8.self)
        }
        let alone = lines.map(redacted)
        #expect(redacted(lines.joined(separator: "\n")) == alone.joined(separator: "\n"))
        #expect(alone[0] == lines[0])
    }

    @Test(arguments: [
        "Unexpected token: a, at line 1", "", "a", "\\", "\"", "%", "\\u00", "sig", "sig=", "sig=\"\"", "Bearer",
        "Bearer token",
        "Bearer authentication failed",
        "Basic authentication", "?s=search&t=1", #"{"code":"Authorization","message":"x"}"#,
        #"{"reason":"password","state":"Running"}"#, #"{"hasPassword":true,"passwordPolicy":"x","secretName":"y"}"#,
        #"{"error":{"code":"SecretNotFound","message":"no secret"}}"#,
        "https://x/y?api-version=2022-10-01&status=Running", "https://x:443/a:b@c", "https://me@x/y", "a://b c:d@e",
        "abfss://a-container-of-twenty-letters@x/y", "https://x/%3A%2F%2Fa:b", #"{"u":"https://x:1","m":"a@b"}"#, "eyJ",
        "eyJhbGciOiJIUzI1NiJ9", "design=a", #"{"token":5}"#,
        #"{"etag":"\"3ce7\"","cookies":[]}"#,
        #"{"m":"{\\u0022password\\u0022:"}"#, #"{"m":"password\\u0022:","n":"x"}"#,
        #"{"m":"a\\\u0022password\\\u0022:"}"#,
        // The quote that closes a string is no quote of a value inside of it.
        #"{":\"":"password\":"}"#, #"["password\":[","x"]"#, #"["password\",","x"]"#, #"["cookies\":[","value","x"]"#,
    ])
    func otherTextStays(_ text: String) {
        #expect(redacted(text) == nil)
    }

    @Test(arguments: EnvelopeTests.fixtures)
    func recordsWithoutSecretsStay(_ fixture: (name: String, envelope: String)) throws {
        let bytes = try EnvelopeRun.fixture(fixture.name + ".expected.jsonl")
        #expect(bytes.withUnsafeBytes { Redaction.redacted($0) } == nil)
    }

    @Test func documentStaysADocument() throws {
        let parts = [
            "sig=", "?t=1&c=2&s=3&h=4", "Bearer abcdefgh1", "\\u0026", "\\\"", "\\\\", "é", "\\ud83d\\ude00", "%3D",
            "password",
            "cookie: x", "eyJabcdefgh.a.b", "&", " ", "\\n", "code", "value", "name", "😀", "AccountKey=",
        ]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var text = "{"
            for index in 0..<Int.random(in: 1...4, using: &generator) {
                let name = ["password", "value", "name", "cookies", "x", "sig"].randomElement(using: &generator) ?? ""
                var value = ""
                for _ in 0..<Int.random(in: 0...6, using: &generator) {
                    value += parts.randomElement(using: &generator) ?? ""
                }
                text += (index > 0 ? "," : "") + "\"\(name)\":"
                text +=
                    [true, false].randomElement(using: &generator) == true
                    ? "\"\(value)\"" : "[\"\(value)\",{\"value\":\"\(value)\"}]"
            }
            text += "}"
            let document = Array(text.utf8)
            guard let clean = document.withUnsafeBytes({ Redaction.redacted($0) }) else { continue }
            let reader = IndexedDocument(depthLimit: 16)
            clean.withUnsafeBytes { bytes in
                #expect(throws: Never.self, "\(text)") { _ = try reader.open(bytes, readable: bytes.count) }
            }
            #expect(clean.withUnsafeBytes { Redaction.redacted($0) } == nil, "\(text)")
        }
    }

    @Test func runWritesNoSecret() throws {
        let url = "https://x/deviceupdate/i/updates/operations/1?sig=k3y%3D"
        let lines = [
            #"{"url":"\#(url)","status":200,"body":{"operationId":"1","status":"Running","resourceLocation":"/a?sig=k3y"}}"#,
            #"{"url":"\#(url)","status":200,"headers":{"Set-Cookie":"k3y"},"body":"{"}"#,
        ]
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let output = try EnvelopeRun.lines(bytes, redacts: true, isBrief: false)
        #expect(!output.contains("k3y"))
        #expect(output.contains(#""resourceLocation":"/a?sig=REDACTED""#))
        #expect(output.contains(#""redacted":true,"length":\#(lines[1].utf8.count)}"#))
        // A redacted reject can be read back, and with less room keeps nothing.
        let reject = Array((output.split(separator: "\n").last ?? "").utf8)
        #expect(try EnvelopeRun.lines(reject, isBrief: false).contains(#""code":"truncated""#))
        for size in [1, 4096] {
            let short = try EnvelopeRun.lines(bytes, chunkSize: size, documentLimit: 64, redacts: true, isBrief: false)
            #expect(!short.contains("k3y"))
            #expect(!short.contains("azN5"))
        }
    }

    @Test func partsOfASignedURLMayBeFarApart() {
        let rest = String(repeating: "&x=1", count: 20_000)
        #expect(
            redacted("?t=6\(rest)&c=M\(rest)&s=q&h=x ?s=1")
                == "?t=REDACTED\(rest)&c=REDACTED\(rest)&s=REDACTED&h=REDACTED ?s=1"
        )
    }

    @Test func onlyWhatIsBehindTheStartIsTouched() {
        var output = OutputBuffer()
        output.append("?sig=first\n")
        let start = output.count
        output.append("?sig=second\n")
        #expect(Redaction.redact(&output, from: start))
        #expect(String(decoding: output.bytes, as: UTF8.self) == "?sig=first\n?sig=REDACTED\n")
        #expect(!Redaction.redact(&output, from: output.count))
    }

    private func redacted(_ text: String) -> String? {
        Array(text.utf8).withUnsafeBytes { Redaction.redacted($0) }.map { String(decoding: $0, as: UTF8.self) }
    }
}
