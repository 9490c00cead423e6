#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A text that changes when an input does: its place on disk, size, times of change, and a digest of its first bytes.
///
/// A program can put the time of modification back, but not that of the last change of status.
enum InputIdentity {
    /// What is read once and cannot be compared.
    static let stream = "stream"

    private static let headLength = 64 * 1024

    /// The identities of all inputs, which must be there.
    static func all(_ inputs: [BatchInput]) throws(BatchFailure) -> [String] {
        var identities: [String] = []
        for input in inputs {
            identities.append(try identity(of: input))
        }
        return identities
    }

    private static func identity(of input: BatchInput) throws(BatchFailure) -> String {
        let descriptor: Descriptor
        switch input {
        case .path(let path):
            // Opening a FIFO would already be noticed by its writer.
            switch FileStatus.at(path) {
            case .success(let status) where !status.isRegular && !status.isDirectory: return stream
            case .success: break
            case .failure(let error): throw .system("open", path, error.number)
            }
            switch Descriptor.open(path, O_RDONLY | O_NONBLOCK) {
            case .success(let opened): descriptor = opened
            case .failure(let error): throw .system("open", path, error.number)
            }
        case .descriptor(let number): descriptor = Descriptor(number)
        }
        defer {
            if case .path = input { _ = descriptor.close() }
        }
        guard case .success(let status) = descriptor.status, status.isRegular else { return stream }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: headLength, alignment: 64)
        defer { memory.deallocate() }
        var digest = ContentDigest()
        var count = 0
        while count < min(headLength, status.size) {
            switch descriptor.read(into: memory, count: headLength - count, at: count) {
            case .success(0):
                throw BatchFailure(.inputOutput, "\(printable(input.displayName)) shrank while it was read")
            case .success(let length):
                digest.update(UnsafeRawBufferPointer(start: memory, count: length))
                count += length
            case .failure(let error): throw .system("read", input.displayName, error.number)
            }
        }
        return [
            input.fileName ?? "", "\(status.device):\(status.inode)", "\(status.size)",
            "\(status.modifiedSeconds).\(status.modifiedNanoseconds)",
            "\(status.changedSeconds).\(status.changedNanoseconds)", String(digest.value, radix: 16),
        ]
        .joined(separator: " ")
    }
}
