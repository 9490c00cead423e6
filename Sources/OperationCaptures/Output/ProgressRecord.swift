import LongRunningOperations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The file beside an output that says how far its run has come: `OUT.lro-progress`.
///
/// Its first line says what the run is of; every other one is a state, added when all that it names is on disk. Each line
/// ends with a digest of itself, and the last sound one counts: a line that a crash tore leaves the one before it. An
/// empty record is of a run that had done nothing. The file is locked as long as its run lives.
final class ProgressRecord {
    /// What the run is of; a resumed one must be of the same.
    struct Identity: Equatable {
        var token: String
        var mapping: UInt64
        var settings: String
        /// One text for each input that changes when the input does.
        var inputs: [String]
    }

    private static let format = "lro-progress-1"
    private static let lineStart = "{\"format\":\"\(format)\""

    let path: String
    private let descriptor: Descriptor

    private init(path: String, descriptor: Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        _ = descriptor.close()
    }

    static func path(beside output: String) -> String {
        output + ".lro-progress"
    }

    /// Creates the record of a new run.
    ///
    /// `leftovers` are the files of an earlier one that are still there.
    static func create(
        beside output: String,
        leftovers: (Identity) -> [String] = { _ in [] }
    ) throws(BatchFailure) -> ProgressRecord {
        let path = path(beside: output)
        switch Descriptor.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600) {
        case .success(let descriptor):
            let record = ProgressRecord(path: path, descriptor: descriptor)
            try record.lock(for: output)
            return record
        case .failure(let error) where error.isExistingFile:
            // Locked means in use; otherwise it was left behind.
            var files = [path]
            if case .success(let descriptor) = Descriptor.open(path, O_RDWR | O_NOFOLLOW) {
                let record = ProgressRecord(path: path, descriptor: descriptor)
                try record.lock(for: output)
                if let identity = try? Self.parse(record.readAll(), path)?.0 { files += leftovers(identity) }
            }
            throw BatchFailure(
                .usage,
                "an earlier run to \(printable(output)) did not end: continue it with --resume, "
                    + "or remove \(files.map(printable).joined(separator: ", ")) to begin again"
            )
        case .failure(let error):
            throw .system("create", path, error.number)
        }
    }

    /// Opens the record of an earlier run; nothing where there is none.
    static func open(beside output: String) throws(BatchFailure) -> ProgressRecord? {
        let path = path(beside: output)
        switch Descriptor.open(path, O_RDWR | O_NOFOLLOW) {
        case .success(let descriptor):
            let record = ProgressRecord(path: path, descriptor: descriptor)
            try record.lock(for: output)
            guard case .success(let status) = descriptor.status, status.isRegular, status.links <= 1 else {
                throw BatchFailure(.usage, "\(printable(path)) is no progress record")
            }
            // The run that held the lock may have ended and taken its record along.
            return status.links == 1 ? record : nil
        case .failure(let error) where error.isMissingFile: return nil
        case .failure(let error): throw .system("open", path, error.number)
        }
    }

    private func lock(for output: String) throws(BatchFailure) {
        switch descriptor.lock() {
        case .success: return
        case .failure(let error) where error.isLocked:
            throw BatchFailure(.usage, "another run is writing \(printable(output))")
        case .failure(let error): throw .system("lock", path, error.number)
        }
    }

    /// Reads the record back, to be continued: nothing where not even its first line was finished, a failure where nothing in
    /// it can be trusted.
    func read() throws(BatchFailure) -> (Identity, ProgressState)? {
        let bytes = try readAll()
        // What is added goes behind the last whole line.
        let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        if end > 0, end < bytes.count, case .failure(let error) = descriptor.truncate(to: end) {
            throw .system("cut", path, error.number)
        }
        if case .failure(let error) = descriptor.seek(to: end) { throw .system("seek in", path, error.number) }
        return try Self.parse(bytes, path)
    }

    private static func parse(_ bytes: [UInt8], _ path: String) throws(BatchFailure) -> (Identity, ProgressState)? {
        let isBegun = bytes.starts(with: lineStart.utf8) || lineStart.utf8.starts(with: bytes)
        guard !isBegun || bytes.contains(0x0A) else { return nil }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: true).map(readLine)
        let first = lines.first.flatMap { $0 }
        guard let first, let identity = identity(first) else {
            throw BatchFailure(
                .usage,
                "\(printable(path)) is damaged: remove it, and run without --resume to begin again"
            )
        }
        let states = lines.dropFirst().compactMap { $0.flatMap { ProgressState($0) } }
        return (identity, states.last ?? ProgressState())
    }

    /// Writes what the run is of.
    func write(_ identity: Identity) throws(BatchFailure) {
        if case .failure(let error) = descriptor.truncate(to: 0) { throw .system("write", path, error.number) }
        if case .failure(let error) = descriptor.seek(to: 0) { throw .system("write", path, error.number) }
        var line = OutputBuffer()
        line.append(Self.lineStart)
        ProgressState.append("token", identity.token, to: &line)
        ProgressState.append("mapping", String(identity.mapping, radix: 16), to: &line)
        ProgressState.append("settings", identity.settings, to: &line)
        for (index, input) in identity.inputs.enumerated() {
            ProgressState.append("input.\(index)", input, to: &line)
        }
        try append(&line)
    }

    /// Adds a state whose files are on disk.
    func append(_ state: ProgressState) throws(BatchFailure) {
        var line = OutputBuffer()
        line.append(Self.lineStart)
        state.append(to: &line)
        try append(&line)
    }

    /// Removes the record of a run that has ended.
    func remove() throws(BatchFailure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path, errno) }
    }

    private func append(_ line: inout OutputBuffer) throws(BatchFailure) {
        var digest = ContentDigest()
        digest.update(line.bytes)
        ProgressState.append("digest", String(digest.value, radix: 16), to: &line)
        line.append("}\n")
        if case .failure(let error) = descriptor.write(line.bytes) { throw .system("write", path, error.number) }
        if case .failure(let error) = descriptor.synchronize() { throw .system("write", path, error.number) }
    }

    private func readAll() throws(BatchFailure) -> [UInt8] {
        guard case .success(let status) = descriptor.status, status.size < 1 << 30 else { return [0] }
        var bytes = [UInt8](repeating: 0, count: status.size)
        var position = 0
        while position < bytes.count {
            let result = bytes.withUnsafeMutableBytes { memory -> Result<Int, SystemError> in
                guard let start = memory.baseAddress else { return .success(0) }
                return descriptor.read(into: start + position, count: memory.count - position, at: position)
            }
            switch result {
            case .success(0): return Array(bytes.prefix(position))
            case .success(let count): position += count
            case .failure(let error): throw .system("read", path, error.number)
            }
        }
        return bytes
    }

    private static func readLine(_ line: ArraySlice<UInt8>) -> FlatObject? {
        line.withUnsafeBytes { bytes in
            guard let object = FlatObject(bytes), object.text("format") == format,
                let text = object.text("digest"), let value = UInt64(text, radix: 16), object.names.last == "digest"
            else { return nil }
            var digest = ContentDigest()
            // The digest's own member ends the line: `,"digest":"…"}`.
            digest.update(UnsafeRawBufferPointer(rebasing: bytes.dropLast(text.utf8.count + 13)))
            return digest.value == value ? object : nil
        }
    }

    private static func identity(_ object: FlatObject) -> Identity? {
        guard let token = object.text("token"), token.utf8.count == 16, UInt64(token, radix: 16) != nil,
            let mapping = object.text("mapping").flatMap({ UInt64($0, radix: 16) }),
            let settings = object.text("settings")
        else { return nil }
        var inputs: [String] = []
        while let input = object.text("input.\(inputs.count)") {
            inputs.append(input)
        }
        return Identity(token: token, mapping: mapping, settings: settings, inputs: inputs)
    }
}
