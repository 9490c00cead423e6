import Foundation
import Testing

@testable import OperationCaptures

struct OutputPlanTests {
    private let scratch: Scratch
    private let input: BatchInput

    init() throws {
        scratch = try Scratch()
        input = try .path(scratch.write(Array("{\"id\":1}\n{\"id\"\n".utf8), to: "in"))
    }

    /// However a name is written, and although the file is not there yet.
    @Test(
        arguments: [
            ("out", "out", nil), ("out", "./out", nil), ("out", "sub/../out", nil), ("out", "other", "./out"),
            ("out", "r", "sub/../r"), ("out", "r", "out.lro-progress"), ("out", "./out.lro-progress", nil),
            ("out", nil, ".//out.rejects.jsonl"),
        ] as [(String, String?, String?)]
    )
    func noTwoOutputsAreOneFile(output: String, rejects: String?, summary: String?) throws {
        try FileManager.default.createDirectory(atPath: scratch.path("sub"), withIntermediateDirectories: true)
        let failure = #expect(throws: BatchFailure.self) {
            _ = try scratch.run(input, to: output) {
                // Not by URL, which would tidy the name up.
                if let rejects { $0.rejects = .path(scratch.folder.path + "/" + rejects) }
                if let summary { $0.summary = .path(scratch.folder.path + "/" + summary) }
            }
        }
        #expect(failure?.kind == .usage)
        #expect(failure?.message.contains("is named for two outputs") == true)
        #expect(scratch.names == ["in", "sub"])
    }

    @Test func rejectsAreNotTheFileBehindStandardOutput() throws {
        _ = try scratch.write([], to: "stream")
        let failure = #expect(throws: BatchFailure.self) {
            _ = try scratch.stream(input) { $0.rejects = .path(scratch.path("stream")) }
        }
        #expect(failure?.kind == .usage)
    }

    @Test(arguments: [true, false])
    func aFIFOIsWrittenInPlace(isBesideAFile: Bool) throws {
        for name in ["rejects", "summary"] { #expect(mkfifo(scratch.path(name), 0o600) == 0) }
        // A reader that is there already, so that nobody waits for the other.
        let readers = ["rejects", "summary"].map { open(scratch.path($0), O_RDONLY | O_NONBLOCK) }
        let configure: (inout BatchConfiguration) -> Void = {
            $0.rejects = .path(scratch.path("rejects"))
            $0.summary = .path(scratch.path("summary"))
        }
        let result =
            try isBesideAFile ? scratch.run(input, configure: configure) : scratch.stream(input, configure: configure)
        #expect(result.output == Array("{\"id\":1}\n".utf8))
        let texts = readers.map { descriptor in
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &bytes, bytes.count)
            close(descriptor)
            return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        }
        #expect(texts[0].hasPrefix("{\"reply\":\"rejected\""))
        #expect(texts[1].hasPrefix("{\"found\":2,"))
        for name in ["rejects", "summary"] {
            let type = try FileManager.default.attributesOfItem(atPath: scratch.path(name))[.type]
            #expect(type as? FileAttributeType != .typeRegular)
        }
        #expect(!scratch.names.contains { $0.contains(".lro-") })
    }

    @Test func rejectsIntoNothingLeaveNothing() throws {
        _ = try scratch.run(input) {
            $0.rejects = .path("/dev/null")
            $0.summary = .path("/dev/null")
        }
        #expect(scratch.names == ["in", "out"])
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(type == .typeCharacterSpecial)
    }

    @Test func whatTakesRejectsForGoodIsNoPlaceToResume() throws {
        let failure = #expect(throws: BatchFailure.self) {
            _ = try scratch.run(input) {
                $0.rejects = .path("/dev/null")
                $0.resume = true
            }
        }
        #expect(failure?.kind == .usage)
    }

    /// Before anything is written.
    @Test(arguments: ["nowhere/file", "", "sub", "sub/", "in/file"])
    func whatCannotBeWrittenIsSaidFirst(name: String) throws {
        try FileManager.default.createDirectory(atPath: scratch.path("sub"), withIntermediateDirectories: true)
        let path = scratch.folder.path + "/" + name
        for isSummary in [true, false] {
            let failure = #expect(throws: BatchFailure.self) {
                _ = try scratch.run(input) {
                    if isSummary { $0.summary = .path(path) } else { $0.rejects = .path(path) }
                }
            }
            #expect(failure?.kind == (name.hasSuffix("file") ? .inputOutput : .usage))
            #expect(scratch.names == ["in", "sub"])
        }
    }

    /// A slash and a mark that combines with it are one character, and two bytes.
    @Test(arguments: ["\u{301}x.jsonl", "e\u{301}", "\u{1F468}\u{200D}\u{1F469}"])
    func namesAreBytes(name: String) throws {
        try FileManager.default.createDirectory(atPath: scratch.path("sub"), withIntermediateDirectories: true)
        let folder = scratch.folder.path + "/sub"
        _ = try scratch.run(input) {
            $0.output = .path(folder + "/" + name)
            $0.rejects = .path(folder + "/r" + name)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(names.map { Array($0.utf8) }) == [Array(name.utf8), Array("r\(name)".utf8)])
    }

    @Test func standardErrorIsADescriptor() throws {
        let places = try ["/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"]
            .map { try Destination(.path($0), token: "t").name }
        #expect(places == ["standard error", "standard error", "standard error"])
    }
}
