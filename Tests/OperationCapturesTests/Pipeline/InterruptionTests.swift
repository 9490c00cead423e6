import Foundation
import Testing

@testable import OperationCaptures

@Suite(.timeLimit(.minutes(1)))
struct InterruptionTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func failure(
        of configuration: BatchConfiguration,
        requestingEnd: Bool = true
    ) throws -> BatchFailure? {
        var configuration = configuration
        let interruption = Interruption()
        configuration.interruption = interruption
        let thread = PipelineThread {
            usleep(100_000)
            if requestingEnd { interruption.request(signal: SIGTERM) }
        }
        defer { thread?.join() }
        do throws(BatchFailure) {
            _ = try BatchRun(configuration).run { StubConverter() }
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [1, 3])
    func endsTheWaitForInput(jobs: Int) throws {
        let input = Pipe()
        input.fileHandleForWriting.write(Data("{\"id\":1}\n".utf8))
        var configuration = BatchConfiguration(
            inputs: [.descriptor(input.fileHandleForReading.fileDescriptor)],
            output: .path(scratch.path("out"))
        )
        configuration.jobs = jobs
        #expect(try failure(of: configuration)?.kind == .interrupted(signal: SIGTERM))
    }

    /// Nobody reads, and what is written is more than a pipe takes.
    @Test(arguments: [1, 3])
    func endsTheWaitForAReaderOfThePipe(jobs: Int) throws {
        let output = Pipe()
        var configuration = BatchConfiguration(
            inputs: [try .path(scratch.write(BatchRunTests.lines(20_000), to: "in"))],
            output: .descriptor(output.fileHandleForWriting.fileDescriptor)
        )
        configuration.jobs = jobs
        #expect(try failure(of: configuration)?.kind == .interrupted(signal: SIGTERM))
        // The pipe is as others know it.
        #expect(fcntl(output.fileHandleForWriting.fileDescriptor, F_GETFL) & O_NONBLOCK == 0)
    }

    @Test(arguments: [1, 3])
    func endsTheWaitForAReaderOfTheFIFO(jobs: Int) throws {
        #expect(mkfifo(scratch.path("fifo"), 0o600) == 0)
        var configuration = BatchConfiguration(
            inputs: [try .path(scratch.write(Array("{}\n".utf8), to: "in"))],
            output: .path(scratch.path("fifo"))
        )
        configuration.jobs = jobs
        #expect(try failure(of: configuration)?.kind == .interrupted(signal: SIGTERM))
    }

    /// Input may never come, and nobody would read what becomes of it.
    @Test(arguments: [1, 2, 5])
    func failedWriteEndsTheWaitForInput(jobs: Int) throws {
        let input = Pipe()
        let output = Pipe()
        try output.fileHandleForReading.close()
        input.fileHandleForWriting.write(Data("{\"id\":1}\n".utf8))
        var configuration = BatchConfiguration(
            inputs: [.descriptor(input.fileHandleForReading.fileDescriptor)],
            output: .descriptor(output.fileHandleForWriting.fileDescriptor)
        )
        configuration.jobs = jobs
        if FileManager.default.fileExists(atPath: "/dev/full") {
            configuration.output = .path("/dev/full")
            #expect(try failure(of: configuration, requestingEnd: false)?.kind == .inputOutput)
            configuration.output = .descriptor(output.fileHandleForWriting.fileDescriptor)
            input.fileHandleForWriting.write(Data("{\"id\":2}\n".utf8))
        }
        // A closed pipe is no failure of the run, but its end.
        #expect(try failure(of: configuration, requestingEnd: false) == nil)
    }

    /// A reader that goes on reading gets whole documents.
    @Test func slowReaderGetsWholeLines() throws {
        let output = Pipe()
        let bytes = Array(repeating: Array("{\"id\":\"\(String(repeating: "x", count: 90))\"}\n".utf8), count: 20_000)
            .flatMap { $0 }
        var configuration = BatchConfiguration(
            inputs: [try .path(scratch.write(bytes, to: "in"))],
            output: .descriptor(output.fileHandleForWriting.fileDescriptor)
        )
        configuration.jobs = 2
        let interruption = Interruption()
        configuration.interruption = interruption
        let found = Found()
        let handle = output.fileHandleForReading
        let reader = PipelineThread {
            usleep(200_000)
            interruption.request(signal: SIGINT)
            while true {
                let data = handle.readData(ofLength: 10_000)
                if data.isEmpty { return }
                found.bytes += data
                usleep(1000)
            }
        }
        var failure: BatchFailure?
        do throws(BatchFailure) {
            _ = try BatchRun(configuration).run { StubConverter() }
        } catch {
            failure = error
        }
        try output.fileHandleForWriting.close()
        reader?.join()
        #expect(failure?.kind == .interrupted(signal: SIGINT))
        #expect(!found.bytes.isEmpty && found.bytes.count < bytes.count)
        #expect(found.bytes.last == 0x0A)
    }

    private final class Found: @unchecked Sendable {
        var bytes = Data()
    }
}
