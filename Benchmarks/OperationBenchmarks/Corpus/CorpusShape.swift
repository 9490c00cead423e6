/// What a corpus is made of.
enum CorpusShape: String, CaseIterable {
    /// The five vocabularies of the seed services, about 450 bytes a record.
    case mixed
    case deviceUpdate = "device-update"
    case devCenter = "devcenter"
    case cdnChina = "cdn-china"
    case prettyPrinted = "pretty-printed"
    /// Every document failed, with three to eight inner errors.
    case errorChains = "error-chains"
    case nonASCII = "non-ascii"
    /// Sixty members that no mapping knows.
    case unmappedMembers = "unmapped-members"
    /// Properties that hold something else in every document.
    case freeForm = "free-form"
    /// About 60 bytes a document.
    case tiny
    /// About a megabyte a document.
    case huge
    /// Ten members in ever new orders: no layout comes back.
    case shuffled
    /// The mixed corpus, with one line in a hundred cut short.
    case damaged

    /// The digest of the mixed corpus at its default size.
    static let mixedDigest = "756c47dc9525d573"

    /// The candidates, where detection has too little to go by.
    var services: [String]? {
        switch self {
        case .tiny, .unmappedMembers, .freeForm: ["azure-device-update"]
        default: nil
        }
    }

    /// Makes at least `length` bytes.
    func corpus(length: Int, seed: UInt64 = 7) -> Corpus {
        var generator = RecordGenerator(seed: seed, capacity: length + (2 << 20))
        var documents: [Range<Int>] = []
        while generator.text.bytes.count < length {
            let start = generator.text.bytes.count
            append(to: &generator)
            documents.append(start..<generator.text.bytes.count)
            generator.text.endLine()
        }
        let isLines = self != .prettyPrinted
        return Corpus(name: rawValue, bytes: generator.text.bytes, documents: isLines ? nil : documents)
    }

    private func append(to generator: inout RecordGenerator) {
        switch self {
        case .mixed: mixed(&generator)
        case .deviceUpdate: generator.deviceUpdate(isOld: generator.random.chance(50))
        case .devCenter: generator.devCenter()
        case .cdnChina: generator.cdnChina()
        case .prettyPrinted:
            generator.text.layout = .pretty
            service(&generator)
        case .errorChains: generator.deviceUpdate(isOld: generator.random.chance(50), chain: 3...8, failures: 100)
        case .nonASCII:
            let count = 2 + generator.random.below(6)
            let message = (0..<count).map { _ in generator.random.pick(Self.phrases) }.joined(separator: " ")
            generator.cdnChina(message: message)
        case .unmappedMembers:
            let number = generator.random.below(1000)
            generator.unmapped(members: 60, number: number)
        case .freeForm: generator.freeForm()
        case .tiny:
            let status = generator.random.pick(["NotStarted", "Running", "Succeeded", "Failed"])
            let operation = generator.hexadecimal(8)
            let tag = generator.hexadecimal(4)
            generator.text.object { text in
                text.member("operationId", operation)
                text.member("status", status)
                text.member("etag", tag)
            }
        case .huge: generator.huge()
        case .shuffled: generator.shuffled()
        case .damaged:
            let start = generator.text.bytes.count
            mixed(&generator)
            if generator.random.chance(1) {
                generator.text.cut(to: (start + generator.text.bytes.count) / 2)
            }
        }
    }

    private func mixed(_ generator: inout RecordGenerator) {
        generator.text.layout = generator.random.chance(80) ? .compact : .spaced
        service(&generator)
    }

    private func service(_ generator: inout RecordGenerator) {
        switch generator.random.below(5) {
        case 0: generator.deviceUpdate(isOld: false)
        case 1, 2: generator.deviceUpdate(isOld: true)
        case 3: generator.devCenter()
        default: generator.cdnChina()
        }
    }

