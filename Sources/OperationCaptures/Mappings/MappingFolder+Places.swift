#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension MappingFolder {
    /// The mappings that a path stands for: those of a folder, the one whose folder it is, or a file.
    package static func mappings(at path: String) throws(Failure) -> [File] {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return [try mapping(file: path)] }
        let inside = withoutEndingSlashes(path) + "/mapping.json"
        if exists(inside) { return [try mapping(file: inside)] }
        return try mappings(in: withoutEndingSlashes(path))
    }

    /// One mapping file: `mapping.json` is called as its folder is, any other as the file is.
    private static func mapping(file path: String) throws(Failure) -> File {
        let bytes = try contents(of: path)
        // A path such as `mapping.json` or `./mapping.json` does not name the folder it is in.
        let names = absolute(path).utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        let name = names.last ?? path
        guard name.utf8.elementsEqual("mapping.json".utf8), names.count > 1 else {
            let isJSON = name.utf8.count > 5 && name.utf8.suffix(5).elementsEqual(".json".utf8)
            return File(id: isJSON ? String(name.dropLast(5)) : name, isFamily: false, path: path, bytes: bytes)
        }
        let isFamily = names.count > 2 && isFamilies(names[names.count - 3])
        return File(id: names[names.count - 2], isFamily: isFamily, path: path, bytes: bytes)
    }

    /// Whether the folders in a folder are families: it is called so, by whatever path it is reached.
    static func holdsFamilies(_ folder: String) -> Bool {
        let name = absolute(folder).utf8.split(separator: UInt8(ascii: "/")).last
        return name.map { isFamilies(String(decoding: $0, as: UTF8.self)) } ?? false
    }

    private static func isFamilies(_ name: String) -> Bool {
        name.utf8.elementsEqual("families".utf8)
    }

    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func withoutEndingSlashes(_ path: String) -> String {
        var bytes = Array(path.utf8)
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the last call of the system said about a path.
    static func failure(_ path: String) -> Failure {
        Failure(path: path, reason: String(cString: strerror(errno)))
    }
}

extension MappingFolder.File {
    /// Whether the file is called by its folder, which then is its id.
    package var isInFolderOfItsOwn: Bool {
        path.utf8.elementsEqual("mapping.json".utf8) || path.utf8.suffix(13).elementsEqual("/mapping.json".utf8)
    }

    /// The folder of the samples beside the file.
    var sampleFolder: String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "samples" }
        return path[..<slash] + "/samples"
    }
}

extension MappingFolder {
    /// The files of expected lines beside a mapping file, in alphabetical order.
    static func expectations(beside mapping: File) throws(Failure) -> [String] {
        let folder = mapping.sampleFolder
        guard exists(folder) else { return [] }
        return try names(in: folder)
            .filter { $0.utf8.suffix(15).elementsEqual(".expected.jsonl".utf8) }
            .map { "\(folder)/\($0)" }
    }
}
