#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where one of a run's outputs ends up, and how it gets there.
enum Destination {
    /// An open descriptor, written in place and left open.
    case descriptor(Int32)
    /// A device or a FIFO, written in place: no rename could replace it.
    case device(String)
    /// A file that appears by a rename.
    case file(TargetFile)

    init(_ output: BatchOutput, token: String) throws(BatchFailure) {
        switch output {
        case .descriptor(let number): self = .descriptor(number)
        case .path(let path): try self.init(path: path, token: token)
        }
    }

    private init(path: String, token: String) throws(BatchFailure) {
        if let number = Self.descriptorNumber(of: path) {
            self = .descriptor(number)
            return
        }
        if path.utf8.last == UInt8(ascii: "/") { throw Self.isFolder(path) }
        if case .success(let status) = FileStatus.at(path) {
            if status.isDirectory { throw Self.isFolder(path) }
            if !status.isRegular {
                self = .device(path)
                return
            }
        }
        let file = TargetFile(path: path, token: token)
        // What cannot be written at the end of the run is said before it begins.
        switch FileStatus.at(file.folder) {
        case .success(let status) where status.isDirectory: self = .file(file)
        case .success: throw .system("create", path, ENOTDIR)
        case .failure(let error): throw .system("create", path, error.number)
        }
    }

    private static func isFolder(_ path: String) -> BatchFailure {
        BatchFailure(.usage, "\(printable(path)) is a directory")
    }

    /// The descriptor that a name stands for; opened by the name, a file would be written from its beginning.
    private static func descriptorNumber(of path: String) -> Int32? {
        switch path {
        case "/dev/stdin": return 0
        case "/dev/stdout": return 1
        case "/dev/stderr": return 2
        default:
            let folders = ["/dev/fd/", "/proc/self/fd/"]
            return folders.first { path.hasPrefix($0) }.flatMap { Int32(path.dropFirst($0.count)) }
        }
    }

    var file: TargetFile? {
        if case .file(let target) = self { return target }
        return nil
    }

    /// What messages call it.
    var name: String {
        switch self {
        case .descriptor(1): "standard output"
        case .descriptor(2): "standard error"
        case .descriptor(let number): "descriptor \(number)"
        case .device(let path): path
        case .file(let target): target.path
        }
    }

    /// What the file system says about what is there now.
    var status: FileStatus? {
        switch self {
        case .descriptor(let number): try? Descriptor(number).status.get()
        case .device(let path): try? FileStatus.at(path).get()
        case .file(let target): try? FileStatus.at(target.path).get()
        }
    }

    /// Opens what is written in place, or creates the file under its temporary name.
    func open(_ interruption: Interruption?) throws(BatchFailure) -> OutputSink {
        switch self {
        case .descriptor(let number):
            let given = Descriptor(number)
            if let own = Self.openUnblocked(given) {
                return OutputSink(name: name, descriptor: own, interruption: interruption)
            }
            return OutputSink(name: name, descriptor: given, isLeftOpen: true, interruption: interruption)
        case .device(let path):
            let descriptor = try Self.openDevice(path, interruption)
            return OutputSink(name: path, descriptor: descriptor, interruption: interruption)
        case .file(let target):
            return OutputSink(name: target.path, descriptor: try target.create(), digest: ContentDigest())
        }
    }

    /// A descriptor of one's own for a pipe, which does not block: that of a pipe is set for all who share it.
    private static func openUnblocked(_ pipe: Descriptor) -> Descriptor? {
        #if os(Linux)
        guard case .success(let status) = pipe.status, status.isFIFO else { return nil }
        return try? Descriptor.open("/proc/self/fd/\(pipe.number)", O_WRONLY | O_NONBLOCK).get()
        #else
        return nil
        #endif
    }

    /// Opens a device, or a FIFO as soon as it has a reader.
    private static func openDevice(_ path: String, _ interruption: Interruption?) throws(BatchFailure) -> Descriptor {
        let isFIFO = (try? FileStatus.at(path).get().isFIFO) ?? false
        let flags = isFIFO && interruption != nil ? O_WRONLY | O_NONBLOCK : O_WRONLY
        while true {
            switch Descriptor.open(path, flags) {
            case .success(let descriptor): return descriptor
            case .failure(let error):
                guard isFIFO, error.isWithoutReader, let interruption else {
                    throw .system("open", path, error.number)
                }
                guard interruption.waitForReader() else {
                    throw interruption.failure("interrupted, and nobody reads \(printable(path))")
                }
            }
        }
    }
}
