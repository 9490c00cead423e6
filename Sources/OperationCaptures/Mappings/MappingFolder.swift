#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads the files of a folder laid out as `Mappings/`: `families/<id>/mapping.json`, `services/<id>/mapping.json`, samples.
package enum MappingFolder {
    /// A mapping file that was found, and its bytes.
    package struct File: Sendable {
        package var id: String
        package var isFamily: Bool
        package var path: String
        package var bytes: [UInt8]
    }

    /// A sample document and what it must become.
    package struct Sample: Sendable {
        package var path: String
        package var expectedPath: String
        package var document: [UInt8]
        /// Nil where there is no such file.
        package var expected: [UInt8]?
    }

    /// What could not be read.
    package struct Failure: Error, Sendable {
        package var path: String
        package var reason: String
    }

    /// The mappings of a folder, families first, each group in alphabetical order.
    ///
    /// A folder without `families` and `services` is taken as one that holds folders of mappings, or `<id>.json` files. If it
    /// is itself called `families`, what those folders hold are families.
    package static func mappings(in folder: String) throws(Failure) -> [File] {
        var files: [File] = []
        for (group, isFamily) in [("families", true), ("services", false)] {
            for id in (try? names(in: "\(folder)/\(group)")) ?? [] {
                let path = "\(folder)/\(group)/\(id)/mapping.json"
                guard exists(path) else { continue }
                files.append(File(id: id, isFamily: isFamily, path: path, bytes: try contents(of: path)))
            }
        }
        if !files.isEmpty { return files }
        let isFamily = holdsFamilies(folder)
        for name in try names(in: folder) {
            let nested = "\(folder)/\(name)/mapping.json"
            if exists(nested) {
                files.append(File(id: name, isFamily: isFamily, path: nested, bytes: try contents(of: nested)))
            } else if name.utf8.count > 5, name.utf8.suffix(5).elementsEqual(".json".utf8) {
                let path = "\(folder)/\(name)"
                files.append(
                    File(id: String(name.dropLast(5)), isFamily: false, path: path, bytes: try contents(of: path))
                )
            }
        }
        return files
    }

    /// The samples beside a mapping file, in alphabetical order.
    package static func samples(beside mapping: File) throws(Failure) -> [Sample] {
        let folder = mapping.sampleFolder
        guard exists(folder) else { return [] }
        var samples: [Sample] = []
        for name in try names(in: folder) {
            guard name.utf8.count > 5, name.utf8.suffix(5).elementsEqual(".json".utf8) else { continue }
            let path = "\(folder)/\(name)"
            let expectedPath = path.dropLast(5) + ".expected.jsonl"
            samples.append(
                Sample(
                    path: path,
                    expectedPath: String(expectedPath),
                    document: try contents(of: path),
                    expected: try? contents(of: String(expectedPath))
                )
            )
        }
        return samples
    }

    package static func exists(_ path: String) -> Bool {
        access(path, R_OK) == 0
    }

    /// The names in a folder, in order of their bytes, without hidden ones.
    package static func names(in folder: String) throws(Failure) -> [String] {
        guard let directory = opendir(folder) else { throw failure(folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.utf8.first != UInt8(ascii: ".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package static func contents(of path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Self.writeSome(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = failure(path)
                close(descriptor)
                throw reason
            }
            offset += count
        }
        guard close(descriptor) == 0 else { throw failure(path) }
    }

    private static func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
