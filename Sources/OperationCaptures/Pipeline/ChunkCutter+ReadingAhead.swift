/// A block of a file that one thread reads while others still cut what stands before it.
struct ReservedBlock {
    let file: InputFile
    /// Bytes of the file before it.
    let offset: Int
    let count: Int
    let countsLineFeeds: Bool
    /// LF in it, once it is read.
    var lineFeeds = 0
    /// Why it could not be read.
    var fault: SystemError?
}

/// Blocks are read out of turn, for that is most of the work of cutting, and cut in turn:
///
///     turn 7   read block 7 │ cut │ convert …
///     turn 8   read block 8 │     │ cut │ convert …
///
/// A block is only a guess at what its turn will need. Where the guess was wrong, because a document took more bytes than
/// a block or the file changed, the turn reads for itself. What goes wrong is reported in turn.
extension ChunkCutter {
    /// The block that will be read first when the chunks of so many other turns have been cut; nothing where that cannot be told.
    func reserveBlock(behind turns: Int) -> ReservedBlock? {
        // One block a chunk: so it was, and so it is expected to go on.
        guard reads == 1, long == nil, failure == nil, carryCount <= Chunk.headroom,
            let source, let size = source.file.size, let position = source.filePosition
        else { return nil }
        let (ahead, isTooFar) = settings.chunkSize.multipliedReportingOverflow(by: turns + 1)
        guard !isTooFar, ahead <= size - position else { return nil }
        return ReservedBlock(
            file: source.file,
            offset: position + ahead - settings.chunkSize,
            count: settings.chunkSize,
            countsLineFeeds: origin.hasLines
        )
    }

    /// The block read ahead for the chunk, if it is what comes next and has room for what is not yet cut.
    mutating func takeBlock(of chunk: Chunk) throws(BatchFailure) -> ReservedBlock? {
        guard let block = chunk.block, let source, block.file === source.file, block.offset == source.filePosition,
            carryCount <= Chunk.headroom
        else { return nil }
        if let fault = block.fault { throw .system("read", source.file.input.displayName, fault.number) }
        try source.file.seek(to: block.offset + block.count)
        return block
    }
}
