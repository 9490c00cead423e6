/// Makes status documents of the seed services, as those services write them.
struct RecordGenerator {
    var random: SeededGenerator
    var text: DocumentText

    /// How a service writes times.
    enum TimeStyle {
        case ticks
        case offset
        case milliseconds
    }

    private static let failureDetail = """
        Response status code does not indicate success: 403 (Server failed to authenticate the request. Make sure the \
        value of \\"Authorization\\" header is formed correctly including the signature.).
        """

    init(seed: UInt64, capacity: Int) {
        random = SeededGenerator(seed: seed)
        text = DocumentText(capacity: capacity)
    }

    // MARK: Parts

    mutating func identifier() -> String {
        var digits = hexadecimal(32)
        for place in [20, 16, 12, 8] {
            digits.insert("-", at: digits.utf8.index(digits.startIndex, offsetBy: place))
        }
        return digits
    }

    mutating func hexadecimal(_ count: Int) -> String {
        var digits = ""
        digits.reserveCapacity(count + 4)
        var bits: UInt64 = 0
        for place in 0..<count {
            if place % 16 == 0 { bits = random.next() }
            let digit = UInt8(truncatingIfNeeded: bits & 15)
            digits.unicodeScalars.append(Unicode.Scalar(digit < 10 ? 0x30 + digit : 0x57 + digit))
            bits >>= 4
        }
        return digits
    }

    mutating func time(_ style: TimeStyle) -> String {
        let date = "20\(20 + random.below(6))-\(two(1 + random.below(12)))-\(two(1 + random.below(28)))"
        let clock = "\(two(random.below(24))):\(two(random.below(60))):\(two(random.below(60)))"
        switch style {
        case .ticks: return "\(date)T\(clock).\(padded(random.below(10_000_000), 7))Z"
        case .offset: return "\(date)T\(clock).\(padded(random.below(10_000_000), 7))+00:00"
        case .milliseconds: return "\(date)T\(clock).\(padded(random.below(1000), 3))Z"
        }
    }

    private func two(_ number: Int) -> String {
        padded(number, 2)
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }

    // MARK: Services

    /// Device Update: `innererror` and offsets in its older versions, `innerError` and `Z` in the newer ones.
    mutating func deviceUpdate(isOld: Bool, chain: ClosedRange<Int> = 1...3, failures: Int = 20) {
        let status =
            random.chance(failures)
            ? "Failed"
            : random.pick(weighted: [("NotStarted", 10), ("Running", 30), ("Succeeded", 80), ("Undefined", 1)])
        let style = isOld ? TimeStyle.offset : .ticks
        let operation = identifier()
        let trace = hexadecimal(32)
        let tag = identifier()
        let acted = time(style)
        let created = time(style)
        let provider = random.pick(["Contoso", "Fabrikam", "\u{5FAE}\u{8F6F}"])
        let name = random.pick(["ImageUpdate", "adu", "Toaster"])
        let version = "\(random.below(9)).\(random.below(99))"
        let occurred = time(.ticks)
        let code = random.pick(["CannotDownload", "BlobNotFound", "HashMismatch", "QuotaExceeded"])
        let depth = chain.lowerBound + random.below(chain.count)
        text.object { text in
            text.member("operationId", operation)
            text.member("status", status)
            if status == "Succeeded" || status == "Running" {
                text.object("updateId") { text in
                    text.member("provider", provider)
                    text.member("name", name)
                    text.member("version", version)
                }
                let path = "/deviceupdate/blue/v2/updates/providers/\(provider)/names/\(name)/versions/\(version)"
                text.member("resourceLocation", path)
            }
            if status == "Failed" {
                text.object("error") { text in
                    text.member("code", "CannotProcessImportManifest")
                    text.member("message", "Error processing import manifest.")
                    text.member("target", "manifest")
                    text.array("details") { _ in }
                    text.member("occurredDateTime", occurred)
                    Self.inner(&text, isOld ? "innererror" : "innerError", code: code, depth: depth)
                }
            }
            text.member("traceId", trace)
            text.member("lastActionDateTime", acted)
            text.member("createdDateTime", created)
            text.member("etag", "\\\"\(tag)\\\"")
        }
    }

