import Foundation
import LongRunningOperations
import Testing

@testable import OperationCaptures

struct RedactionBase64Tests {
    /// How recordings write bytes in Base64.
    enum Encoding: String, CaseIterable {
        case plain
        case slashesEscaped
        case signsByNumber
        case inLines
        case twice
        case fourTimes
        case forURLs
        case asDataURL

        func write(_ text: String) -> String {
            let plain = Data(text.utf8).base64EncodedString()
            switch self {
            case .plain: return plain
            case .slashesEscaped: return plain.replacingOccurrences(of: "/", with: #"\/"#)
            case .signsByNumber:
                return plain.replacingOccurrences(of: "+", with: #"\u002B"#)
                    .replacingOccurrences(of: "=", with: #"\u003D"#)
            case .inLines:
                let options: Data.Base64EncodingOptions = [
                    .lineLength64Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
                ]
                return Data((text + text).utf8).base64EncodedString(options: options)
                    .replacingOccurrences(of: "\r\n", with: #"\r\n"#)
            case .twice: return Encoding.plain.write(plain)
            case .fourTimes: return Encoding.twice.write(Encoding.twice.write(text))
            case .forURLs:
                return plain.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
                    .replacingOccurrences(of: "=", with: "")
            case .asDataURL: return "data:application/json;base64," + plain
            }
        }
    }

    @Test(
        arguments: Encoding.allCases,
        [
            #"{"access_token":"k3y-of-??>>~~the client"}"#, "?sv=1&sig=k3y-of-the-client&x=1",
            "x Bearer k3y-of-the-client00 y", #"{"b":"{\"password\":\"k3y-of-the-client\"}"}"#,
            "\0\u{FF}\u{1F600}Authorization: k3y-of-the-client\r\n",
        ]
    )
    func secretsGo(_ encoding: Encoding, secret: String) throws {
        for lead in ["", "a ", "ab ", " {} "] {
            let before = #"{"content":{"text":""#
            let after = #"","encoding":"base64"},"n":1}"#
            let clean = try #require(redacted(before + encoding.write(lead + secret) + after))
            #expect(clean.hasPrefix(before) && clean.hasSuffix(after))
            #expect(!Self.holdsKey(clean))
            #expect(redacted(clean) == nil)
            guard encoding == .plain else { continue }
            let held = clean.dropFirst(before.count).prefix { $0 != "\"" }
            let inside = String(decoding: try #require(Data(base64Encoded: String(held))), as: UTF8.self)
            #expect(inside == redacted(lead + secret))
        }
    }

    @Test func compressedBytesGoWhole() {
        #expect(redacted(#"{"text":"H4sIAAAAAAAAA6tWKkgsLs4vSlGyUsrOqFSqBQA="}"#) == #"{"text":"REDACTED"}"#)
        #expect(redacted(#"{"text":"KLUv/QRYoQAAeyJhIjoxfQ=="}"#) == #"{"text":"REDACTED"}"#)
    }

    @Test(arguments: [
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "84a98e36-d613-4591-9ae4-29a3a8a3266e", "eyJzdGF0dXMiOiJSdW5uaW5nIn0=",
        "/deviceUpdate/sdkinstance/updates/operations", "AAAAAAAAAAAAAAAA", "c2ln", "c2lnPQ==",
    ])
    func otherBase64Stays(_ text: String) {
        #expect(redacted(#"{"text":"\#(text)"}"#) == nil)
    }

    /// An entry that holds Base64, a failed request whose body is kept, and bytes that a reject has to write in Base64.
    static let recordings: [[UInt8]] = {
        let body = Encoding.plain.write(#"\#0\#0\#0{"access_token":"k3y-of-the-client"}"#)
        let url = "https://x/deviceupdate/i/updates/operations/1"
        let content = #"{"mimeType":"application/octet-stream","text":"\#(body)","encoding":"base64"}"#
        let entry = #"{"request":{"url":"\#(url)"},"response":{"status":200,"content":\#(content)}}"#
        return [
            Array(#"{"log":{"creator":{},"entries":[\#(entry)]}}"#.utf8),
            Array(#"{"url":"\#(url)","status":500,"bodyBase64":"\#(body)"}"#.utf8),
            Array(#"{"a":"?sig=k3y-of-the-client"#.utf8) + [0xFF],
        ]
    }()

    @Test(arguments: recordings, [1 << 20, 64])
    func runLetsNoSecretLeave(_ recording: [UInt8], documentLimit: Int) throws {
        let open = try EnvelopeRun.lines(recording, documentLimit: documentLimit, isBrief: false)
        let clean = try EnvelopeRun.lines(recording, documentLimit: documentLimit, redacts: true, isBrief: false)
        #expect(Self.holdsKey(open) && !Self.holdsKey(clean))
        // What was kept with its secret loses it when it is read back, also where it is too long for that.
        for limit in [1 << 20, 64] {
            let again = try EnvelopeRun.lines(Array(open.utf8), documentLimit: limit, redacts: true, isBrief: false)
            #expect(!Self.holdsKey(again), "limit \(limit)")
        }
    }

    /// Whether a text holds the secret of these tests, as it is or in Base64 at any depth.
    private static func holdsKey(_ text: String) -> Bool {
        if text.contains("k3y-of") { return true }
        let joined = text.replacingOccurrences(of: #"\r\n"#, with: "").replacingOccurrences(of: #"\/"#, with: "/")
            .replacingOccurrences(of: #"\u002B"#, with: "+").replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        return joined.matches(of: /[A-Za-z0-9+\/]{8,}/)
            .contains { match in
                let whole = match.output.count % 4 == 1 ? match.output.dropLast() : match.output
                let padded = whole + String(repeating: "=", count: (4 - whole.count % 4) % 4)
                return Data(base64Encoded: String(padded)).map { holdsKey(String(decoding: $0, as: UTF8.self)) }
                    ?? false
            }
    }

    private func redacted(_ text: String) -> String? {
        Array(text.utf8).withUnsafeBytes { Redaction.redacted($0) }.map { String(decoding: $0, as: UTF8.self) }
    }
}
