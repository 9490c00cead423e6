import LongRunningOperations
import Testing

@testable import OperationCaptures

@Suite struct RecordingDockerTests {
    /// How runtimes write a part of a message, and the last one.
    enum Format: CaseIterable {
        case json
        case fluentBit
        case cri

        func line(_ text: String, isLast: Bool) -> String {
            switch self {
            case .json: #"{"log":"\#(text)\#(isLast ? #"\n"# : "")","stream":"stdout"}"#
            case .fluentBit: #"{"log":"\#(text)","partial_message":"true","partial_last":"\#(isLast)"}"#
            case .cri: "2031-05-01T08:00:00.0Z stdout \(isLast ? "F" : "P") \(text)"
            }
        }

    }

    @Test(arguments: Format.allCases)
    func joinsPartsInOrder(_ format: Format) throws {
        // The other stream's message goes between the parts of this one.
        let other = #"2031-05-01T08:00:00.0Z stderr F other"#
        let lines = [
            format.line("a", isLast: false), other, format.line("b", isLast: false), format.line("c", isLast: true),
            format.line("d", isLast: true),
        ]
        let messages = try Self.messages(of: Array(lines.joined(separator: "\n").utf8))
        #expect(messages == ["other", "abc", "d"])
    }

    private static func messages(of entry: [UInt8]) throws -> [String] {
        let reader = EntryReader(depthLimit: 64)
        var messages: [String] = []
        try entry.withUnsafeBytes { bytes in
            try Recording.docker.read(reader, bytes) { exchange in
                guard case .made(let bytes, _) = exchange.body else { return messages.append("") }
                messages.append(String(decoding: bytes.filter { $0 != 0x0A }, as: UTF8.self))
            }
        }
        return messages
    }
}
