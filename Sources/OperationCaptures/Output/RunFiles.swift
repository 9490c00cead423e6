import LongRunningOperations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The files of one run from its beginning, or its continuation, to their final names.
///
///     record created, locked ─▶ temporary files ─▶ … states on record … ─▶ complete on record ─▶ renames ─▶ record gone
///
/// Each step is on disk before the next begins, so that a run killed anywhere finds its way on: what the record names is
/// there, and what is there beyond it is cut.
final class RunFiles {
    let plan: OutputPlan
    /// Where the run begins.
    private(set) var state = ProgressState()
    private let record: ProgressRecord?
    private let interruption: Interruption?
    /// Nothing where an earlier run was complete but for the names of its files.
    private(set) var committer: Committer?

    init(_ configuration: BatchConfiguration) throws(BatchFailure) {
        interruption = configuration.interruption
        let inputs = try InputIdentity.all(configuration.inputs)
        let newToken = TargetFile.makeToken()
        let draft = try OutputPlan(configuration, token: newToken)
        guard let target = draft.output.file else {
            guard !configuration.resume else {
                throw BatchFailure(.usage, "--resume needs an output file (-o)")
            }
            plan = draft
            record = nil
            try openInPlace(configuration)
            return
        }
        if configuration.resume, let rejects = draft.rejects, rejects.file == nil {
            let name = printable(rejects.name)
            throw BatchFailure(.usage, "--resume needs the rejects in a file, and \(name) takes them for good")
        }
        var identity = ProgressRecord.Identity(
            token: newToken,
            mapping: configuration.mappingDigest(),
            settings: configuration.settings,
            inputs: inputs
        )
        let found = configuration.resume ? try ProgressRecord.open(beside: target.path) : nil
        let earlier = try found?.read()
        if let earlier {
            try Self.check(
                earlier.0,
                against: identity,
                path: target.path,
                leftovers: Self.leftovers(configuration, earlier.0)
            )
            identity.token = earlier.0.token
            state = earlier.1
        }
        let opened: ProgressRecord
        if let found {
            opened = found
        } else {
            opened = try ProgressRecord.create(beside: target.path) { Self.leftovers(configuration, $0) }
        }
        record = opened
        plan = earlier == nil ? draft : try OutputPlan(configuration, token: identity.token)
        if earlier == nil {
            try opened.write(identity)
        }
        try openManaged(configuration, isContinued: earlier != nil)
    }

    private func openInPlace(_ configuration: BatchConfiguration) throws(BatchFailure) {
        committer = Committer(
            output: try plan.output.open(configuration.interruption),
            rejects: try plan.rejects?.open(configuration.interruption),
            openRejects: { () throws(BatchFailure) in nil },
            record: nil,
            state: state,
            checkpointInterval: .max,
            observer: configuration.observer
        )
    }

    private func openManaged(_ configuration: BatchConfiguration, isContinued: Bool) throws(BatchFailure) {
        guard let target = plan.output.file else { return }
        guard !(isContinued && state.isComplete) else { return }
        let output = try continueOrCreate(target, length: state.outputLength, digest: state.outputDigest)
        var rejects: OutputSink?
        switch plan.rejects {
        case .file(let target):
            if state.rejectsLength > 0 || !plan.isRejectsFileOptional {
                rejects = try continueOrCreate(target, length: state.rejectsLength, digest: state.rejectsDigest)
            } else {
                target.removeTemporary()
            }
        case .device, .descriptor: rejects = try plan.rejects?.open(configuration.interruption)
        case nil: break
        }
        plan.summary?.file?.removeTemporary()
        // A state must not outlive the names of the files it speaks of.
        try target.synchronizeFolder()
        if rejects != nil { try plan.rejects?.file?.synchronizeFolder() }
        let rejectsTarget = plan.rejects?.file
        committer = Committer(
            output: output,
            rejects: rejects,
            openRejects: { () throws(BatchFailure) in
                guard let rejectsTarget else { return nil }
                let sink = try Destination.file(rejectsTarget).open(nil)
                try rejectsTarget.synchronizeFolder()
                return sink
            },
            record: record,
            state: state,
            checkpointInterval: configuration.checkpointInterval,
            observer: configuration.observer
        )
    }

