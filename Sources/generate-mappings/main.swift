import LongRunningOperations
import OperationCaptures

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

// generate-mappings [--check]: writes Mappings/ into the Swift source that the library carries, or checks that it is in step.
// Run from the top of the package.

let target = "Sources/LongRunningOperations/Generated/BuiltInMappings+Generated.swift"
let isCheck = CommandLine.arguments.contains("--check")

func fail(_ message: String) -> Never {
    let line = Array("generate-mappings: \(message)\n".utf8)
    _ = write(2, line, line.count)
    exit(1)
}

do {
    var mappings: [(id: String, isFamily: Bool, tree: JSONTree)] = []
    for file in try MappingFolder.mappings(in: "Mappings") {
        do {
            mappings.append((file.id, file.isFamily, try JSONTreeParser.parse(file.bytes)))
        } catch {
            fail("\(file.path):\(error.line): \(error.message)")
        }
    }
    let source = BuiltInMappings.source(for: mappings)
    if isCheck {
        guard try MappingFolder.contents(of: target) == source else {
            fail("\(target) is not in step with Mappings/; run `swift run generate-mappings`")
        }
    } else {
        try MappingFolder.write(source, to: target)
    }
} catch {
    fail("\(error.path): \(error.reason)")
}
