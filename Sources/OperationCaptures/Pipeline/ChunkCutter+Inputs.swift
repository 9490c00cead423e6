extension ChunkCutter {
    /// Opens the input at the position and finds out what it is.
    mutating func open() throws(BatchFailure) {
        let input = settings.inputs[position.input]
        let opened = try ByteSource(input, interruption: settings.interruption)
        source = opened
        isAtEnd = false
        carryCount = 0
        markLength = 0
        if let range = settings.range {
            try enter(range, of: opened)
        } else if position.offset > 0 {
            try opened.skip(to: position.offset)
        } else {
            try readHead(of: opened)
        }
        let envelope = Envelope.named(position.envelope) ?? settings.envelope ?? .lines
        position.envelope = envelope.name
        origin = InputOrigin(
            file: input.fileName,
            envelope: envelope,
            hasLines: (opened.file.isRegular || settings.numbersAllLines) && settings.range == nil
        )
        splitter = envelope == .lines ? nil : envelope.makeSplitter(settings.limit, position.checkpoint)
    }

    /// Reads until the envelope is known; passes over a byte order mark.
    private mutating func readHead(of source: ByteSource) throws(BatchFailure) {
        var envelope = settings.envelope
        var isMarkChecked = false
        var nextDetection = 0
        while !isAtEnd {
            try readHeadBytes(of: source)
            if !isMarkChecked, carryCount >= 3 {
                isMarkChecked = true
                passMark()
            }
            guard isMarkChecked || isAtEnd else { continue }
            if isMarkChecked, envelope != nil { break }
            // Asking again for a few more bytes would take quadratic time.
            guard carryCount >= nextDetection || isAtEnd || !source.isReadable else { continue }
            nextDetection = min(carryCount + carryCount / 8, Envelope.detectionLength)
            let head = UnsafeRawBufferPointer(start: carry.base, count: min(carryCount, Envelope.detectionLength))
            if envelope == nil, let format = UnreadableRecording.detect(head) {
                throw BatchFailure(.usage, "\(printable(source.file.input.displayName)): \(format.refusal)")
            }
            envelope = envelope ?? Envelope.detect(head, isWhole: isAtEnd)
            if envelope != nil { break }
        }
        position.envelope = (envelope ?? .lines).name
    }

    private mutating func readHeadBytes(of source: ByteSource) throws(BatchFailure) {
        let wanted = min(settings.chunkSize, Envelope.detectionLength)
        carry.reserve(carryCount + wanted, keeping: carryCount)
        let count = try source.read(into: carry.base + carryCount, count: wanted)
        carryCount += count
        isAtEnd = count == 0
    }

    private mutating func passMark() {
        let bytes = UnsafeRawBufferPointer(start: carry.base, count: carryCount)
        guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        markLength = 3
        carryCount -= markLength
        carry.base.copyMemory(from: carry.base + markLength, byteCount: carryCount)
        position.offset += markLength
        uncountedBytes += markLength
    }

    /// Goes to the first line that begins in the range.
    private mutating func enter(_ range: ByteRange, of source: ByteSource) throws(BatchFailure) {
        let name = printable(source.file.input.displayName)
        guard source.isSeekable || source.file.size == nil && source.file.status.isRegular else {
            throw BatchFailure(.usage, "--range needs a plain file in UTF-8, and \(name) is none")
        }
        let isBehindEnd = range.lowerBound > 0 && range.lowerBound >= source.file.size ?? 0
        if isBehindEnd || range.upperBound.map({ $0 <= range.lowerBound }) ?? false {
            position.envelope = Envelope.lines.name
            // The end of the file must not look like a line that began there.
            position.offset = Int.max
            isAtEnd = true
            return
        }
        // Every range of a file is asked alike, by the beginning of the file.
        try readHead(of: source)
        guard position.envelope == Envelope.lines.name else {
            throw BatchFailure(
                .usage,
                "--range reads lines, and \(name) is read as \(position.envelope): convert it whole, or say --envelope lines"
            )
        }
        guard range.lowerBound > 0 else { return }
        (isAtEnd, markLength, uncountedBytes) = (false, 0, 0)
        try source.skip(to: range.lowerBound - 1)
        position.offset = range.lowerBound - 1
        while !isAtEnd {
            carryCount = 0
            try readHeadBytes(of: source)
            let bytes = UnsafeRawBufferPointer(start: carry.base, count: carryCount)
            guard let lineFeed = LineFinder.firstLineFeed(in: bytes, from: 0) else {
                position.offset += carryCount
                carryCount = 0
                continue
            }
            carryCount -= lineFeed + 1
            carry.base.copyMemory(from: carry.base + lineFeed + 1, byteCount: carryCount)
            position.offset += lineFeed + 1
            return
        }
    }
}
