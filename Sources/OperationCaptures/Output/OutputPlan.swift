/// Where a run writes to.
package enum BatchOutput: Equatable, Sendable {
    case path(String)
    /// An open descriptor, which is left open; 1 is standard output.
    case descriptor(Int32)

    package static let standardOutput = BatchOutput.descriptor(1)
}

/// What becomes of rejects.
package enum RejectOutput: Equatable, Sendable {
    /// Between the lines of standard output; beside an output file, in `OUT.rejects.jsonl`, if there are any.
    case automatic
    case inline
    case drop
    case path(String)
}

/// The outputs of a run, of which no two are one file and none is an input.
struct OutputPlan {
    var output: Destination
    /// Nothing where rejects go between the lines or nowhere.
    var rejects: Destination?
    /// The rejects file is there only if there are any.
    var isRejectsFileOptional = false
    var summary: Destination?
    var sink: ChunkWorker.RejectSink

    init(_ configuration: BatchConfiguration, token: String) throws(BatchFailure) {
        output = try Destination(configuration.output, token: token)
        switch configuration.rejects {
        case .automatic:
            isRejectsFileOptional = true
            sink = .inline
            if let file = output.file {
                rejects = try Destination(.path(file.path + ".rejects.jsonl"), token: token + "-rejects")
                sink = .separate
            }
        case .inline: sink = .inline
        case .drop: sink = .drop
        case .path(let name):
            rejects = try Destination(.path(name), token: token + "-rejects")
            sink = .separate
        }
        if let summary = configuration.summary {
            self.summary = try Destination(summary, token: token + "-summary")
        }
        try checkOutputs()
        try checkInputs(configuration.inputs)
    }

    private var destinations: [Destination] { [output, rejects, summary].compactMap(\.self) }

    /// However their names are written, and whether they are there already or not.
    private func checkOutputs() throws(BatchFailure) {
        var places: [TargetFile.Place] = []
        var files: [FileStatus] = []
        if let record = output.file.map({ ProgressRecord.path(beside: $0.path) }),
            let place = TargetFile(path: record, token: "").place
        {
            places.append(place)
        }
        for destination in destinations {
            let place = destination.file?.place
            let status = destination.status.flatMap { $0.isRegular ? $0 : nil }
            let isKnown =
                place.map { places.contains($0) } ?? false
                || status.map { status in files.contains { $0.isSameFile(as: status) } } ?? false
            guard !isKnown else {
                throw BatchFailure(.usage, "\(printable(destination.name)) is named for two outputs")
            }
            if let place { places.append(place) }
            if let status { files.append(status) }
        }
    }

    private func checkInputs(_ inputs: [BatchInput]) throws(BatchFailure) {
        for input in inputs {
            let status: Result<FileStatus, SystemError>
            switch input {
            case .path(let path): status = FileStatus.at(path)
            case .descriptor(let number): status = Descriptor(number).status
            }
            guard case .success(let found) = status, found.isRegular else { continue }
            for output in destinations where output.status?.isSameFile(as: found) == true {
                let name = printable(input.displayName)
                throw BatchFailure(.usage, "the output \(printable(output.name)) is the input \(name)")
            }
        }
    }
}
