/// What the command line asks for.
struct BenchmarkOptions {
    /// A file of JSON lines to read instead of the corpus that is made.
    var corpusPath: String?
    /// Megabytes of the corpus that is made.
    var megabytes = Self.defaultMegabytes
    var isJSON = false
    /// Only rows whose names hold this text.
    var filter = ""
    /// Measured passes a row.
    var passes = 5
    /// Shapes that get a row each.
    var shapes: [CorpusShape] = []
    /// Envelopes that get a row each.
    var envelopes: [String] = []
    /// The candidates of the rows that detect; none for the whole catalog.
    var services = Self.seedServices
    /// Whether one pass of `lines` is run for an instruction counter instead of a clock.
    var isCounted = false
    /// Where the corpus, or the lines that become of it, are written instead of a measurement.
    var corpusOutput: String?
    var linesOutput: String?
    var isHelp = false

    static let defaultMegabytes = 105
    static let seedServices = ["azure-cdn-china", "azure-devcenter", "azure-device-update"]

    static let help = """
        usage: operation-benchmarks [options]

          --corpus FILE     read these JSON lines instead of the corpus made by seed
          --services A,B    candidates of the row `lines`; `all` is the whole catalog
          --megabytes N     size of the corpus that is made (default \(defaultMegabytes))
          --repeat N        measured passes a row, after one to warm up (default 5)
          --shape NAME      add a row for a shape of documents; `all` adds every one
          --envelope NAME   add a row for a file of an envelope; `all` adds every one
          --filter TEXT     only rows whose names hold TEXT
          --json            print one JSON object
          --counted         run `lines` once for an instruction counter
          --write-corpus F  write the corpus to a file, measure nothing
          --write-lines F   write the canonical lines of the corpus to a file, measure nothing
          --help            print this

        envelopes: \(EnvelopeRow.names.joined(separator: " "))
        shapes: \(CorpusShape.allCases.map(\.rawValue).joined(separator: " "))

        example: operation-benchmarks --shape all --filter lines
        """

    /// Why a command line was not understood.
    struct Misuse: Error {
        var message: String
    }

    init(_ arguments: [String]) throws(Misuse) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--corpus": corpusPath = try Self.value(of: argument, &rest)
            case "--services":
                let list = try Self.value(of: argument, &rest)
                services = list == "all" ? [] : list.split(separator: ",").map(String.init)
            case "--megabytes": megabytes = try Self.number(of: argument, &rest)
            case "--repeat": passes = try Self.number(of: argument, &rest)
            case "--filter": filter = try Self.value(of: argument, &rest)
            case "--shape":
                let name = try Self.value(of: argument, &rest)
                if name == "all" {
                    shapes = CorpusShape.allCases
                } else if let shape = CorpusShape(rawValue: name) {
                    shapes.append(shape)
                } else {
                    throw Misuse(message: "there is no shape \"\(name)\"")
                }
            case "--envelope":
                let name = try Self.value(of: argument, &rest)
                guard name == "all" || EnvelopeRow.names.contains(name) else {
                    throw Misuse(message: "there is no envelope \"\(name)\"")
                }
                envelopes += name == "all" ? EnvelopeRow.names : [name]
            case "--write-corpus": corpusOutput = try Self.value(of: argument, &rest)
            case "--write-lines": linesOutput = try Self.value(of: argument, &rest)
            case "--json": isJSON = true
            case "--counted": isCounted = true
            case "--help", "-h": isHelp = true
            default: throw Misuse(message: "unknown argument \"\(argument)\"")
            }
        }
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(Misuse) -> String {
        guard let value = rest.popFirst() else { throw Misuse(message: "\(option) needs a value") }
        return value
    }

    private static func number(of option: String, _ rest: inout ArraySlice<String>) throws(Misuse) -> Int {
        guard let number = Int(try value(of: option, &rest)), 1...100_000 ~= number else {
            throw Misuse(message: "\(option) needs a whole number from 1 to 100000")
        }
        return number
    }
}