    /// Letters of two, three and four bytes, and punctuation that canonical text has to look at.
    private static let phrases = [
        "\u{5237}\u{65B0}\u{5931}\u{8D25}\u{FF0C}\u{6E90}\u{7AD9}\u{8D85}\u{65F6}\u{3002}",
        "\u{041E}\u{0448}\u{0438}\u{0431}\u{043A}\u{0430} \u{0441}\u{0435}\u{0440}\u{0432}\u{0435}\u{0440}\u{0430}",
        "Der Ursprung antwortet nicht \u{2014} \u{201E}Zeit\u{FC}berschreitung\u{201C}",
        "\u{64CD}\u{4F5C}\u{5DF2}\u{5B8C}\u{6210}",
        "\u{0627}\u{0646}\u{062A}\u{0647}\u{062A} \u{0627}\u{0644}\u{0645}\u{0647}\u{0644}\u{0629}",
        "\u{1F680} d\u{E9}ploy\u{E9}",
    ]
}

extension RecordGenerator {
    /// A Device Update document with members that no mapping knows.
    mutating func unmapped(members: Int, number: Int) {
        let operation = identifier()
        let acted = time(.ticks)
        text.object { text in
            text.member("operationId", operation)
            text.member("status", "Running")
            text.member("lastActionDateTime", acted)
            for place in 0..<members {
                switch place % 4 {
                case 0: text.member("customText\(place)", "value \(number)")
                case 1: text.member("customNumber\(place)", json: String(number * place))
                case 2: text.member("customFlag\(place)", json: "true")
                default: text.object("customObject\(place)") { $0.member("key", json: "[1,2,\(number)]") }
                }
            }
        }
    }

    /// A Device Update document with an object of any members, in which objects and arrays stand up to three deep.
    mutating func freeForm() {
        let operation = identifier()
        let times = [time(.ticks), time(.ticks)]
        let properties = anyObject(depth: 1)
        let tag = identifier()
        text.object { text in
            text.member("operationId", operation)
            text.member("status", "Succeeded")
            text.member("createdDateTime", times[0])
            text.member("lastActionDateTime", times[1])
            text.member("properties", json: properties)
            text.member("etag", tag)
        }
    }

    private mutating func anyObject(depth: Int) -> String {
        let members = (0..<1 + random.below(4)).map { _ in "\"\(anyName())\":\(anyValue(depth: depth))" }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func anyValue(depth: Int) -> String {
        switch random.below(depth < 3 ? 6 : 4) {
        case 0: return String(random.below(1_000_000))
        case 1: return random.chance(50) ? "true" : "null"
        case 2, 3: return "\"\(hexadecimal(4 + random.below(20)))\""
        case 4: return anyObject(depth: depth + 1)
        default:
            let elements = (0..<random.below(4)).map { _ in anyValue(depth: depth + 1) }
            return "[\(elements.joined(separator: ","))]"
        }
    }

    private mutating func anyName() -> String {
        random.pick(["region", "size", "sku", "owner", "zone", "tier", "build"]) + String(random.below(40))
    }

    /// A Device Update document whose members come in any order.
    mutating func shuffled() {
        let times = [time(.ticks), time(.ticks)]
        var members = [
            ("operationId", identifier()), ("status", "Running"), ("traceId", hexadecimal(32)),
            ("createdDateTime", times[0]),
            ("lastActionDateTime", times[1]), ("etag", identifier()),
            ("resourceLocation", "/updates/\(hexadecimal(8))"),
            ("description", hexadecimal(20)), ("deviceStatus", hexadecimal(6)), ("owner", hexadecimal(12)),
        ]
        for place in members.indices.dropFirst() { members.swapAt(place, random.below(place + 1)) }
        text.object { text in
            for (name, value) in members { text.member(name, value) }
        }
    }

    /// A DevCenter document whose properties are a megabyte.
    mutating func huge() {
        let values = (0..<64).map { _ in identifier() }
        devCenter { text in
            text.array("items") { text in
                for place in 0..<12_000 {
                    text.element { text in
                        text.member("id", values[place % 64])
                        text.member("size", json: String(place * 7919))
                        text.member("isReady", json: place % 3 == 0 ? "true" : "false")
                    }
                }
            }
        }
    }
}
