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
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/operation-benchmarks-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Where no file was made, writing says why.
        if descriptor >= 0 { close(descriptor) }
        try MappingFolder.write(Array(bytes), to: path)
    }

    deinit {
        unlink(path)
    }
}
