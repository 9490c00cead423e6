import CJSONKernels
import Testing

/// The kernels by the names that the library knows them by.
enum Kernel: String, CaseIterable {
    case scalar
    case sse42 = "sse4.2"
    case avx2
    case avx512
    case neon

    /// The kernels that this processor runs.
    static var available: [Kernel] {
        allCases.filter { $0.function != nil }
    }

    /// The kernels that are measured by the scalar one.
    static var vector: [Kernel] {
        available.filter { $0 != .scalar }
    }

    private var function: cjson_index_function? {
        cjson_index_named(rawValue)
    }

    /// What the kernel says of the bytes, or nil where it refuses them.
    ///
    /// The outputs are as large as the contract says, and a word behind each must stay as it was.
    func index(_ bytes: UnsafeRawBufferPointer) -> LexicalIndex? {
        let tokenCapacity = bytes.count + 128
        let attentionCapacity = bytes.count / 64 + 2
        var tokens = [UInt32](repeating: .max, count: tokenCapacity + 1)
        var attention = [UInt64](repeating: .max, count: attentionCapacity + 1)
        let empty: [UInt8] = [0]
        let found = empty.withUnsafeBufferPointer { empty in
            let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress ?? empty.baseAddress
            guard let function, let base else { return Int64(-1) }
            return function(base, bytes.count, &tokens, &attention)
        }
        #expect(found <= bytes.count && tokens.last == .max && attention.last == .max)
        guard found >= 0 else { return nil }
        return LexicalIndex(
            tokens: Array(tokens.prefix(Int(found))),
            attention: Array(attention.prefix(attentionCapacity))
        )
    }

    func index(_ bytes: [UInt8]) -> LexicalIndex? {
        bytes.withUnsafeBytes { index($0) }
    }
}

/// The answer of a kernel for sound bytes.
struct LexicalIndex: Equatable {
    var tokens: [UInt32]
    var attention: [UInt64]
}
