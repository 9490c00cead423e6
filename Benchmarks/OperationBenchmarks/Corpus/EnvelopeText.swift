import LongRunningOperations

/// Documents as a recording tool keeps them.
///
///     head  before document after  separator  before document after  …  tail
///
/// In `before` a `%` stands for the number of the document, so that no URL comes twice.
struct EnvelopeText {
    private var head = ""
    private var before = ""
    /// Whether the document stands in a string.
    private var isText = false
    private var after = ""
    private var separator = "\n"
    private var tail = ""

    /// How an envelope keeps replies of Device Update; nil where that is not known.
    init?(_ envelope: String) {
        let url = "https://x.api.adu.microsoft.com/deviceupdate/i/updates/operations/%?api-version=2022-10-01"
        switch envelope {
        case "lines": break
        case "documents": separator = "\n\n"
        case "array": (head, separator, tail) = ("[\n", ",\n", "\n]\n")
        case "exchange":
            before = #"{"url":"\#(url)","method":"GET","status":200,"headers":{"Content-Type":"application/json","#
            before += #""ETag":"\"%\"","Date":"Thu, 01 May 2031 08:00:00 GMT"},"body":"#
            after = "}"
        case "docker":
            (before, isText) = (#"{"log":""#, true)
            after = #"\n","stream":"stdout","time":"2031-05-01T08:00:00.000000000Z"}"#
        case "har":
            (head, separator, tail) = (
                #"{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":["#, ",", "]}}"
            )
            before =
                #"{"startedDateTime":"2031-05-01T08:00:00.000Z","time":12,"request":{"method":"GET","url":"\#(url)","#
            before +=
                #""httpVersion":"HTTP/1.1","headers":[{"name":"Accept","value":"*/*"}],"queryString":[],"cookies":[],"#
            before += #""headersSize":-1,"bodySize":0},"response":{"status":200,"statusText":"OK","headers":["#
            before +=
                #"{"name":"Content-Type","value":"application/json"},{"name":"ETag","value":"\"%\""}],"cookies":[],"#
            before += #""content":{"mimeType":"application/json","text":""#
            isText = true
            after = #""},"redirectURL":"","headersSize":-1,"bodySize":-1},"cache":{},"timings":{"wait":10}}"#
        case "test-proxy":
            (head, separator, tail) = (#"{"Entries":["#, ",", #"],"Variables":{}}"#)
            before = #"{"RequestUri":"\#(url)","RequestMethod":"GET","RequestHeaders":{"Accept":"application/json"},"#
            before += #""RequestBody":null,"StatusCode":200,"ResponseHeaders":{"Content-Type":"application/json","#
            before += #""ETag":"\"%\""},"ResponseBody":"#
            after = "}"
        case "java-session":
            (head, separator, tail) = (#"{"networkCallRecords":["#, ",", #"],"variables":[]}"#)
            before = #"{"Method":"GET","Uri":"\#(url)","Headers":{},"Response":{"StatusCode":"200","ETag":"\"%\"","#
            before += #""Content-Type":"application/json","Body":""#
            (isText, after) = (true, #""},"Exception":null}"#)
        case "azure-monitor":
            before = #"{"time":"2031-05-01T08:00:00Z","resourceId":"/SUBSCRIPTIONS/%","operationName":"Update","#
            before += #""category":"Requests","properties":{"statusMessage":""#
            (isText, after) = (true, #""}}"#)
        default: return nil
        }
    }

    /// A file of the documents of a corpus of lines; its documents are its entries.
    func corpus(of lines: Corpus, name: String) -> Corpus {
        var output = OutputBuffer(capacity: lines.count * 2)
        var entries: [Range<Int>] = []
        output.append(head)
        for line in lines.bytes.split(separator: UInt8(ascii: "\n")) {
            if !entries.isEmpty { output.append(separator) }
            let start = output.count
            output.append(before.replacing("%", with: String(entries.count)))
            let document = UnsafeRawBufferPointer(rebasing: line)
            if isText { output.appendEscaped(document) } else { output.append(document) }
            output.append(after)
            entries.append(start..<output.count)
        }
        output.append(tail)
        return Corpus(name: name, bytes: Array(output.bytes), documents: entries)
    }
}
