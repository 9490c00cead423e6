import Glibc
import Testing

@testable import lro

/// A run of the command inside this process, with what it wrote.
struct CommandRun {
    var status: ExitCode
    var output: String
    var error: String

    init(_ arguments: [ArgumentText]) throws {
        let output = try Capture()
        let error = try Capture()
        let streams = StandardStreams(
            output: StandardStream(descriptor: output.descriptor, name: "standard output"),
            error: StandardStream(descriptor: error.descriptor, name: "standard error")
        )
        status = CommandLineTool(streams: streams).run(arguments)
        self.output = output.text()
        self.error = error.text()
    }
}

/// A nameless file that takes what is written to it.
private struct Capture: ~Copyable {
    let descriptor: Int32

    init() throws {
        var path = Array("/tmp/lro-capture-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        try #require(descriptor >= 0)
        unlink(path)
    }

    deinit {
        close(descriptor)
    }

    func text() -> String {
        let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
