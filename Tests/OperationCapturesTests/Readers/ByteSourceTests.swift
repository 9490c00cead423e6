import Foundation
import Testing

@testable import OperationCaptures

struct ByteSourceTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private static let text = "{\"id\":1,\"é\":\"😀\u{85}\"}\n\nbroken\n{\"id\":2}\n"

    private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    private func converted(_ bytes: [UInt8], name: String = "in", chunkSize: Int = 1 << 18) throws -> RunResult {
        let input = try BatchInput.path(scratch.write(bytes, to: name))
        return try scratch.run(input) {
            $0.chunkSize = chunkSize
            $0.rejects = .inline
        }
    }

    /// The bytes that a system program makes of others.
    private func compressed(_ bytes: [UInt8], by program: String) throws -> [UInt8] {
        let path = try scratch.write(bytes, to: "plain")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program, "-c", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }

    @Test(arguments: [1, 2, 5, 4096])
    func textInAnyCoding(chunkSize: Int) throws {
        let plain = try converted(Array(Self.text.utf8), chunkSize: chunkSize)
        #expect(plain.ledger.converted == 2 && plain.ledger.rejected == 1 && plain.ledger.blank == 1)
        for bigEndian in [true, false] {
            #expect(try converted(Self.utf16(Self.text, bigEndian: bigEndian), chunkSize: chunkSize) == plain)
            let marked = try converted(Self.utf16("\u{FEFF}" + Self.text, bigEndian: bigEndian), chunkSize: chunkSize)
            #expect(marked.ledger.converted == 2 && marked.ledger.bytes == plain.ledger.bytes + 3)
            #expect(try converted(Array(("\u{FEFF}" + Self.text).utf8), chunkSize: chunkSize) == marked)
        }
        for program in ["gzip", "zstd"] {
            let packed = try converted(try compressed(Array(Self.text.utf8), by: program), chunkSize: chunkSize)
            #expect(packed == plain)
            let wide = try compressed(Self.utf16("\u{FEFF}" + Self.text, bigEndian: false), by: program)
            #expect(try converted(wide, chunkSize: chunkSize).ledger.converted == 2)
        }
    }

    @Test func halfACharacterIsRejected() throws {
        var bytes = Self.utf16("{\"a\":1}\n{\"b\":\"", bigEndian: false)
        bytes += [0x00, 0xD8] + Self.utf16("\"}\n{\"c\":1}", bigEndian: false) + [0x7B]
        let result = try converted(bytes)
        #expect(result.ledger.converted == 1)
        #expect(result.ledger.rejects.mapValues(\.count) == ["invalidUTF8": 2])
        #expect(String(decoding: result.output, as: UTF8.self).contains("\"rawBase64\":\"eyJiIjoi7aCAIn0=\""))
    }

    @Test(arguments: ["gzip", "zstd"])
    func aCutStreamKeepsWhatCameBefore(program: String) throws {
        var generator = Generator(state: 1)
        let lines = (0..<20_000).map { _ in "{\"id\":\(UInt64.random(in: 0...(.max), using: &generator))}\n" }.joined()
        let packed = try compressed(Array(lines.utf8), by: program)
        for path in [true, false] {
            let pipe = Pipe()
            let output = scratch.path("stream")
            #expect(FileManager.default.createFile(atPath: output, contents: nil))
            let handle = try #require(FileHandle(forWritingAtPath: output))
            let name = try scratch.write(Array(packed.dropLast(packed.count / 3)), to: "cut")
            let input = path ? BatchInput.path(name) : .descriptor(pipe.fileHandleForReading.fileDescriptor)
            let cut = Data(packed.dropLast(packed.count / 3))
            // The program must not hold open the pipe that feeds it.
            for handle in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
                #expect(fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC) == 0)
            }
            let writer = Thread {
                pipe.fileHandleForWriting.write(cut)
                try? pipe.fileHandleForWriting.close()
            }
            writer.start()
            var configuration = BatchConfiguration(inputs: [input], output: .descriptor(handle.fileDescriptor))
            configuration.chunkSize = 4096
            let failure = #expect(throws: BatchFailure.self) {
                _ = try BatchRun(configuration).run { StubConverter() }
            }
            #expect(failure?.kind == .inputOutput)
            #expect(failure?.message.contains("damaged or cut short: \(program)") == true)
            let kept = scratch.text("stream") ?? ""
            #expect(kept.utf8.count > lines.utf8.count / 3)
            #expect(lines.hasPrefix(kept))
        }
    }

    @Test func aFIFOWaitsForItsWriter() throws {
        let path = scratch.path("fifo")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = Thread {
            usleep(50_000)
            guard let handle = FileHandle(forWritingAtPath: path) else { return }
            handle.write(Data("{\"a\":1}\n".utf8))
            usleep(50_000)
            handle.write(Data("{\"b\":1}\n".utf8))
            try? handle.close()
        }
        writer.start()
        let result = try scratch.run(.path(path))
        #expect(result.ledger.converted == 2)
    }

    @Test func anInterruptReachesARunThatWaits() throws {
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data("{\"a\":1}\n{\"b\"".utf8))
        let interruption = Interruption()
        let thread = Thread {
            usleep(100_000)
            interruption.request(signal: SIGTERM)
        }
        thread.start()
        let output = Pipe()
        var configuration = BatchConfiguration(
            inputs: [.descriptor(pipe.fileHandleForReading.fileDescriptor)],
            output: .descriptor(output.fileHandleForWriting.fileDescriptor)
        )
        configuration.interruption = interruption
        configuration.jobs = 3
        let failure = #expect(throws: BatchFailure.self) {
            _ = try BatchRun(configuration).run { StubConverter() }
        }
        #expect(failure?.kind == .interrupted(signal: 15))
        #expect(output.fileHandleForReading.availableData == Data("{\"a\":1}\n".utf8))
    }

    @Test func filesOfTheSystemThatClaimToBeEmpty() throws {
        guard FileManager.default.fileExists(atPath: "/proc/self/status") else { return }
        let result = try scratch.run(.path("/proc/self/status")) { $0.envelope = .lines }
        #expect(result.ledger.rejected > 10)
    }

    @Test func aMissingFileIsALineAndThree() {
        let failure = #expect(throws: BatchFailure.self) { _ = try scratch.run(.path(scratch.path("no\u{1B}ne"))) }
        #expect(failure?.kind == .inputOutput)
        #expect(failure?.message.hasSuffix("no\\u{1b}ne: No such file or directory") == true)
        #expect(scratch.names.isEmpty)
    }

    @Test(arguments: [(-100, "shrank"), (100, "grew")])
    func aFileThatChangesIsNoticed(change: Int, word: String) throws {
        let bytes = Array(String(repeating: "{\"a\":1}\n", count: 1000).utf8)
        let path = try scratch.write(bytes, to: "in")
        let changes = Change {
            truncate(path, off_t(bytes.count + change))
        }
        let failure = #expect(throws: BatchFailure.self) {
            _ = try scratch.stream(.path(path)) {
                $0.observer = changes
                $0.chunkSize = 500
            }
        }
        #expect(failure?.kind == .inputOutput)
        #expect(failure?.message.contains("\(word) while it was read") == true)
    }
}

/// Does something when the first chunk is written.
private final class Change: BatchObserver, @unchecked Sendable {
    private var action: (() -> Int32)?

    init(_ action: @escaping () -> Int32) {
        self.action = action
    }

    func batchDidAdvance(_ progress: BatchProgress) {
        _ = action?()
        action = nil
    }
}
