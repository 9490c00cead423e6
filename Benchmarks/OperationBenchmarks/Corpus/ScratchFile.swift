import OperationCaptures

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is there as long as somebody needs it.
final class ScratchFile {
    let path: String

    init(_ bytes: UnsafeRawBufferPointer) throws {
        path =
            "\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/operation-benchmarks.\(getpid()).\(Self.next())"
        try MappingFolder.write(Array(bytes), to: path)
    }

    deinit {
        unlink(path)
    }

    nonisolated(unsafe) private static var made = 0

    private static func next() -> Int {
        made += 1
        return made
    }
}
