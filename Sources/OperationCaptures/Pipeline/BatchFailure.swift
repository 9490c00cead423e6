/// Why a batch run ended before its end, said in one line.
package struct BatchFailure: Error, Equatable, Sendable {
    /// The class of failure, which decides the exit code.
    package enum Kind: Equatable, Sendable {
        /// The request cannot be served as it was put, or the files on disk forbid it.
        case usage
        /// Reading or writing failed.
        case inputOutput
        /// A signal asked the run to end; the work so far is kept.
        case interrupted(signal: Int32)
        /// Whoever read the output has gone; the run ends without a word.
        case outputClosed
    }

    package var kind: Kind
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// A call of the operating system failed on a file.
    static func system(_ action: String, _ name: String, _ errorNumber: Int32) -> BatchFailure {
        BatchFailure(.inputOutput, "cannot \(action) \(printable(name)): \(errorText(errorNumber))")
    }

    package var exitCode: Int32 {
        switch kind {
        case .usage: 2
        case .inputOutput: 3
        case .interrupted(let signal): 128 + signal
        case .outputClosed: 0
        }
    }
}

/// The text with everything that could deceive a terminal spelled out.
func printable(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
            shown += "\\u{\(String(scalar.value, radix: 16))}"
        default:
            shown.unicodeScalars.append(scalar)
        }
    }
    return shown
}
