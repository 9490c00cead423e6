import Glibc
import Testing

@testable import lro

struct StandardStreamsTests {
    @Test
    func reportsAFullDisk() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let streams = StandardStreams(output: StandardStream(descriptor: descriptor, name: "standard output"))
        let message = "cannot write standard output: No space left on device"
        #expect(throws: CommandFailure(.inputOutput, message)) { try streams.write("text") }
    }

    @Test
    func endsInSilenceWhenTheReaderHasGone() throws {
        // The command does the same at its start; here the signal would end the test run.
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        let streams = StandardStreams(output: StandardStream(descriptor: ends[1], name: "standard output"))
        #expect(throws: CommandFailure(.done, nil)) { try streams.write("text") }
        let failure = CommandFailure(StreamError(code: EPIPE, stream: "standard output"))
        #expect(failure.message == nil)
    }

    @Test
    func waitsForADescriptorThatDoesNotBlock() async throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        try #require(fcntl(reader, F_SETFL, O_NONBLOCK) == 0 && fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
        let size = 1 << 20
        async let received = drain(reader)
        let stream = StandardStream(descriptor: writer, name: "pipe")
        try stream.write(String(repeating: "a", count: size))
        close(writer)
        #expect(await received == size)
        close(reader)
    }

    /// Counts what comes out of a pipe until its other end is closed.
    @concurrent
    private func drain(_ descriptor: Int32) async -> Int {
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return total }
            if count > 0 { total += count } else { usleep(100) }
        }
    }

    @Test
    func owesALineThatAFullDiskSwallows() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        var streams = StandardStreams(error: StandardStream(descriptor: full, name: "standard error"))
        #expect(throws: CommandFailure(.inputOutput, nil)) { try streams.report("line") }
        streams.error.descriptor = -1
        try streams.report("a line to a stream that the caller closed")
    }

    @Test
    func closesTheDataOnce() throws {
        let file = open("/dev/null", O_WRONLY)
        try #require(file >= 0)
        let streams = StandardStreams(output: StandardStream(descriptor: file, name: "standard output"))
        #expect(streams.close(after: .done) == .done)
        #expect(fcntl(file, F_GETFD) < 0)
        #expect(streams.close(after: .unmet) == .unmet)
    }

    @Test
    func knowsThatAFileIsNoTerminal() {
        let stream = StandardStream(descriptor: -1, name: "nothing")
        #expect(!stream.isTerminal)
        #expect(stream.columns == nil)
        #expect(!TerminalStyle(for: stream).isColored)
    }
}
