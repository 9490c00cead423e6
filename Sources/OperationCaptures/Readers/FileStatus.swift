#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What identifies a file and tells whether it changed.
struct FileStatus: Equatable, Sendable {
    var device: UInt64
    var inode: UInt64
    var size: Int
    var modifiedSeconds: Int
    var modifiedNanoseconds: Int
    /// When its bytes, mode, owner or links changed last.
    var changedSeconds: Int
    var changedNanoseconds: Int
    var mode: UInt32
    var links: Int
    var owner: UInt32
    var group: UInt32

    init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        size = Int(status.st_size)
        #if canImport(Darwin)
        modifiedSeconds = status.st_mtimespec.tv_sec
        modifiedNanoseconds = status.st_mtimespec.tv_nsec
        changedSeconds = status.st_ctimespec.tv_sec
        changedNanoseconds = status.st_ctimespec.tv_nsec
        #else
        modifiedSeconds = Int(status.st_mtim.tv_sec)
        modifiedNanoseconds = Int(status.st_mtim.tv_nsec)
        changedSeconds = Int(status.st_ctim.tv_sec)
        changedNanoseconds = Int(status.st_ctim.tv_nsec)
        #endif
        mode = UInt32(status.st_mode)
        links = Int(status.st_nlink)
        owner = status.st_uid
        group = status.st_gid
    }

    /// The file behind a path, links followed.
    static func at(_ path: String) -> Result<FileStatus, SystemError> {
        var status = stat()
        return stat(path, &status) == 0 ? .success(FileStatus(status)) : .failure(SystemError(errno))
    }

    var isRegular: Bool { kind == UInt32(S_IFREG) }
    var isFIFO: Bool { kind == UInt32(S_IFIFO) }
    var isDirectory: Bool { kind == UInt32(S_IFDIR) }

    private var kind: UInt32 { mode & UInt32(S_IFMT) }

    func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}
