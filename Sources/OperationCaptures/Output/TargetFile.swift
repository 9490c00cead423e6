#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is written under a random name beside its own and appears, whole, by a rename.
struct TargetFile: Sendable {
    /// A name in a folder, however it is written.
    struct Place: Equatable {
        var device: UInt64
        var folder: UInt64
        var name: [UInt8]
    }

    let path: String
    let temporaryPath: String
    /// The folder, to be opened.
    let folder: String
    private let name: [UInt8]

    /// A token makes the temporary name; a run uses one of its own for each file, as long names may begin alike.
    init(path: String, token: String) {
        self.path = path
        // By bytes: a combining mark behind a slash makes one character with it.
        let bytes = path.utf8
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
        let parent = String(decoding: bytes[..<start], as: UTF8.self)
        name = Array(bytes[start...])
        folder = parent.isEmpty ? "." : parent
        // File systems count bytes, 255 at most.
        let shortName = String(decoding: name.prefix(200), as: UTF8.self)
        temporaryPath = parent + ".\(shortName).lro-\(token)"
    }

    /// Where the file is or will be; nothing where its folder is not there.
    var place: Place? {
        guard case .success(let status) = FileStatus.at(folder) else { return nil }
        return Place(device: status.device, folder: status.inode, name: name)
    }

    static func makeToken() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Creates the temporary file with the mode, and where possible the owner, of the file that it will replace.
    func create() throws(BatchFailure) -> Descriptor {
        let old = (try? FileStatus.at(path).get()).flatMap { $0.isRegular ? $0 : nil }
        let descriptor: Descriptor
        // Not for a moment may others read what they could not read in the old file.
        let mode = old.map { mode_t($0.mode & 0o666) } ?? 0o666
        switch Descriptor.open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode) {
        case .success(let created): descriptor = created
        case .failure(let error): throw .system("create", temporaryPath, error.number)
        }
        if let old {
            _ = fchown(descriptor.number, old.owner, old.group)
            _ = fchmod(descriptor.number, mode_t(old.mode & 0o7777))
        }
        return descriptor
    }

    /// Opens the temporary file of an earlier run, which must begin with the bytes that run recorded, and cuts the others.
    func reopen(length: Int, digest: UInt64) throws(BatchFailure) -> (Descriptor, ContentDigest)? {
        let descriptor: Descriptor
        switch Descriptor.open(temporaryPath, O_RDWR | O_NOFOLLOW) {
        case .success(let opened): descriptor = opened
        case .failure(let error) where error.isMissingFile: return nil
        case .failure(let error): throw .system("open", temporaryPath, error.number)
        }
        do throws(BatchFailure) {
            return (descriptor, try cut(descriptor, to: length, digest: digest))
        } catch {
            _ = descriptor.close()
            throw error
        }
    }

    private func cut(
        _ descriptor: Descriptor,
        to length: Int,
        digest: UInt64
    ) throws(BatchFailure) -> ContentDigest {
        guard case .success(let status) = descriptor.status, status.isRegular, status.links == 1 else {
            throw BatchFailure(.usage, "\(printable(temporaryPath)) is not the file that the earlier run wrote")
        }
        let found = try Self.digest(of: descriptor, length: length, name: temporaryPath)
        guard let found, found.value == digest else {
            throw BatchFailure(.usage, "\(printable(temporaryPath)) changed since the earlier run wrote it")
        }
        if case .failure(let error) = descriptor.truncate(to: length) {
            throw .system("cut", temporaryPath, error.number)
        }
        if case .failure(let error) = descriptor.seek(to: length) {
            throw .system("seek in", temporaryPath, error.number)
        }
        return found
    }

    /// Whether the file itself is there with these bytes.
    func isPublished(length: Int, digest: UInt64) -> Bool {
        guard case .success(let descriptor) = Descriptor.open(path, O_RDONLY | O_NOFOLLOW) else { return false }
        defer { _ = descriptor.close() }
        guard case .success(let status) = descriptor.status, status.size == length else { return false }
        let found = try? Self.digest(of: descriptor, length: length, name: path)
        return found?.value == digest
    }

    /// Gives the temporary file, whose bytes must be on disk already, its name; false where it is gone.
    func publish() throws(BatchFailure) -> Bool {
        guard rename(temporaryPath, path) == 0 else {
            guard errno == ENOENT else { throw .system("write", path, errno) }
            return false
        }
        try synchronizeFolder()
        return true
    }

    func removeTemporary() {
        _ = unlink(temporaryPath)
    }

    /// Puts the names in the folder on disk, where the file system can and lets us.
    func synchronizeFolder() throws(BatchFailure) {
        let result: Result<Void, SystemError>
        switch Descriptor.open(folder, O_RDONLY) {
        case .success(let descriptor):
            result = descriptor.synchronize()
            _ = descriptor.close()
        case .failure(let error): result = .failure(error)
        }
        if case .failure(let error) = result, ![EACCES, EINVAL, ENOTSUP, EROFS].contains(error.number) {
            throw .system("write", folder, error.number)
        }
    }

    private static func digest(
        of descriptor: Descriptor,
        length: Int,
        name: String
    ) throws(BatchFailure) -> ContentDigest? {
        var digest = ContentDigest()
        let capacity = 256 * 1024
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
        defer { memory.deallocate() }
        var position = 0
        while position < length {
            switch descriptor.read(into: memory, count: min(capacity, length - position), at: position) {
            case .success(0): return nil
            case .success(let count):
                digest.update(UnsafeRawBufferPointer(start: memory, count: count))
                position += count
            case .failure(let error): throw .system("read", name, error.number)
            }
        }
        return digest
    }
}