    private static func inner(_ text: inout DocumentText, _ name: String, code: String, depth: Int) {
        text.object(name) { text in
            text.member("code", code)
            text.member("message", "Cannot download import manifest.")
            text.member("errorDetail", failureDetail)
            if depth > 1 { inner(&text, "innerError", code: code, depth: depth - 1) }
        }
    }

    /// DevCenter: Azure Core's operation status with a path as `id`.
    mutating func devCenter(properties: ((inout DocumentText) -> Void)? = nil) {
        let status = random.pick(
            weighted: [("NotStarted", 1), ("Running", 3), ("Succeeded", 8), ("Failed", 2), ("Canceled", 1)]
        )
        let name = identifier()
        let start = time(.milliseconds)
        let end = time(.milliseconds)
        let percent = "\(random.below(100)).\(random.below(10))"
        let number = random.below(1000)
        let isDelayed = random.chance(50)
        text.object { text in
            text.member("id", "/projects/myProject/operationStatuses/\(name)")
            text.member("name", name)
            text.member("status", status)
            text.member("startTime", start)
            if status == "Running" { text.member("percentComplete", json: percent) }
            if status == "Succeeded" || status == "Failed" || status == "Canceled" { text.member("endTime", end) }
            if status == "Succeeded" {
                text.member("resourceId", "/projects/myProject/users/me/devboxes/box\(number)")
            }
            if status == "Succeeded" || properties != nil {
                text.object("properties") { text in
                    text.member("delayed", json: isDelayed ? "true" : "false")
                    text.member("hibernate", json: "null")
                    text.member("attempts", json: String(number % 5))
                    properties?(&text)
                }
            }
            if status == "Failed" {
                text.object("error") { text in
                    text.member("code", "QuotaExceeded")
                    text.member("message", "The pool's quota\\nis exhausted.")
                    text.member("target", "pool")
                    text.array("details") { text in
                        text.element { text in
                            text.member("code", "Cores")
                            text.member("message", "cores=\(number % 64)")
                        }
                    }
                    text.object("innererror") { text in
                        text.member("code", "SkuNotAvailable")
                        text.object("innererror") { $0.member("code", "RegionFull") }
                    }
                }
            }
        }
    }

    /// China CDN: capitals, nulls, and sometimes the reply to a failed request.
    mutating func cdnChina(message: String? = nil) {
        if random.chance(6) {
            let type = random.pick(["MissingAuthorizationHeader", "RequestThrottled", "EndpointNotFound"])
            text.object { text in
                text.member("Succeeded", json: "false")
                text.object("ErrorInfo") { text in
                    text.member("Type", type)
                    text.member("Message", message ?? "Missing authorization header.")
                }
            }
            return
        }
        let status = random.pick(weighted: [("NotSet", 1), ("Processing", 3), ("Succeeded", 8), ("Failed", 2)])
        let isOver = status == "Succeeded" || status == "Failed"
        let operation = identifier()
        let type = random.pick(["Purge", "Preload", "CreateEndpoint"])
        let start = time(.milliseconds)
        let end = time(.milliseconds)
        let endpoint = identifier()
        let subscription = identifier()
        let failure = status == "Failed" ? "\u{5237}\u{65B0}\u{5931}\u{8D25}: origin timeout" : nil
        text.object { text in
            text.member("Id", operation)
            text.member("Type", type)
            text.member("Status", status)
            if let words = message ?? failure {
                text.member("Message", words)
            } else {
                text.member("Message", json: "null")
            }
            text.member("Start", start)
            if isOver { text.member("End", end) } else { text.member("End", json: "null") }
            text.member("EndpointId", endpoint)
            text.member("SubscriptionId", subscription)
        }
    }
}