    private func continueOrCreate(
        _ target: TargetFile,
        length: Int,
        digest: UInt64
    ) throws(BatchFailure) -> OutputSink {
        if let (descriptor, found) = try target.reopen(length: length, digest: digest) {
            return OutputSink(name: target.path, descriptor: descriptor, length: length, digest: found)
        }
        guard length == 0 else {
            throw Self.gone(target)
        }
        return try Destination.file(target).open(nil)
    }

    private static func gone(_ target: TargetFile) -> BatchFailure {
        BatchFailure(
            .usage,
            "\(printable(target.temporaryPath)), which the run wrote, is gone: "
                + "remove the progress record to begin again"
        )
    }

    private static func check(
        _ earlier: ProgressRecord.Identity,
        against now: ProgressRecord.Identity,
        path: String,
        leftovers: @autoclosure () -> [String]
    ) throws(BatchFailure) {
        let what: String
        if earlier.mapping != now.mapping {
            what = "the mappings changed"
        } else if earlier.settings != now.settings {
            what = "the options differ"
        } else if earlier.inputs.contains(InputIdentity.stream) || now.inputs.contains(InputIdentity.stream) {
            what = "an input is a pipe, which cannot be read again"
        } else if earlier.inputs != now.inputs {
            what = "the input changed"
        } else {
            return
        }
        let files = ([ProgressRecord.path(beside: path)] + leftovers()).map(printable).joined(separator: ", ")
        throw BatchFailure(
            .usage,
            "cannot continue the earlier run to \(printable(path)): \(what); remove \(files) to begin again"
        )
    }

    /// The files that an earlier run left under names of its own.
    private static func leftovers(_ configuration: BatchConfiguration, _ earlier: ProgressRecord.Identity) -> [String] {
        guard let plan = try? OutputPlan(configuration, token: earlier.token) else { return [] }
        return [plan.output, plan.rejects, plan.summary]
            .compactMap { $0?.file?.temporaryPath }
            .filter { if case .success = FileStatus.at($0) { true } else { false } }
    }
}

extension RunFiles {
    /// Gives the files their names and writes the summary.
    func publish(_ state: ProgressState, milliseconds: Int) throws(BatchFailure) -> Ledger {
        if let rejects = plan.rejects?.file {
            if state.rejectsLength > 0 || !plan.isRejectsFileOptional {
                try publish(rejects, length: state.rejectsLength, digest: state.rejectsDigest)
            } else if plan.output.file != nil {
                // Those of an earlier output would be taken for those of this one.
                guard unlink(rejects.path) == 0 || errno == ENOENT else {
                    throw .system("remove", rejects.path, errno)
                }
            }
        }
        if let output = plan.output.file {
            try publish(output, length: state.outputLength, digest: state.outputDigest)
        }
        try writeSummary(state.ledger, milliseconds: milliseconds)
        try record?.remove()
        try plan.output.file?.synchronizeFolder()
        return state.ledger
    }

    /// Leaves what a run that ended early wrote: to be continued, or, written in place, whole as far as it goes.
    func end(after failure: BatchFailure, milliseconds: Int) throws(BatchFailure) {
        if record != nil {
            // The record before stays good where this one cannot be written.
            try? committer?.recordState()
            throw failure
        }
        committer?.cutRejects()
        guard failure.kind == .outputClosed else {
            _ = try? committer.map { try publish($0.state, milliseconds: milliseconds) }
            throw failure
        }
    }

    private func publish(_ target: TargetFile, length: Int, digest: UInt64) throws(BatchFailure) {
        guard try !target.publish() else { return }
        // A run that was killed in between had published it already.
        guard record != nil, target.isPublished(length: length, digest: digest) else { throw Self.gone(target) }
        try target.synchronizeFolder()
    }

    private func writeSummary(_ ledger: Ledger, milliseconds: Int) throws(BatchFailure) {
        guard let summary = plan.summary else { return }
        var text = OutputBuffer()
        ledger.appendSummary(to: &text, milliseconds: milliseconds)
        if record != nil { summary.file?.removeTemporary() }
        let sink = try summary.open(interruption)
        do throws(BatchFailure) {
            try sink.write(text.bytes)
            try sink.synchronize()
            if let target = summary.file, try !target.publish() { throw Self.gone(target) }
        } catch {
            summary.file?.removeTemporary()
            throw error
        }
    }
}
