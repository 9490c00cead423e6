import Foundation
import Testing

@testable import OperationCaptures

/// Stops a run after some chunks, as a kill would.
private final class Stop: BatchObserver, @unchecked Sendable {
    private var rest: Int
    private let interruption: Interruption

    init(after chunks: Int, _ interruption: Interruption) {
        rest = chunks
        self.interruption = interruption
    }

    func batchDidAdvance(_ progress: BatchProgress) {
        rest -= 1
        if rest == 0 { interruption.request(signal: SIGINT) }
    }
}

struct RunFilesTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Runs until some chunks are written; true if that was before the end.
    private func interrupt(
        _ input: BatchInput,
        after chunks: Int,
        resume: Bool = false,
        jobs: Int = 2,
        envelope: Envelope? = nil
    ) throws -> Bool {
        do {
            _ = try scratch.run(input) {
                let interruption = Interruption()
                $0.interruption = interruption
                $0.observer = Stop(after: chunks, interruption)
                $0.chunkSize = 100
                $0.documentLimit = 200
                $0.envelope = envelope
                $0.jobs = jobs
                $0.resume = resume
                $0.checkpointInterval = 500
            }
            return false
        } catch let failure as BatchFailure {
            #expect(failure.kind == .interrupted(signal: 2))
            return true
        }
    }

    @Test(arguments: ["lines", "documents", "array"])
    func resumeGivesTheSameBytes(name: String) throws {
        let bytes =
            switch name {
            case "lines": BatchRunTests.lines(200)
            case "documents": BatchRunTests.documents(150)
            default: BatchRunTests.array(150)
            }
        let input = try BatchInput.path(scratch.write(bytes, to: "in"))
        let expected = try scratch.run(input, to: "expected") {
            $0.documentLimit = 200
            $0.envelope = Envelope.named(name)
        }
        for step in [1, 2, 5, 20] {
            var runs = 0
            let envelope = Envelope.named(name)
            while try interrupt(input, after: step, resume: runs > 0, jobs: runs % 3 + 1, envelope: envelope) {
                runs += 1
            }
            #expect(runs > 0)
            #expect(scratch.read("out") == expected.output)
            #expect(scratch.read("out.rejects.jsonl") == expected.rejects)
            let summary = scratch.text("out.summary")?.replacing(/"seconds":[0-9.]+,/, with: "")
            #expect(summary == expected.summary)
            #expect(!scratch.names.contains { $0.contains(".lro-") })
        }
    }

    @Test func aDamagedRecordNeverMakesWrongOutput() throws {
        let input = try BatchInput.path(scratch.write(BatchRunTests.lines(60), to: "in"))
        let expected = try scratch.run(input, to: "expected") { $0.documentLimit = 200 }
        #expect(try interrupt(input, after: 12))
        let record = try #require(scratch.read("out.lro-progress"))
        let partial = scratch.names.filter { $0.hasPrefix(".out") }.map { ($0, scratch.read($0) ?? []) }
        var refused = 0
        var generator = Generator(state: 9)
        for attempt in 0..<300 {
            var damaged = record
            switch attempt % 3 {
            case 0: damaged.removeLast(Int.random(in: 0...damaged.count, using: &generator))
            case 1: damaged[Int.random(in: 0..<damaged.count, using: &generator)] ^= 1
            default: damaged[Int.random(in: 0..<damaged.count, using: &generator)] = 0x0A
            }
            for (name, bytes) in partial { _ = try scratch.write(bytes, to: name) }
            _ = try scratch.write(damaged, to: "out.lro-progress")
            try? FileManager.default.removeItem(atPath: scratch.path("out"))
            do {
                let found = try scratch.run(input) {
                    $0.documentLimit = 200
                    $0.resume = true
                }
                #expect(found == expected)
            } catch let failure as BatchFailure {
                refused += 1
                #expect(failure.kind == .usage)
                #expect(failure.message.contains("remove"))
                #expect(scratch.read("out") == nil)
            }
        }
        #expect(refused > 0)
    }

    @Test func resumeRefusesWhatChanged() throws {
        let path = try scratch.write(BatchRunTests.lines(60), to: "in")
        #expect(try interrupt(.path(path), after: 5))
        let again = #expect(throws: BatchFailure.self) { _ = try scratch.run(.path(path)) }
        #expect(again?.message.contains("--resume") == true && again?.message.contains("remove") == true)
        func refusal(_ configure: (inout BatchConfiguration) -> Void) -> String? {
            let failure = #expect(throws: BatchFailure.self) {
                _ = try scratch.run(.path(path)) {
                    $0.documentLimit = 200
                    $0.resume = true
                    configure(&$0)
                }
            }
            return failure?.message
        }
        #expect(refusal { $0.mappingDigest = { 1 } }?.contains("the mappings changed") == true)
        #expect(refusal { $0.options = "service" }?.contains("the options differ") == true)
        _ = try scratch.write(BatchRunTests.lines(60) + [0x20], to: "in")
        #expect(refusal { _ in }?.contains("the input changed") == true)
    }

    @Test func anInputEditedInPlaceIsRefusedThoughItsTimeWasPutBack() throws {
        let path = try scratch.write(BatchRunTests.lines(2000), to: "in")
        #expect(try interrupt(.path(path), after: 5))
        let time = try #require(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: 70_000)
        try handle.write(contentsOf: [0x20])
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
        let failure = #expect(throws: BatchFailure.self) {
            _ = try scratch.run(.path(path)) {
                $0.documentLimit = 200
                $0.resume = true
            }
        }
        #expect(failure?.message.contains("the input changed") == true)
    }

    @Test(arguments: [0, 1, 30, 100])
    func aRecordWhoseFirstLineIsTornIsOfARunThatHadDoneNothing(length: Int) throws {
        let input = try BatchInput.path(scratch.write(BatchRunTests.lines(60), to: "in"))
        let expected = try scratch.run(input, to: "expected") { $0.documentLimit = 200 }
        #expect(try interrupt(input, after: 12))
        let record = try #require(scratch.read("out.lro-progress"))
        _ = try scratch.write(Array(record.prefix(length)), to: "out.lro-progress")
        let found = try scratch.run(input) {
            $0.documentLimit = 200
            $0.resume = true
        }
        #expect(found == expected)
    }

    /// A run that is refused leaves all as it is, a line that a crash tore included.
    @Test func aRefusedRunLeavesTheRecord() throws {
        let input = try BatchInput.path(scratch.write(BatchRunTests.lines(200), to: "in"))
        #expect(try interrupt(input, after: 12))
        let torn = try #require(scratch.read("out.lro-progress")).dropLast(5)
        _ = try scratch.write(Array(torn), to: "out.lro-progress")
        let failure = #expect(throws: BatchFailure.self) { _ = try scratch.run(input) }
        #expect(failure?.kind == .usage)
        #expect(scratch.read("out.lro-progress") == Array(torn))
    }

    @Test func nothingIsRecordedAfterAFailedSync() throws {
        let pipe = Pipe()
        // A pipe cannot be synchronized.
        let descriptor = Descriptor(pipe.fileHandleForWriting.fileDescriptor)
        let output = OutputSink(name: "pipe", descriptor: descriptor, digest: ContentDigest())
        let committer = Committer(
            output: output,
            rejects: nil,
            openRejects: { () throws(BatchFailure) in nil },
            record: try ProgressRecord.create(beside: scratch.path("out")),
            state: ProgressState(),
            checkpointInterval: 1,
            observer: nil
        )
        #expect(throws: BatchFailure.self) { try committer.recordState() }
        try committer.recordState()
        #expect(scratch.read("out.lro-progress") == [])
    }

    @Test(arguments: ["a", "ü"])
    func outputsWithLongNamesThatBeginAlikeKeepApart(letter: String) throws {
        let input = try BatchInput.path(scratch.write(BatchRunTests.lines(60), to: "in"))
        let name = String(repeating: letter, count: 224 / letter.utf8.count)
        let expected = try scratch.run(input, to: "expected") { $0.documentLimit = 200 }
        let found = try scratch.run(input, to: name) { $0.documentLimit = 200 }
        #expect(found == expected)
        #expect(found.rejects != nil)
    }

    @Test func aReplacedFileIsNeverMoreOpen() throws {
        let path = try scratch.write([], to: "out")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let descriptor = try TargetFile(path: path, token: "token").create()
        #expect(try descriptor.status.get().mode & 0o777 == 0o600)
        _ = descriptor.close()
    }

    @Test func aFolderThatCannotBeSynchronizedIsSaid() {
        let target = TargetFile(path: scratch.path("nowhere/out"), token: "token")
        #expect(throws: BatchFailure.self) { try target.synchronizeFolder() }
    }

    @Test func outputIsNoInputAndNoFolder() throws {
        let path = try scratch.write(Array("{}".utf8), to: "out")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: path)
        for input in [path, scratch.path("link")] {
            let failure = #expect(throws: BatchFailure.self) { _ = try scratch.run(.path(input)) }
            #expect(failure?.kind == .usage)
        }
        #expect(scratch.text("out") == "{}")
        let same = #expect(throws: BatchFailure.self) {
            _ = try scratch.run(.path(path), to: "new") { $0.rejects = .path(scratch.path("new")) }
        }
        #expect(same?.kind == .usage)
        let folder = #expect(throws: BatchFailure.self) {
            _ = try scratch.run(.path(path)) { $0.output = .path(scratch.folder.path) }
        }
        #expect(folder?.kind == .usage)
    }

    @Test func aReplacedFileKeepsItsModeAndLinksAreNotFollowed() throws {
        let input = try BatchInput.path(scratch.write(Array("{}\n".utf8), to: "in"))
        let victim = try scratch.write(Array("victim".utf8), to: "victim")
        let out = try scratch.write(Array("old".utf8), to: "out")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: out)
        _ = try scratch.run(input)
        #expect(scratch.text("out") == "{}\n")
        let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("out.lro-progress"),
            withDestinationPath: victim
        )
        for resume in [true, false] {
            #expect(throws: BatchFailure.self) { _ = try scratch.run(input) { $0.resume = resume } }
        }
        #expect(scratch.text("victim") == "victim")
    }

    @Test func twoRunsOnOneOutputExcludeEachOther() throws {
        let record = try ProgressRecord.create(beside: scratch.path("out"))
        let input = try BatchInput.path(scratch.write(Array("{}\n".utf8), to: "in"))
        for resume in [true, false] {
            let failure = #expect(throws: BatchFailure.self) { _ = try scratch.run(input) { $0.resume = resume } }
            #expect(failure?.message.contains("another run") == true)
        }
        try record.remove()
    }

    @Test func namesTheFilesThatAnEarlierRunLeft() throws {
        let input = try BatchInput.path(scratch.write(BatchRunTests.lines(200), to: "in"))
        #expect(try interrupt(input, after: 3))
        let left = scratch.names.filter { $0.contains(".lro-") }
        #expect(left.count == 3)
        let failure = #expect(throws: BatchFailure.self) { _ = try scratch.run(input) }
        for name in left { #expect(failure?.message.contains(name) == true) }
        let changed = #expect(throws: BatchFailure.self) {
            _ = try scratch.run(input) {
                $0.resume = true
                $0.documentLimit = 300
            }
        }
        for name in left { #expect(changed?.message.contains(name) == true) }
        for name in left { try FileManager.default.removeItem(atPath: scratch.path(name)) }
        _ = try scratch.run(input)
        #expect(!scratch.names.contains { $0.contains(".lro-") })
    }

    @Test func afullDiskIsALineAndThree() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let input = try BatchInput.path(scratch.write(Array("{}\nx\n".utf8), to: "in"))
        for jobs in [1, 3] {
            let failure = #expect(throws: BatchFailure.self) {
                _ = try scratch.run(input) {
                    $0.output = .path("/dev/full")
                    $0.jobs = jobs
                    $0.chunkSize = 1
                }
            }
            #expect(failure?.kind == .inputOutput)
            #expect(failure?.message == "cannot write /dev/full: No space left on device")
        }
        let summary = #expect(throws: BatchFailure.self) {
            _ = try scratch.run(input) { $0.summary = .path("/dev/full") }
        }
        #expect(summary?.kind == .inputOutput)
    }

    @Test func aClosedPipeIsTheEnd() throws {
        let input = try BatchInput.path(scratch.write(BatchRunTests.lines(500), to: "in"))
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var configuration = BatchConfiguration(
            inputs: [input],
            output: .descriptor(pipe.fileHandleForWriting.fileDescriptor)
        )
        configuration.jobs = 3
        configuration.chunkSize = 10
        _ = try BatchRun(configuration).run { StubConverter() }
    }
}
