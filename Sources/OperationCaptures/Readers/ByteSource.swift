/// One input as UTF-8 text: decompressed and transcoded as its first bytes demand.
///
/// Offsets of everything that follows count the bytes that come out here; a byte order mark comes out as its three bytes.
final class ByteSource {
    let file: InputFile
    private var program: ProgramStream?
    private var transcoder: UTF16Transcoder?
    private var head: [UInt8]
    private var headStart = 0
    private var text: [UInt8] = []
    private var textStart = 0
    private var isAtEnd = false

    init(_ input: BatchInput, interruption: Interruption?) throws(BatchFailure) {
        file = try InputFile(input, interruption: interruption)
        head = []
        head = try readHead()
        var coding = InputCoding(signature: head)
        if case .compressed(let name) = coding {
            program = try ProgramStream(program: name, file: file, head: head, interruption: interruption)
            head = []
            head = try readHead()
            coding = InputCoding(signature: head)
            // What was compressed twice stays as it is: no document, so a reject.
        }
        if case .utf16(let order) = coding {
            transcoder = UTF16Transcoder(order)
        }
    }

    /// Whether the bytes that come out are the bytes of a file, so that it can be entered at any offset.
    var isSeekable: Bool { file.isRegular && program == nil && transcoder == nil }

    /// Reads once; 0 is the end.
    func read(into memory: UnsafeMutableRawPointer, count: Int) throws(BatchFailure) -> Int {
        guard transcoder != nil else {
            return try readRaw(into: memory, count: count)
        }
        while textStart == text.count {
            guard !isAtEnd else { return 0 }
            try transcodeMore()
        }
        let length = min(count, text.count - textStart)
        text.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress {
                memory.copyMemory(from: start + textStart, byteCount: length)
            }
        }
        textStart += length
        return length
    }

    /// Where in the file the next read begins, where what is read are the bytes of a file.
    var filePosition: Int? {
        isSeekable && headStart == head.count ? file.position : nil
    }

    /// Whether a read would return without waiting for somebody.
    var isReadable: Bool {
        headStart < head.count || textStart < text.count || program?.isReadable ?? file.isReadable
    }

    /// Goes to an offset: at once in a file, by reading up to it elsewhere.
    func skip(to offset: Int) throws(BatchFailure) {
        if isSeekable {
            headStart = head.count
            return try file.seek(to: file.start + offset)
        }
        var rest = offset
        let capacity = 64 * 1024
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
        defer { memory.deallocate() }
        while rest > 0 {
            let count = try read(into: memory, count: min(rest, capacity))
            guard count > 0 else { return }
            rest -= count
        }
    }

    private func transcodeMore() throws(BatchFailure) {
        text.removeAll(keepingCapacity: true)
        textStart = 0
        let capacity = 32 * 1024
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
        defer { memory.deallocate() }
        let count = try readRaw(into: memory, count: capacity)
        isAtEnd = count == 0
        transcoder?.transcode(UnsafeRawBufferPointer(start: memory, count: count), isLast: isAtEnd, into: &text)
    }

    private func readRaw(into memory: UnsafeMutableRawPointer, count: Int) throws(BatchFailure) -> Int {
        if headStart < head.count {
            let length = min(count, head.count - headStart)
            head.withUnsafeBytes { bytes in
                if let start = bytes.baseAddress {
                    memory.copyMemory(from: start + headStart, byteCount: length)
                }
            }
            headStart += length
            return length
        }
        if let program {
            return try program.read(into: memory, count: count)
        }
        return try file.read(into: memory, count: count)
    }

    /// The first bytes, which `read` gives out again.
    private func readHead() throws(BatchFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var scratch: UInt32 = 0
        while bytes.count < InputCoding.signatureLength {
            var count = 0
            // Typed throws do not pass through `withUnsafeMutableBytes` of every toolchain this builds with.
            let result: Result<Int, BatchFailure> = withUnsafeMutableBytes(of: &scratch) { memory in
                guard let start = memory.baseAddress else { return .success(0) }
                do throws(BatchFailure) {
                    return .success(try readRaw(into: start, count: InputCoding.signatureLength - bytes.count))
                } catch {
                    return .failure(error)
                }
            }
            count = try result.get()
            guard count > 0 else { break }
            withUnsafeBytes(of: &scratch) { bytes.append(contentsOf: $0.prefix(count)) }
        }
        return bytes
    }
}
