/// Formats of recording tools that are no JSON: known by name, refused with the command that turns them into JSON.
package enum UnreadableRecording: Sendable {
    /// YAML cassettes of VCR and vcrpy.
    case cassette
    /// Scripts of nock for JavaScript.
    case nock

    /// What to do instead, in a sentence and a command.
    package var refusal: String {
        switch self {
        case .cassette:
            """
            this is a YAML cassette, which lro does not read; turn it into JSON first:
              yq -c '.interactions[] | {"url": .request.uri, "method": .request.method, \
            "status": .response.status.code, "headers": .response.headers, "body": .response.body.string}' FILE \
            | lro convert --envelope exchange
            (the yq that is written in Go wants '-o=json -I=0' instead of '-c')
            """
        case .nock:
            """
            this is a nock script, which lro does not read; let it tell its replies as JSON first:
              node -e '\(Self.nockScript)' FILE | lro convert --envelope exchange
            """
        }
    }

    /// Stands in for nock while the script runs, and prints each reply as a line of the envelope `exchange`.
    private static let nockScript = """
        const M=require("module"),L=M._load,P=require("path");\
        const n=u=>{const s={};for(const m of ["get","put","post","patch","delete","head"])s[m]=p=>{const i={};\
        for(const c of ["query","matchHeader","delay","times","persist"])i[c]=()=>i;\
        i.reply=(status,body,h)=>{const headers=Array.isArray(h)?h:h||{};\
        console.log(JSON.stringify({url:u+p,method:m.toUpperCase(),status,headers,body}));return s};return i};\
        for(const c of ["persist","matchHeader","defaultReplyHeaders"])s[c]=()=>s;return s};\
        M._load=(r,...a)=>r==="nock"?n:L(r,...a);require(P.resolve(process.argv[1]))
        """

    /// The format of a file that begins with these bytes, if it is one of these.
    package static func detect(_ head: UnsafeRawBufferPointer) -> UnreadableRecording? {
        var start = skipWhiteSpace(head, from: 0, to: head.count)
        guard start < head.count, head[start] != UInt8(ascii: "{"), head[start] != UInt8(ascii: "[") else { return nil }
        let last = min(head.count, 4096)
        while start < last {
            let line = head[start..<last].prefix { $0 != 0x0A }
            if line.starts(with: "interactions:".utf8) || line.starts(with: "http_interactions:".utf8) {
                return .cassette
            }
            let isScript = [
                UInt8(ascii: "l"), UInt8(ascii: "c"), UInt8(ascii: "v"), UInt8(ascii: "n"), UInt8(ascii: "i"),
            ]
            if let first = line.first, isScript.contains(first),
                LogLine.find("nock", in: UnsafeRawBufferPointer(rebasing: line)) != nil
            {
                return .nock
            }
            start = line.endIndex + 1
        }
        return nil
    }
}
