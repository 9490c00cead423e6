#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

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

/// The files of a run: which are written in place, which appear by a rename, and that none is an input.
struct OutputPlan {
    /// Nothing where the output is written in place: a descriptor, a device, a FIFO.
    var output: TargetFile?
    /// Nothing where rejects go between the lines or nowhere.
    var rejects: TargetFile?
    /// The rejects file is there only if there are any.
    var isRejectsFileOptional = false
    var summary: TargetFile?
    var sink: ChunkWorker.RejectSink

    init(_ configuration: BatchConfiguration, token: String) throws(BatchFailure) {
        var path: String?
        if case .path(let name) = configuration.output, try !Self.isWrittenInPlace(name) {
            path = name
        }
        output = path.map { TargetFile(path: $0, token: token) }
        switch configuration.rejects {
        case .automatic:
            rejects = path.map { TargetFile(path: $0 + ".rejects.jsonl", token: token + "-rejects") }
            isRejectsFileOptional = true
            sink = path == nil ? .inline : .separate
        case .inline: sink = .inline
        case .drop: sink = .drop
        case .path(let name):
            rejects = TargetFile(path: name, token: token + "-rejects")
            sink = .separate
        }
        summary = configuration.summary.map { TargetFile(path: $0, token: token + "-summary") }
        try checkNames(configuration)
    }

    /// Devices and FIFOs are no files that a rename could replace.
    static func isWrittenInPlace(_ path: String) throws(BatchFailure) -> Bool {
        guard case .success(let status) = FileStatus.at(path) else { return false }
        guard !status.isDirectory else { throw BatchFailure(.usage, "\(printable(path)) is a directory") }
        return !status.isRegular
    }

    private func checkNames(_ configuration: BatchConfiguration) throws(BatchFailure) {
        var names: [String] = []
        var outputs: [(name: String, status: FileStatus)] = []
        for path in [output?.path, rejects?.path, summary?.path].compactMap({ $0 }) {
            guard !names.contains(path) else {
                throw BatchFailure(.usage, "\(printable(path)) is named for two outputs")
            }
            names.append(path)
            if case .success(let status) = FileStatus.at(path) {
                guard !outputs.contains(where: { $0.status.isSameFile(as: status) && status.isRegular }) else {
                    throw BatchFailure(.usage, "\(printable(path)) is named for two outputs")
                }
                outputs.append((path, status))
            }
        }
        if case .descriptor(let number) = configuration.output,
            case .success(let status) = Descriptor(number).status
        {
            outputs.append(("standard output", status))
        }
        for input in configuration.inputs {
            let status: Result<FileStatus, SystemError>
            switch input {
            case .path(let path): status = FileStatus.at(path)
            case .descriptor(let number): status = Descriptor(number).status
            }
            guard case .success(let found) = status, found.isRegular else { continue }
            for output in outputs where output.status.isSameFile(as: found) {
                let name = printable(input.displayName)
                throw BatchFailure(.usage, "the output \(printable(output.name)) is the input \(name)")
            }
        }
    }
}
