import OperationCaptures

/// What a command reads, and how: shared by every command that takes captures.
struct InputOptions: Hashable, Sendable {
    /// How exchanges lie in the input.
    enum Envelope: Hashable, Sendable {
        case detected
        case named(EnvelopeName)
        case pointers(EnvelopePointers)
    }

    /// Where the parts of an exchange are, in a format that has no name here.
    struct EnvelopePointers: Hashable, Sendable {
        var entries: String?
        var payload: String
        var status: String?
        var headers: String?
        var url: String?
    }

    /// The files in the order given; `-` is standard input, and so are no files.
    var files: [ArgumentText] = []
    /// The candidates; with none, the service of each record is detected.
    var services: [String] = []
    var mappings: ArgumentText?
    var envelopeName: EnvelopeName?
    var payload: String?
    var status: String?
    var headers: String?
    var url: String?
    var entries: String?

    /// How exchanges lie in the input, as the options say together.
    var envelope: Envelope {
        if let payload {
            return .pointers(
                EnvelopePointers(entries: entries, payload: payload, status: status, headers: headers, url: url)
            )
        }
        return envelopeName.map { .named($0) } ?? .detected
    }

    mutating func take(_ file: ArgumentText) throws(UsageError) {
        files.append(try PathArgument.required(file))
    }

    func validate() throws(UsageError) {
        if payload == nil {
            for (name, value) in [
                ("--status-at", status), ("--headers-at", headers), ("--url-at", url), ("--entries", entries),
            ] where value != nil {
                throw UsageError("option '\(name)' needs '--payload'")
            }
        } else if envelopeName != nil {
            throw UsageError("options '--envelope' and '--payload' exclude each other")
        }
        guard files.filter(\.isDash).count <= 1 else { throw UsageError("standard input ('-') is named twice") }
    }
}

extension InputOptions {
    static let section: OptionTable<InputOptions>.Section = .init(
        title: "Input",
        rules: [
            .value(
                "service",
                "ID[,ID…]",
                completes: .services,
                into: \.services,
                by: ServiceSelection.read,
                "The service whose replies these are, or several to choose from. Without it, the service of "
                    + "each record is detected."
            ),
            .value(
                "envelope",
                "NAME",
                completes: .words(EnvelopeName.words),
                into: \.envelopeName,
                by: EnvelopeName.read,
                "The format of the capture, if it should not be detected; they are listed below."
            ),
            .value(
                "mappings",
                "DIR",
                completes: .directories,
                into: \.mappings,
                by: PathArgument.read,
                "Also use the mappings of this folder; they override built-in ones of the same id."
            ),
        ]
    )

    /// The formats that `--envelope` names.
    static let envelopes = CommandDescription.Glossary(
        title: "Envelopes, each with a smallest capture",
        entries: EnvelopeName.allCases.compactMap { name in
            OperationCaptures.Envelope.named(name.rawValue)
                .map { .init(word: $0.name, meaning: $0.summary, example: $0.example) }
        }
    )

    static let pointers: OptionTable<InputOptions>.Section = .init(
        title: "Input in a format of your own (JSON Pointers)",
        rules: [
            .value(
                "payload",
                "POINTER",
                into: \.payload,
                by: PointerArgument.read,
                "Where the body of the response is: a JSON value, or a string that holds one."
            ),
            .value(
                "entries",
                "POINTER",
                into: \.entries,
                by: PointerArgument.read,
                "Where the list of exchanges is; the other pointers start at its elements."
            ),
            .value("status-at", "POINTER", into: \.status, by: PointerArgument.read, "Where the HTTP status is."),
            .value("headers-at", "POINTER", into: \.headers, by: PointerArgument.read, "Where the headers are."),
            .value("url-at", "POINTER", into: \.url, by: PointerArgument.read, "Where the URL of the request is."),
        ]
    )
}
